frappe.ui.form.on("Social Link Suggestion", {
    refresh(frm) {
        frm.disable_save();
        if (frm.doc.decision !== "Open") return;
        const { acting, call } = social_support.calls;
        const done = social_support.decisions.decided(__("Decided."), () => frm.reload_doc());
        const decide = (decision) =>
            acting(null, () =>
                call(`customers.${decision}`, { suggestion: frm.doc.name }).then(done),
            );
        frm.page.set_primary_action(__("Yes, the Same"), () => decide("accept"));
        frm.add_custom_button(__("No, Somebody Else"), () => decide("reject"));
    },
});
