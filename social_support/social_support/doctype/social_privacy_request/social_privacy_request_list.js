frappe.listview_settings["Social Privacy Request"] = {
    add_fields: ["status", "progress"],
    hide_name_column: true,

    get_indicator(doc) {
        const colours = { Waiting: "orange", Running: "blue", Done: "green", Failed: "red" };
        return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
    },
};
