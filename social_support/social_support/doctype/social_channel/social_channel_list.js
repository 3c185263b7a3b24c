frappe.listview_settings["Social Channel"] = {
    add_fields: ["mode", "pause_sending"],
    hide_name_column: true,

    onload(listview) {
        const LOOK_EVERY = 20000;
        setInterval(() => {
            const seen = cur_list === listview && document.visibilityState === "visible";
            if (seen && listview.$result.is(":visible")) this.show_glance(listview);
        }, LOOK_EVERY);
    },

    refresh(listview) {
        this.show_glance(listview);
    },

    get_indicator(doc) {
        const { colours } = social_support.format;
        if (doc.mode === "Listen and Reply" && doc.pause_sending)
            return [__("Sending Paused"), "orange", "pause_sending,=,1"];
        return [__(doc.mode), colours.MODE[doc.mode], `mode,=,${doc.mode}`];
    },

    formatters: {
        network: (value) => frappe.utils.escape_html(frappe.utils.to_title_case(value || "")),
        handle: (value) => (value ? frappe.utils.escape_html(social_support.format.at(value)) : ""),
    },

    /** Below each row: how the channel is, how fast it is read, and when that last went well. */
    async show_glance(listview) {
        const names = listview.data.map((doc) => doc.name);
        if (!names.length) return;
        const { call, reading } = social_support.calls;
        const answer = await reading(() =>
            call("channels.glance", { names: JSON.stringify(names) }),
        );
        if (!answer) return;
        listview.$result.find(".list-row-container").each((number, row) => {
            const glance = answer[listview.data[number]?.name];
            $(row).find(".social-glance").remove();
            if (glance) $(row).append(this.glance_html(glance));
        });
    },

    glance_html(glance) {
        const { colours, escape } = social_support.format;
        const facts = [glance.lag, this.success_words(glance), this.error_words(glance)];
        const told = facts
            .filter(Boolean)
            .map((words) => `<span>${words}</span>`)
            .join("");
        return `<div class="social-support social-glance">
            <span class="indicator ${colours.HEALTH[glance.level]}"></span>
            <span class="social-sentence ellipsis" title="${escape(glance.sentence)}">${escape(
                glance.sentence,
            )}</span>
            <span class="social-facts text-muted">${told}</span>
        </div>`;
    },

    success_words({ last_success }) {
        if (!last_success) return "";
        return __("Last success: {0}", [social_support.format.short_date(last_success)]);
    },

    error_words({ last_error_at, last_error }) {
        if (!last_error_at) return "";
        const { escape, short_date } = social_support.format;
        const words = __("Last error: {0}", [short_date(last_error_at)]);
        return `<span title="${escape(last_error || "")}">${words}</span>`;
    },
};
