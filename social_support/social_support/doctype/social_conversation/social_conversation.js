frappe.ui.form.on("Social Conversation", {
    setup(frm) {
        frappe.realtime.on("social_conversation_changed", ({ conversation }) => {
            if (conversation === frm.doc?.name) frm.social_thread?.refresh();
        });
    },

    refresh(frm) {
        frm.disable_save();
        frm.page.sidebar.hide();
        frm.dashboard.parent.hide();
        show_title(frm);
        show_thread(frm);
    },
});

function show_title(frm) {
    const { at } = social_support.format;
    const title = frappe.utils.get_link_title("Social Profile", frm.doc.profile);
    frm.page.set_title(title ? `${frappe.utils.escape_html(at(title))}` : __("Conversation"));
}

/** The same thread stays on the screen while its conversation is looked at. */
function show_thread(frm) {
    if (frm.social_thread?.conversation === frm.doc.name) return frm.social_thread.refresh();
    frm.social_thread?.leave();
    frm.social_thread = new social_support.SocialThread({
        wrapper: frm.fields_dict.thread_html.wrapper,
        conversation: frm.doc.name,
        on_change: () => frm.reload_doc(),
    });
    frm.social_thread.refresh();
}
