const { actions, connect, connection, csv_import, data, health, pushes } = social_support.channel;

frappe.ui.form.on("Social Channel", {
    setup: (frm) => health.watch(frm),

    refresh(frm) {
        connection.fill_networks(frm);
        connection.describe_network(frm);
        connection.warn_about_mode(frm);
        health.show(frm, frm.doc.__onload?.health);
        if (!frm.is_new()) add_buttons(frm);
        connect.show(frm);
        pushes.show(frm);
        data.watch(frm);
    },

    network(frm) {
        connection.describe_network(frm);
        connect.show(frm);
    },
    mode: (frm) => connection.warn_about_mode(frm),
    poll_interval: (frm) => connection.show_cost(frm),
    read_budget: (frm) => connection.show_cost(frm),
    keep_texts_days: (frm) => connection.say_kept_for(frm),
    listens_to_remove: (frm) => connection.show_cost(frm),
});

frappe.ui.form.on("Social Channel Stream", {
    stream: (frm) => connection.show_cost(frm),
});

function add_buttons(frm) {
    if (frm.perm[0]?.write) {
        frm.add_custom_button(__("Test Connection"), () => actions.test_connection(frm));
        if (frm.doc.__onload?.is_read) add_reading(frm);
    }
    if (frm.perm[0]?.write && frappe.user.has_role(["Social Manager", "System Manager"]))
        frm.page.add_menu_item(__("Delete This Channel's Data"), () => data.delete_data(frm));
    if (frappe.user.has_role(["Social Agent", "Social Manager"])) {
        frm.add_custom_button(__("Add Post"), () => actions.add_post(frm));
        frm.page.add_menu_item(__("Import Posts"), () => csv_import.upload(frm));
    }
    add_view(frm, __("Conversations"), "Social Conversation");
    add_view(frm, __("Sync Log"), "Social Sync Log");
    if (frappe.user.has_role(["Social Manager", "System Manager"])) add_report(frm);
}

/** Where the network only pushes, there is nothing to read. */
function add_reading(frm) {
    frm.add_custom_button(__("Read Now"), () => actions.read_now(frm));
    frm.page.add_menu_item(__("Read Older Posts"), () => actions.read_older_posts(frm));
}

function add_report(frm) {
    const show = () => frappe.set_route("query-report", "Sync Health");
    frm.add_custom_button(__("Sync Health"), show, __("View"));
}

function add_view(frm, label, doctype) {
    const show = () => frappe.set_route("List", doctype, { channel: frm.doc.name });
    frm.add_custom_button(label, show, __("View"));
}
