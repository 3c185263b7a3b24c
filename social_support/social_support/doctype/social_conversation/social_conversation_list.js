social_support.format.show_as_written("Social Conversation", ["subject"]);
social_support.format.show_network("Social Conversation");

frappe.listview_settings["Social Conversation"] = {
    add_fields: ["status", "priority", "respond_by", "tell_customer", "sentiment"],
    hide_name_column: true,
    hide_name_filter: true,
    has_indicator_for_draft: true,

    get_indicator(doc) {
        const { colours, due_words, due_colour } = social_support.format;
        if (doc.status === "Open" && doc.tell_customer)
            return [__("Tell Customer"), "purple", "tell_customer,=,1"];
        if (doc.status === "Open" && doc.respond_by)
            return [due_words(doc.respond_by), due_colour(doc.respond_by), "status,=,Open"];
        return [__(doc.status), colours.STATUS[doc.status], `status,=,${doc.status}`];
    },

    formatters: {
        priority: (value, df, doc) =>
            `${social_support.format.priority_pill(value)}
            ${social_support.format.sentiment_pill(doc.sentiment)}`,
        category: (value) => (value ? social_support.format.pill(__(value)) : ""),
        respond_by: (value, df, doc) =>
            doc.status === "Open" ? social_support.format.due_pill(value) : "",
    },

    onload(list) {
        add_quick_filters(list);
        add_bulk_actions(list);
        say_why_nothing(list);
    },

    refresh(list) {
        social_support.format.refresh_due(list.$result);
    },
};

function add_quick_filters(list) {
    const filters = {
        [__("Needs an Answer")]: [["status", "=", "Open"]],
        [__("Mine")]: [
            ["status", "!=", "Closed"],
            ["_assign", "like", `%${frappe.session.user}%`],
        ],
        [__("Unassigned")]: [
            ["status", "=", "Open"],
            ["_assign", "is", "not set"],
        ],
    };
    for (const [label, conditions] of Object.entries(filters)) {
        list.page.add_inner_button(label, () => show_only(list, conditions));
    }
}

async function show_only(list, conditions) {
    await list.filter_area.clear(false);
    await list.filter_area.add(conditions.map((each) => [list.doctype, ...each]));
}

/** An agency sees no channel that it was not given: an empty list alone would not say so. */
async function say_why_nothing(list) {
    if (!frappe.user.has_role("Social Agency")) return;
    const { call, reading } = social_support.calls;
    const words = await reading(() => call("conversations.why_nothing"));
    if (!words) return;
    $(`<div class="alert alert-warning" role="status"></div>`)
        .text(words)
        .insertBefore(list.$frappe_list);
}

function add_bulk_actions(list) {
    const { actions } = social_support;
    const done = () => {
        list.clear_checked_items();
        list.refresh();
    };
    const works = {
        [__("Assign")]: (names) => actions.assign(names, done),
        [__("Hold")]: (names) => actions.hold(names, done),
        [__("Close", null, "Social Conversation")]: (names) => actions.close(names, done),
        [__("Reopen")]: (names) =>
            social_support.calls.acting(null, () => actions.change("reopen", names).then(done)),
    };
    for (const [label, work] of Object.entries(works)) {
        list.page.add_actions_menu_item(label, () => work(list.get_checked_items(true)), false);
    }
}
