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
    add_fields: ["customer", "lead", "contact", "vip", "blocked_until", "erased"],
    hide_name_column: true,

    get_indicator(doc) {
        if (doc.erased) return [__("Erased"), "darkgrey", "erased,=,1"];
        if (social_support.privacy.is_blocked(doc))
            return [__("Blocked"), "red", "blocked_until,is,set"];
        if (doc.vip) return [__("VIP"), "purple", "vip,=,1"];
        if (social_support.linking.party_of(doc))
            return [__("Linked"), "green", "linked_how,is,set"];
        return [__("Not Linked"), "gray", "linked_how,is,not set"];
    },
};
