frappe.ui.form.on("Social Sync Log", {
    refresh(frm) {
        frm.disable_save();
        if (frm.doc.status !== "Set Aside" || !frappe.model.can_write("Social Channel")) return;
        const { acting, call } = social_support.calls;
        const button = frm.add_custom_button(__("Try Again"), () =>
            acting(button, async () => {
                const answer = await call("channels.retry_set_aside", { log: frm.doc.name });
                const escaped = frappe.utils.escape_html(answer.message);
                frappe.show_alert({ message: escaped, indicator: answer.ok ? "green" : "red" });
                await frm.reload_doc();
            }),
        );
    },
});
