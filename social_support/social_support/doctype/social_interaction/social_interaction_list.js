social_support.format.show_as_written("Social Interaction", [
    "text",
    "content_warning",
    "permalink",
    "cannot_reply_reason",
    "external_id",
    "thread_id",
    "parent_id",
]);

frappe.listview_settings["Social Interaction"] = {
    add_fields: ["text", "direction", "visibility", "deleted"],
    hide_name_column: true,

    get_indicator(doc) {
        if (doc.deleted) return [__("Deleted"), "red", "deleted,=,1"];
        const colour = doc.direction === "Incoming" ? "blue" : "green";
        return [__(doc.direction), colour, `direction,=,${doc.direction}`];
    },

    formatters: {
        name: (value, df, doc) => excerpt(doc),
    },
};

/** The first words of the post in place of its number; Frappe puts them into the row as HTML. */
function excerpt(doc) {
    const text = (doc.text || "").slice(0, 120).trim() || __("No text");
    return `${doc.visibility === "Private" ? "🔒 " : ""}${frappe.utils.escape_html(text)}`;
}
