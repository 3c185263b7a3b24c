import { ask, ask_until, PICK } from "./actions.js";
import { acting, call, reading } from "./calls.js";
import { at, escape, is_ahead } from "./format.js";

const LOOK_EVERY = 2000;
const DECIDES = ["Social Manager", "System Manager"];
const MARKS = ["Social Agent", "Social Manager"];

const REASONS = () => [
    { value: "The Person Asked", label: __("The Person Asked") },
    { value: "An Authority Asked", label: __("An Authority Asked") },
    { value: "Our Own Decision", label: __("Our Own Decision") },
];
const REASON_FIELD = () => ({
    fieldname: "reason",
    fieldtype: "Select",
    label: __("Reason"),
    reqd: 1,
    default: "The Person Asked",
    options: REASONS(),
});

/** What the author's form offers, by what the user may do. */
export function add_buttons(frm) {
    const decides = frappe.user.has_role(DECIDES);
    const done = () => frm.reload_doc();
    if (frm.doc.erased) return;
    if (frappe.user.has_role(MARKS)) add_vip(frm, done);
    if (!decides) return;
    const blocked = is_blocked(frm.doc);
    if (blocked) frm.add_custom_button(__("Unblock"), () => unblock(frm.doc, done));
    else frm.page.add_menu_item(__("Block"), () => block(frm.doc, done));
    frm.page.add_menu_item(__("Export What Is Stored"), () => export_data(frm));
    frm.page.add_menu_item(__("Erase This Person"), () => erase(frm));
    watch(frm);
}

/** Above the form: why nothing of this author arrives, or why there is nothing to see. */
export function say_standing(frm) {
    if (frm.doc.erased) {
        const words = __(
            "This author was erased. Figures stay; what they write is not stored any more.",
        );
        frm.set_intro(words, "red");
    } else if (is_blocked(frm.doc)) {
        const until = frappe.datetime.str_to_user(frm.doc.blocked_until);
        const words = __("Blocked until {0}: what they write is not stored.", [until]);
        frm.set_intro(words, "orange");
    }
}

export const is_blocked = ({ blocked_until }) => is_ahead(blocked_until);

function add_vip(frm, done) {
    const vip = frm.doc.vip ? 0 : 1;
    const label = vip ? __("Mark as VIP") : __("No VIP Any More");
    const hint = vip
        ? __("Their conversations get a higher priority, the open ones at once.")
        : __("Their conversations get the priority that their posts alone give them.");
    frm.page.add_menu_item(label, () =>
        ask({
            title: label,
            fields: [hint_field(hint), note_field()],
            action: label,
            work: ({ reason }) =>
                call("privacy.mark_vip", {
                    profile: frm.doc.name,
                    vip,
                    reason: reason || "",
                }),
            done,
        }),
    );
}

export function block(author, done) {
    return ask_until({
        title: __("Block {0}", [escape(at(author.handle))]),
        above: [
            hint_field(
                __(
                    "What they write until then is dropped unread, on all channels of this network, and only counted. It does not come back when the block ends.",
                ),
            ),
        ],
        times: {
            day: [__("Tomorrow, this time"), (now) => now.add(1, "day")],
            week: [__("In one week"), (now) => now.add(7, "days")],
            month: [__("In one month"), (now) => now.add(1, "month")],
            year: [__("In one year"), (now) => now.add(1, "year")],
            pick: PICK(),
        },
        usual: "week",
        below: [note_field()],
        action: __("Block"),
        work: (until, { reason }) =>
            call("privacy.block", { profile: author.name, until, reason: reason || "" }),
        done,
    });
}

export function unblock(author, done) {
    const question = __("Store again what {0} writes from now on?", [
        escape(at(author.handle)).bold(),
    ]);
    frappe.confirm(question, () =>
        acting(null, () => call("privacy.unblock", { profile: author.name }).then(done)),
    );
}

