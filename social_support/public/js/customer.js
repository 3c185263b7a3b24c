frappe.ui.form.on("Customer", {
    refresh: (frm) => social_support.show_on_form(frm),
});
