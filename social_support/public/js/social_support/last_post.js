import { call, reading } from "./calls.js";
import * as format from "./format.js";

const COLOUR = { Negative: "orange", Positive: "green" };

/** On an Issue or Opportunity: its customer has written in public a few days ago. */
export async function show_last_post(frm) {
    if (frm.is_new()) return;
    const { doctype, docname } = frm;
    const post = await reading(() => call("customers.last_post", { doctype, name: docname }));
    if (!post || frm.docname !== docname) return;
    frm.dashboard.add_comment(words(post), COLOUR[post.sentiment] || "blue", true);
}

function words(post) {
    const who = format.escape(format.at(post.handle));
    const said = __("{0} wrote on {1} {2}: {3}", [
        `<b>${who}</b>`,
        format.escape(post.network_label),
        format.when(post.on),
        format.escape(post.subject),
    ]);
    const open = post.conversation
        ? format.desk_link("Social Conversation", post.conversation, __("Open", null, "Button"))
        : "";
    return `<span class="social-support">${said} ${open}</span>`;
}
