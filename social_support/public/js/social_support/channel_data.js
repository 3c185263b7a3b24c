import { ask } from "./actions.js";
import { call, reading } from "./calls.js";
import { escape } from "./format.js";

const LOOK_EVERY = 2000;

/** Whoever deletes types the channel's name: there is no way back. */
export function delete_data(frm) {
    const dialog = ask({
        title: __("Delete This Channel's Data"),
        fields: [
            { fieldname: "caution", fieldtype: "HTML", options: caution_html(frm) },
            {
                fieldname: "name",
                fieldtype: "Data",
                label: __("Type the channel's name to confirm: {0}", [
                    escape(frm.doc.channel_name),
                ]),
                reqd: 1,
            },
        ],
        action: __("Delete for Good"),
        work: ({ name }) => call("channels.delete_data", { channel: frm.doc.name, name }),
        done: async () => {
            await frm.reload_doc();
            watch(frm);
        },
    });
    dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
    dialog.$body.addClass("social-support");
    return dialog;
}

/** How far a deletion is, above the form, until all is gone. */
export async function watch(frm) {
    if (frm.is_new() || frm.social_deletion === frm.doc.name) return;
    const channel = frm.doc.name;
    let state = await look(channel);
    if (!state?.running) return;
    frm.social_deletion = channel;
    while (state?.running && frm.doc.name === channel && cur_frm === frm) {
        show(frm, state);
        await new Promise((done) => setTimeout(done, LOOK_EVERY));
        state = await look(channel);
    }
    frm.social_deletion = null;
    if (state && frm.doc.name === channel) finish(frm, state);
}

const look = (channel) => reading(() => call("channels.deletion", { channel }));

function show(frm, { done, total }) {
    const percent = total ? Math.round((100 * done) / total) : 0;
    const words = __("{0} of {1} rows are deleted. You can leave this page.", [done, total]);
    frm.dashboard.show_progress(__("Deleting this channel's data"), percent, words);
}

function finish(frm, state) {
    frm.dashboard.hide_progress();
    if (state.running) return;
    frappe.show_alert({ message: __("The channel's data is deleted."), indicator: "green" });
    frm.reload_doc();
}

function caution_html(frm) {
    const name = escape(frm.doc.channel_name);
    return `<p>${__(
        "{0} is switched off, and all that came in or went out through it is deleted from this site: posts with their earlier texts, conversations, replies, authors whom no other channel knows, the sync log, and notifications, assignments and comments about them.",
        [`<b>${name}</b>`],
    )}</p><p>${__(
        "Issues stay, with what was copied into them, and lose their link to the conversation. Mails and files stay too. Nothing is deleted on the network.",
    )}</p><p class="social-refusal">${__("There is no way back.")}</p>`;
}
