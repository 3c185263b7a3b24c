frappe.ui.form.on("Social Sync Log", {
    refresh: (frm) => frm.disable_save(),
});
