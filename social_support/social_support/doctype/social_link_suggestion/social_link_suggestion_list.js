social_support.format.show_as_written("Social Link Suggestion", ["evidence"]);

frappe.listview_settings["Social Link Suggestion"] = {
    add_fields: ["decision", "profile", "customer", "lead", "contact"],
    hide_name_column: true,
    filters: [["decision", "=", "Open"]],

    get_indicator(doc) {
        const colours = { Open: "orange", Accepted: "green", Rejected: "gray", Settled: "gray" };
        const colour = colours[doc.decision];
        return [__(doc.decision), colour, `decision,=,${doc.decision}`];
    },

    refresh: (list) => ask_in_rows(list),

    onload(list) {
        list.page.set_primary_action(__("Decide One by One"), () =>
            frappe.set_route("possible-matches"),
        );
        list.page.add_actions_menu_item(__("Yes, the Same"), () => decide(list, "accept"), false);
        list.page.add_actions_menu_item(
            __("No, Somebody Else"),
            () => decide(list, "reject"),
            false,
        );
    },
};

/** The question itself in place of each number: "@annap = Petrova Ltd?" */
async function ask_in_rows(list) {
    const suggestions = Object.fromEntries(list.data.map((doc) => [doc.name, doc]));
    const authors = await frappe.db.get_list("Social Profile", {
        filters: { name: ["in", list.data.map((doc) => doc.profile)] },
        fields: ["name", "handle"],
        limit: list.data.length,
    });
    const handles = Object.fromEntries(authors.map(({ name, handle }) => [name, handle]));
    list.$result.find(".list-subject a[data-name]").each((_, link) => {
        const suggestion = suggestions[link.dataset.name];
        if (!suggestion) return;
        const who = social_support.format.at(handles[suggestion.profile]);
        const party = social_support.linking.party_of(suggestion);
        $(link).text(party ? `${who} = ${party.name}?` : who);
    });
}

/** One after the other: an answer may settle the next question. */
async function decide(list, decision) {
    const { acting, call } = social_support.calls;
    await acting(null, async () => {
        for (const suggestion of list.get_checked_items(true)) {
            await call(`customers.${decision}`, { suggestion });
        }
    });
    list.clear_checked_items();
    list.refresh();
}
