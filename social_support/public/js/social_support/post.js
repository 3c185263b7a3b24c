import { at, button, escape, outside_link, pill, private_mark, text_html, when } from "./format.js";

const LONG = 900;
const REVISION = "Social Interaction Revision";

/** One post as HTML. The author's on the left, ours on the right. */
export function post_html(post) {
    const side = post.direction === "Outgoing" ? "social-ours" : "social-theirs";
    const state = [
        post.visibility === "Private" ? "social-is-private" : "",
        post.deleted ? "social-is-deleted" : "",
    ].join(" ");
    return `<article class="social-post ${side} ${state}" data-name="${escape(post.name)}">
        <header>${head_html(post)}</header>
        ${warning_html(post)}
        ${post.text_removed ? removed_html() : body_html(post.text)}
        <footer>${foot_html(post)}</footer>
    </article>`;
}

function head_html(post) {
    const marks = [
        post.author?.handle ? `<b>${escape(at(post.author.handle))}</b>` : "",
        post.kind ? `<span class="text-muted">${escape(__(post.kind).toLowerCase())}</span>` : "",
        `<span class="text-muted">${when(post.posted_on)}</span>`,
        post.visibility === "Private" ? private_mark() : "",
        post.edited_on ? `<span class="social-mark">${__("edited")}</span>` : "",
        post.hidden_on_network ? pill(__("hidden on the network"), "orange") : "",
        post.deleted && !post.text_removed ? pill(__("deleted on the network"), "red") : "",
    ];
    return marks.filter(Boolean).join(" ");
}

function warning_html(post) {
    if (!post.content_warning) return "";
    return `<p class="social-warning">${__("Content warning")}: ${escape(post.content_warning)}</p>`;
}

const removed_html = () =>
    `<p class="text-muted">${__("The text was removed from this site.")}</p>`;

/** The text; a very long one is folded, whole in the page, and opens by a click. */
export function body_html(text) {
    if (!text) return `<p class="text-muted">${__("No text, perhaps a picture.")}</p>`;
    const folded = text.length > LONG;
    const more = folded ? button(__("Show the whole text"), "unfold") : "";
    return `<div class="social-text ${folded ? "social-folded" : ""}" dir="auto">${text_html(
        text,
    )}</div>${more}`;
}

function foot_html(post) {
    const parts = [outside_link(post.permalink, escape(__("See it on the network")))];
    if (post.revisions && may_read_revisions())
        parts.push(action_html(post, "revisions", __("Earlier texts ({0})", [post.revisions])));
    if (post.can_hide && post.hidden_on_network)
        parts.push(action_html(post, "show-again", __("Show Again")));
    else if (post.can_hide) parts.push(action_html(post, "hide", __("Hide")));
    return parts.filter(Boolean).join(" · ");
}

const action_html = (post, action, label) =>
    `<a href="#" data-action="${action}" data-name="${escape(post.name)}">${escape(label)}</a>`;

const REPLY_COLOUR = {
    Sending: "blue",
    Failed: "red",
    Unconfirmed: "orange",
};

/** A reply that is no post of the thread: on its way, failed, not known, or sent in private. */
export function reply_html(reply) {
    const colour = REPLY_COLOUR[reply.status];
    return `<article class="social-post social-ours social-is-${escape(
        reply.status.toLowerCase(),
    )}" data-reply="${escape(reply.name)}">
        <header><b>${escape(reply.author_name || reply.author || "")}</b>
            ${colour ? pill(__(reply.status), colour) : ""}
            <span class="text-muted">${when(reply.sent_on)}</span>
            ${reply.visibility === "Private" ? private_mark() : ""}
        </header>
        ${body_html(reply.text)}
        <footer>${reply_state_html(reply)}</footer>
    </article>`;
}

export function reply_state_html(reply) {
    const sentences = {
        Sending: __("On its way to the network."),
        Sent: "✓ " + __("Sent."),
        Failed: reply.error || __("It did not go out."),
        Unconfirmed: reply.error || __("Nobody knows yet whether it went out."),
        Cancelled: __("Cancelled. Nothing was sent."),
    };
    return `<span class="social-reply-state">${escape(sentences[reply.status])}</span>
        ${outside_link(reply.permalink, escape(__("See it on the network")))}
        ${reply_buttons_html(reply)}`;
}

function reply_buttons_html({ name, status }) {
    const one = (label, action, css_class) => button(label, action, css_class, { reply: name });
    if (status === "Failed")
        return (
            one(__("Try Again"), "retry-reply", "btn-primary") +
            one(__("Discard"), "cancel-reply", "btn-default")
        );
    if (status === "Unconfirmed")
        return (
            one(__("Send Again"), "retry-reply", "btn-default") +
            one(__("It Went Out"), "it-went-out", "btn-default")
        );
    return "";
}

/** What a list of posts does by itself when clicked: unfold, show earlier texts. */
export function bind_posts($area) {
    $area.on("click", "[data-action=unfold]", (event) => {
        $(event.currentTarget).prev(".social-text").removeClass("social-folded");
        $(event.currentTarget).remove();
    });
    $area.on("click", "[data-action=revisions]", (event) => {
        event.preventDefault();
        show_revisions(event.currentTarget.dataset.name);
    });
}

function may_read_revisions() {
    return frappe.model.can_read(REVISION);
}

/** The earlier texts, the newest first; empty for who may not read them. */
export async function revisions_html(interaction) {
    if (!may_read_revisions()) return "";
    const revisions = await frappe.db.get_list(REVISION, {
        filters: { interaction },
        fields: ["text", "replaced_on"],
        order_by: "replaced_on desc",
        limit: 20,
    });
    return revisions
        .map(
            (revision) => `<div class="social-revision">
                <div class="text-muted">${__("Until")} ${when(revision.replaced_on)}</div>
                ${body_html(revision.text)}
            </div>`,
        )
        .join("");
}

async function show_revisions(interaction) {
    const dialog = new frappe.ui.Dialog({ title: __("Earlier Texts") });
    dialog.$body.addClass("social-support").html(await revisions_html(interaction));
    bind_posts(dialog.$body);
    dialog.show();
}
