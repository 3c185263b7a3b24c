frappe.listview_settings["Sales Invoice"] = {
    add_fields: ["customer", "grand_total", "outstanding_amount", "due_date", "status"],
    get_indicator(doc) {
        const colors = { Overdue: "red", Unpaid: "orange", "Partly Paid": "yellow", Paid: "green" };
        return [__(doc.status), colors[doc.status] || "gray", `status,=,${doc.status}`];
    },
};
