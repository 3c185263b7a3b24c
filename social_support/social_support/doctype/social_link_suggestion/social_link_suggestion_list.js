social_support.format.show_as_written("Social Link Suggestion", ["evidence"]);

frappe.listview_settings["Social Link Suggestion"] = {
    add_fields: ["decision"],
    hide_name_column: true,
    filters: [["decision", "=", "Open"]],

    get_indicator(doc) {
        const colour = { Open: "orange", Accepted: "green", Rejected: "gray" }[doc.decision];
        return [__(doc.decision), colour, `decision,=,${doc.decision}`];
    },

    onload(list) {
        list.page.add_actions_menu_item(__("Yes, the Same"), () => decide(list, "accept"), false);
        list.page.add_actions_menu_item(
            __("No, Somebody Else"),
            () => decide(list, "reject"),
            false,
        );
    },
};

/** One after the other: an answer may settle the next question. */
async function decide(list, decision) {
    const { acting, call } = social_support.calls;
    await acting(null, async () => {
        for (const suggestion of list.get_checked_items(true)) {
            await call(`customers.${decision}`, { suggestion });
        }
    });
    list.clear_checked_items();
    list.refresh();
}
