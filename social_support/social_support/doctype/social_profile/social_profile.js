frappe.ui.form.on("Social Profile", {
    refresh(frm) {
        frm.disable_save();
        const { author_form, format, privacy } = social_support;
        frm.page.set_title(frappe.utils.escape_html(format.at(frm.doc.handle)));
        privacy.say_standing(frm);
        privacy.add_buttons(frm);
        if (frm.doc.erased) return;
        author_form.show_links(frm);
        frm.add_custom_button(__("Conversations"), () =>
            frappe.set_route("List", "Social Conversation", { profile: frm.doc.name }),
        );
        add_link_out(frm);
    },
});

function add_link_out(frm) {
    const url = social_support.format.safe_url(frm.doc.url);
    if (!url) return;
    frm.add_custom_button(__("See on the Network"), () =>
        window.open(url, "_blank", "noopener,noreferrer"),
    );
}
