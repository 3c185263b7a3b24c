const CHOICES = {
    Failed: { retry: __("Try Again"), cancel: __("Discard") },
    Unconfirmed: { retry: __("Send Again"), it_went_out: __("It Went Out") },
};

frappe.ui.form.on("Social Reply", {
    refresh(frm) {
        frm.disable_save();
        for (const [method, label] of Object.entries(CHOICES[frm.doc.status] || {}))
            frm.add_custom_button(label, () => act(frm, method));
    },
});

function act(frm, method) {
    const { acting, call } = social_support.calls;
    return acting(null, async () => {
        await call(`replies.${method}`, { reply: frm.doc.name });
        frm.reload_doc();
    });
}
