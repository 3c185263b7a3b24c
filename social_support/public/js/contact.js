frappe.ui.form.on("Contact", {
    refresh: (frm) => social_support.show_on_form(frm),
});
