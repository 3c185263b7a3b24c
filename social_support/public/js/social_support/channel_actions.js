import { ask } from "./actions.js";
import { acting, call } from "./calls.js";
import { escape } from "./format.js";

/** What has changed in the form is saved before anybody acts on it. */
async function saved(frm) {
    if (frm.is_dirty()) await frm.save();
}

/** Asks the server to do something with the channel, after which the form shows how it is. */
function change(frm, method, args = {}) {
    return acting(null, async () => {
        await saved(frm);
        const answer = await call(`channels.${method}`, { channel: frm.doc.name, ...args });
        await frm.reload_doc();
        return answer;
    });
}

export function test_connection(frm) {
    return acting(null, async () => {
        await saved(frm);
        const result = await call(
            "channels.test_connection",
            { channel: frm.doc.name },
            { freeze: true, freeze_message: __("Asking the network…") },
        );
        frappe.msgprint({
            title: result.ok ? __("Connected") : __("Not Connected"),
            indicator: result.ok ? "green" : "red",
            message: escape(result.message),
        });
        frm.reload_doc();
    });
}

export function read_now(frm) {
    return acting(null, async () => {
        await saved(frm);
        const result = await call(
            "channels.read_now",
            { channel: frm.doc.name },
            { freeze: true, freeze_message: __("Reading…") },
        );
        frappe.msgprint({
            title: __("Read Now"),
            indicator: result.ok === false ? "red" : "green",
            message: escape(result.message),
        });
        frm.reload_doc();
    });
}

export function read_older_posts(frm) {
    frappe.confirm(
        `<p>${__("Read the posts of the last {0} days once more, {1} at most?", [
            frm.doc.backfill_days,
            frm.doc.backfill_posts,
        ])}</p><p class="text-muted">${__(
            "What is stored already stays as it is. To read further back, change Days to Read Back at First and Posts to Read Back at Most.",
        )}</p>`,
        () => change(frm, "read_older_posts"),
    );
}

export const stop_reading_back = (frm) => change(frm, "stop_reading_back");

export const understand_gap = (frm) => change(frm, "gap_understood");

/** Two sites that use one account would read everything twice and answer twice: that is said. */
export function copy_confirm(frm) {
    const dialog = ask({
        title: __("This Is the Live Site"),
        fields: [
            {
                fieldname: "caution",
                fieldtype: "HTML",
                options: `<p>${__(
                    "From now on this site reads {0} and sends from it, as {1} did.",
                    [escape(frm.doc.channel_name), escape(frm.doc.home_url || __("another site"))],
                )}</p><p class="social-refusal">${__(
                    "Make sure that the other site is switched off for good. Two sites with one account answer customers twice, and each network counts what both of them read.",
                )}</p><p class="text-muted">${__(
                    "Replies that were waiting are not sent by themselves: look at each one first.",
                )}</p>`,
            },
            {
                fieldname: "all_channels",
                fieldtype: "Check",
                label: __("All channels of this site"),
            },
        ],
        action: __("Read and Send from Here"),
        work: ({ all_channels }) =>
            call("channels.this_is_the_live_site", { channel: frm.doc.name, all_channels }),
        done: () => frm.reload_doc(),
    });
    dialog.$body.addClass("social-support");
    return dialog;
}

export function add_post(frm) {
    ask({
        title: __("Add Post"),
        fields: [
            {
                fieldname: "link",
                fieldtype: "Data",
                label: __("Link to the Post"),
                reqd: 1,
                description: __("As your browser shows it on the network."),
            },
            { fieldname: "author", fieldtype: "Data", label: __("Author's Handle"), reqd: 1 },
            { fieldname: "text", fieldtype: "Small Text", label: __("Text"), reqd: 1 },
            { fieldname: "posted_on", fieldtype: "Datetime", label: __("Posted On") },
            {
                fieldname: "visibility",
                fieldtype: "Select",
                label: __("Who Can Read It"),
                default: "Public",
                reqd: 1,
                options: [
                    { value: "Public", label: __("Everybody") },
                    { value: "Private", label: __("Only the author and we") },
                ],
            },
        ],
        action: __("Add Post"),
        work: (values) => call("channels.add_post", { channel: frm.doc.name, ...values }),
        done: (conversation) => frappe.set_route("Form", "Social Conversation", conversation),
    });
}
