frappe.ui.form.on("Social Interaction", {
    refresh(frm) {
        frm.disable_save();
        show_post(frm);
        add_buttons(frm);
    },
});

async function show_post(frm) {
    const { post } = social_support;
    frm.toggle_display("text", false);
    const $area = post_area(frm);
    const author = await author_of(frm.doc.profile);
    const revisions = await post.revisions_html(frm.doc.name);
    const earlier = revisions ? `<h5>${__("Earlier Texts")}</h5>${revisions}` : "";
    $area.html(post.post_html({ ...frm.doc, author }) + earlier);
}

/** The handle stands in the form's link titles too, for who may not read authors. */
async function author_of(profile) {
    if (!frappe.model.can_read("Social Profile"))
        return { handle: frappe.utils.get_link_title("Social Profile", profile) };
    const answer = await frappe.db.get_value("Social Profile", profile, ["handle", "url"]);
    return answer?.message;
}

function post_area(frm) {
    if (!frm.social_post) {
        frm.social_post = $(`<div class="social-support social-shown-post"></div>`);
        social_support.post.bind_posts(frm.social_post);
        frm.layout.wrapper.find(".form-page").first().prepend(frm.social_post);
    }
    return frm.social_post.empty();
}

function add_buttons(frm) {
    const { ReplyDialog } = social_support;
    if (frm.doc.conversation) {
        frm.add_custom_button(__("Whole Conversation"), () =>
            frappe.set_route("Form", "Social Conversation", frm.doc.conversation),
        );
    }
    if (frm.doc.direction !== "Incoming") return;
    const label = frm.doc.visibility === "Private" ? __("Reply Privately") : __("Reply in Public");
    frm.page.set_primary_action(
        label,
        () => new ReplyDialog({ interaction: frm.doc.name, done: () => frm.reload_doc() }),
    );
}
