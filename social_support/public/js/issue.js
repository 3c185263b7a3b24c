frappe.ui.form.on("Issue", {
    refresh: (frm) => social_support.show_last_post(frm),
});
