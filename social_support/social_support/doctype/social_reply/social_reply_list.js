social_support.format.show_as_written("Social Reply", ["text", "error", "permalink"]);

frappe.listview_settings["Social Reply"] = {
    add_fields: ["status"],
    hide_name_column: true,

    get_indicator(doc) {
        const colours = { Sending: "blue", Sent: "green", Failed: "red", Unconfirmed: "orange" };
        return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
    },
};
