app_name = "erpnext"
app_title = "ERPNext"
app_publisher = "Social Support contributors"
app_description = "A stand-in for ERPNext 15, for development only"
app_email = "social-support@example.com"
app_license = "MIT"

after_install = "erpnext.setup.install.after_install"
boot_session = "erpnext.startup.boot.boot_session"

scheduler_events = {
    "daily": ["erpnext.accounts.doctype.sales_invoice.sales_invoice.update_overdue_invoices"],
}

doctype_js = {
    "Sales Invoice": "public/js/transaction_defaults.js",
    "Sales Order": "public/js/transaction_defaults.js",
}
