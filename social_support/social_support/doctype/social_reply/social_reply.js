frappe.ui.form.on("Social Reply", {
    refresh(frm) {
        frm.disable_save();
        if (!["Failed", "Unconfirmed"].includes(frm.doc.status)) return;
        const { acting, call } = social_support.calls;
        const act = (method) =>
            acting(null, () =>
                call(`replies.${method}`, { reply: frm.doc.name }).then(() => frm.reload_doc()),
            );
        frm.page.set_primary_action(__("Try Again"), () => act("retry"));
        frm.add_custom_button(__("Discard"), () => act("cancel"));
    },
});
