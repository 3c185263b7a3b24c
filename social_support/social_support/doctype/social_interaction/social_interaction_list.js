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

    /** The first words of each post in place of its number. */
    refresh(list) {
        const posts = Object.fromEntries(list.data.map((doc) => [doc.name, doc]));
        list.$result.find(".list-subject a[data-name]").each((_, link) => {
            const post = posts[link.dataset.name];
            if (post) $(link).text(excerpt(post)).attr("title", excerpt(post));
        });
    },
};

function excerpt(post) {
    const text = (post.text || "").slice(0, 120).trim() || __("No text");
    return `${post.visibility === "Private" ? "🔒 " : ""}${text}`;
}
