import { acting, call } from "./calls.js";
import { escape, site_time } from "./format.js";

export const OUTCOMES = [
    "Solved",
    "No Answer Needed",
    "Not About Us",
    "Spam",
    "Duplicate",
    "Answered by Public Post",
];

/** Each action takes the names of conversations; `done` is called when something has changed. */
export function assign(names, done) {
    const dialog = ask({
        title: __("Assign"),
        fields: [
            {
                fieldname: "user",
                fieldtype: "Link",
                options: "User",
                label: __("Person"),
                reqd: 1,
                default: frappe.session.user,
                get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
            },
            { fieldname: "note", fieldtype: "Small Text", label: __("Note for them") },
        ],
        action: __("Assign"),
        work: ({ user, note }) => change("assign", names, { user, note: note || "" }),
        done,
    });
    return dialog;
}

export function hold(names, done) {
    return ask_until({
        title: __("Hold"),
        times: {
            hour: [__("In one hour"), (now) => now.add(1, "hour")],
            tomorrow: [
                __("Tomorrow morning at 9"),
                (now) => now.add(1, "day").startOf("day").hour(9),
            ],
            pick: PICK(),
            open: [__("Somebody reopens it")],
        },
        usual: "hour",
        below: [
            {
                fieldname: "hint",
                fieldtype: "HTML",
                options: `<p class="text-muted small">${__(
                    "It opens again by itself then, or earlier when the author writes.",
                )}</p>`,
            },
        ],
        action: __("Hold"),
        work: (until) => change("hold", names, { until }),
        done,
    });
}

export function close(names, done) {
    return ask({
        title: __("Close", null, "Social Conversation"),
        fields: [
            {
                fieldname: "outcome",
                fieldtype: "Select",
                label: __("Outcome"),
                reqd: 1,
                default: OUTCOMES[0],
                options: OUTCOMES.map((value) => ({ value, label: __(value) })),
            },
        ],
        action: __("Close", null, "Social Conversation"),
        work: ({ outcome }) => change("close", names, { outcome }),
        done,
    });
}

/** Holds, closes, reopens or assigns one or many, and says what could not be done. */
export async function change(method, names, args = {}) {
    const result = await call(`conversations.${method}`, { names: JSON.stringify(names), ...args });
    const failed = result?.failed || [];
    if (failed.length) {
        frappe.msgprint({
            title: __("Not done for {0}", [failed.length]),
            indicator: "orange",
            message: failed.map((row) => `<p>${escape(row.reason)}</p>`).join(""),
        });
    }
    const count = result?.done?.length || 0;
    if (count > 1) frappe.show_alert({ message: __("Done for {0}", [count]), indicator: "green" });
    return result;
}

/** Opens the Issue of the conversation, which is made first when there is none. */
export async function convert_to_issue(card, done) {
    if (card.issue) return frappe.set_route("Form", "Issue", card.issue);
    const result = await call("handoff.convert_to_issue", { conversation: card.name });
    if (!result.created) return frappe.set_route("Form", "Issue", result.issue);
    frappe.show_alert(
        {
            message: `${__("Issue created:")} <a href="${frappe.utils.get_form_link(
                "Issue",
                result.issue,
            )}">${escape(result.issue)}</a>`,
            indicator: "green",
        },
        10,
    );
    done?.();
}

export function answered_on_network(conversation, done) {
    frappe.confirm(
        __("Have you answered this on the network itself? The conversation is then Replied."),
        async () => {
            await acting(null, () =>
                call("replies.answered_on_network", { conversation }).then(done),
            );
        },
    );
}

/** Asks before a post is hidden; `still_seen` says who sees it all the same. */
export function hide_post(interaction, { network_label, still_seen }, done) {
    const words = [
        __("Others no longer see this on {0}.", [network_label]),
        still_seen,
        __("The conversation stays as it is: hiding answers nobody. Show Again takes it back."),
    ];
    return ask({
        title: __("Hide"),
        fields: [
            {
                fieldname: "what_it_does",
                fieldtype: "HTML",
                options: `<p>${words.map(escape).join(" ")}</p>`,
            },
        ],
        action: __("Hide"),
        work: () => call("replies.hide", { interaction }),
        done,
    });
}

export function ask_support(conversation, done) {
    return ask({
        title: __("Ask Support"),
        fields: [
            {
                fieldname: "note",
                fieldtype: "Small Text",
                label: __("What should they know or do?"),
                reqd: 1,
            },
        ],
        action: __("Ask Support"),
        work: async ({ note }) => {
            const asked = await call("customers.ask_support", { conversation, note });
            frappe.show_alert({ message: escape(asked.message), indicator: "green" });
        },
        done,
    });
}

/** The choice of a time that is none of the usual ones. */
export const PICK = () => [__("A time I pick")];

/**
 * Asks until when. `times`: {choice: [its words, the time from now]}, PICK among them, or without a
 * time: for good. `work` gets the site's time, or null, and what else was filled in.
 */
export function ask_until({ times, usual, above = [], below = [], work, ...dialog }) {
    const options = Object.entries(times).map(([value, [label]]) => ({ value, label }));
    const picks = "eval:doc.choice=='pick'";
    const until = ({ choice, until: picked }) => {
        const [, time] = times[choice];
        if (choice === "pick") return picked;
        return time ? site_time(time) : null;
    };
    return ask({
        ...dialog,
        fields: [
            ...above,
            {
                fieldname: "choice",
                fieldtype: "Select",
                label: __("Until"),
                default: usual,
                options,
            },
            {
                fieldname: "until",
                fieldtype: "Datetime",
                label: __("Date and Time"),
                depends_on: picks,
                mandatory_depends_on: picks,
            },
            ...below,
        ],
        work: (values) => work(until(values), values),
    });
}

/** A small dialog that stays open, with what was typed, when the server refuses. */
export function ask({ title, fields, action, work, done }) {
    const dialog = new frappe.ui.Dialog({
        title,
        fields,
        primary_action_label: action,
        primary_action: (values) =>
            acting(dialog.get_primary_btn(), async () => {
                const result = await work(values);
                dialog.hide();
                done?.(result);
            }),
    });
    dialog.show();
    return dialog;
}
