frappe.ui.form.on("Opportunity", {
    refresh: (frm) => social_support.show_last_post(frm),
});
