social_support.format.show_as_written("Social Link Decision", ["link_evidence", "reason"]);

frappe.listview_settings["Social Link Decision"] = {
    add_fields: ["action", "undone"],
    hide_name_column: true,

    get_indicator({ action, undone }) {
        if (undone) return [__("Undone"), "gray", "undone,=,1"];
        const colours = {
            Linked: "green",
            Changed: "green",
            Accepted: "green",
            Unlinked: "orange",
        };
        return [__(action), colours[action] || "gray", `action,=,${action}`];
    },
};
