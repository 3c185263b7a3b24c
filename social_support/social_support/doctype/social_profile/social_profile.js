frappe.ui.form.on("Social Profile", {
    refresh(frm) {
        frm.disable_save();
        const { format, linking } = social_support;
        frm.page.set_title(frappe.utils.escape_html(format.at(frm.doc.handle)));
        const done = () => frm.reload_doc();
        if (frm.doc.customer) {
            frm.add_custom_button(__("Unlink"), () =>
                linking.unlink_customer(
                    { handle: frm.doc.handle, profile: frm.doc.name },
                    frm.doc.customer,
                    done,
                ),
            );
        } else {
            frm.page.set_primary_action(__("Link to a Customer"), () =>
                linking.link_customer(frm.doc.name, done),
            );
        }
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
