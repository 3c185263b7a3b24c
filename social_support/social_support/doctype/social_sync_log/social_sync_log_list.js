social_support.format.show_as_written("Social Sync Log", ["message", "payload", "retry_result"]);

frappe.listview_settings["Social Sync Log"] = {
    add_fields: ["status"],
    hide_name_column: true,

    onload(listview) {
        if (!frappe.model.can_write("Social Channel")) return;
        listview.page.add_actions_menu_item(
            __("Try Again"),
            () => this.try_again(listview, listview.get_checked_items()),
            false,
        );
    },

    get_indicator(doc) {
        const colours = {
            Read: "green",
            Notice: "blue",
            Failed: "red",
            "Set Aside": "orange",
            "Stored Later": "green",
        };
        return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
    },

    /** The posts that were set aside, one after the other, however many of them fail. */
    async try_again(listview, rows) {
        const waiting = rows.filter((row) => row.status === "Set Aside");
        if (!waiting.length) {
            frappe.msgprint(__("Choose rows with the status Set Aside."));
            return;
        }
        const { call, reading } = social_support.calls;
        let stored = 0;
        for (const [number, row] of waiting.entries()) {
            frappe.show_progress(__("Try Again"), number, waiting.length);
            const answer = await reading(() => call("channels.retry_set_aside", { log: row.name }));
            stored += answer?.ok ? 1 : 0;
        }
        frappe.hide_progress();
        frappe.msgprint(
            __("{0} of {1} posts are stored. Each row says what came of it.", [
                stored,
                waiting.length,
            ]),
        );
        listview.clear_checked_items();
        listview.refresh();
    },
};
