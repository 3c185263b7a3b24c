social_support.format.show_as_written("Social Profile", [
    "handle",
    "display_name",
    "url",
    "avatar_url",
    "bio",
    "link_evidence",
    "external_id",
]);
social_support.format.show_network("Social Profile");

frappe.listview_settings["Social Profile"] = {
    add_fields: ["customer"],
    hide_name_column: true,

    get_indicator(doc) {
        if (doc.customer) return [__("Linked"), "green", "customer,is,set"];
        return [__("Not Linked"), "gray", "customer,is,not set"];
    },
};
