frappe.ui.form.on("Lead", {
    refresh: (frm) => social_support.show_on_form(frm),
});
