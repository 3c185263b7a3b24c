social_support.format.show_as_written("Social Sync Log", ["message", "payload"]);

frappe.listview_settings["Social Sync Log"] = {
    add_fields: ["status"],
    hide_name_column: true,

    get_indicator(doc) {
        const colours = { Read: "green", Notice: "blue", Failed: "red", "Set Aside": "orange" };
        return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
    },
};
