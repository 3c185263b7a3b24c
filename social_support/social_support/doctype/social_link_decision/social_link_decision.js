frappe.ui.form.on("Social Link Decision", {
    refresh(frm) {
        frm.disable_save();
        const { decided_by, undone, action } = frm.doc;
        if (!decided_by || undone || action === "Undone") return;
        if (!frappe.user.has_role("Social Manager")) return;
        frm.add_custom_button(__("Undo", null, "Button"), () =>
            social_support.decisions.undo(frm.doc.name, () => frm.reload_doc()),
        );
    },
});