const note_field = () => ({ fieldname: "reason", fieldtype: "Data", label: __("Note") });
const hint_field = (words) => ({
    fieldname: "hint",
    fieldtype: "HTML",
    options: `<p class="text-muted">${words}</p>`,
});

/** Whoever erases types the handle: there is no way back. */
export function erase(frm) {
    const handle = at(frm.doc.handle);
    const dialog = ask({
        title: __("Erase This Person"),
        fields: [
            { fieldname: "caution", fieldtype: "HTML", options: caution_html(handle) },
            REASON_FIELD(),
            {
                fieldname: "handle",
                fieldtype: "Data",
                label: __("Type the handle to confirm: {0}", [escape(handle)]),
                reqd: 1,
            },
        ],
        action: __("Erase for Good"),
        work: ({ handle, reason }) =>
            call("privacy.erase", { profile: frm.doc.name, handle, reason }),
        done: () => watch(frm),
    });
    dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
    dialog.$body.addClass("social-support");
    return dialog;
}

function caution_html(handle) {
    const gone = [
        __("the texts of their posts, earlier versions, attached files, and our answers to them"),
        __("name, handle, picture, links to customers, matches and decisions"),
        __("what was copied into Issues, notifications, mails in the queue, comments and logs"),
        __("their handle where others mention it"),
    ];
    return `<p>${__("This goes for good from this site:")} <b>${escape(handle)}</b></p>
        <ul>${gone.map((words) => `<li>${words}</li>`).join("")}</ul>
        <p>${__(
            "Dates and figures stay, and an empty row that keeps this person from being stored again. Open conversations are closed.",
        )}</p>
        <p>${__(
            "Customers, Contacts, Leads and the mails of Issues are ERPNext's and stay. Backups and the network itself are not touched.",
        )}</p>
        <p class="social-refusal">${__("There is no way back.")}</p>`;
}

export function export_data(frm) {
    return ask({
        title: __("Export What Is Stored"),
        fields: [
            hint_field(
                __(
                    "A file with the profile, posts, conversations, replies, links, decisions and Issues of this author. Only you and System Managers can read it; it is deleted after seven days.",
                ),
            ),
            REASON_FIELD(),
        ],
        action: __("Export"),
        work: ({ reason }) => call("privacy.export", { profile: frm.doc.name, reason }),
        done: () => watch(frm),
    });
}

/** How far an erasure or an export is, above the form, until it is done. */
async function watch(frm) {
    const profile = frm.doc.name;
    if (frm.social_privacy === profile) return;
    frm.social_privacy = profile;
    let state = await reading(() => call("privacy.running", { profile }));
    while (state && ["Waiting", "Running"].includes(state.status) && is_shown(frm, profile)) {
        show(frm, state);
        await new Promise((done) => setTimeout(done, LOOK_EVERY));
        const { name } = state;
        state = await reading(() => call("privacy.progress", { request: name }));
    }
    frm.social_privacy = null;
    if (state && is_shown(frm, profile)) finish(frm, state);
}

const is_shown = (frm, profile) => frm.doc.name === profile && cur_frm === frm;

function show(frm, { action, progress, rows }) {
    const title = action === "Erase" ? __("Erasing this person") : __("Exporting");
    const words = __("{0} rows were looked at. You can leave this page.", [rows || 0]);
    frm.dashboard.show_progress(title, Math.max(3, Math.round(progress || 0)), words);
}

function finish(frm, state) {
    frm.dashboard.hide_progress();
    if (state.status === "Failed") {
        frappe.msgprint({
            title: __("Not Done"),
            indicator: "red",
            message: escape(state.error),
        });
    } else if (state.file) {
        frappe.msgprint({
            title: __("Exported"),
            indicator: "green",
            message: `<a href="${escape(state.file)}" download>${__("Download the file")}</a>`,
        });
    } else {
        frappe.show_alert({ message: __("This person is erased."), indicator: "green" });
    }
    frm.reload_doc();
}
