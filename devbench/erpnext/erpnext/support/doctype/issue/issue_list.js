frappe.listview_settings["Issue"] = {
    add_fields: ["status", "priority"],
    get_indicator(doc) {
        const colors = { Open: "red", Replied: "gray", "On Hold": "orange", Resolved: "green" };
        return [__(doc.status), colors[doc.status] || "gray", `status,=,${doc.status}`];
    },
};
