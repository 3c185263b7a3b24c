frappe.listview_settings["Social Channel"] = {
    add_fields: ["mode", "pause_sending"],
    hide_name_column: true,

    get_indicator(doc) {
        const { colours } = social_support.format;
        if (doc.mode === "Listen and Reply" && doc.pause_sending)
            return [__("Sending Paused"), "orange", "pause_sending,=,1"];
        return [__(doc.mode), colours.MODE[doc.mode], `mode,=,${doc.mode}`];
    },

    formatters: {
        network: (value) => frappe.utils.to_title_case(value || ""),
        handle: (value) => (value ? frappe.utils.escape_html(social_support.format.at(value)) : ""),
    },
};
