const SYSTEM_FORMAT = "YYYY-MM-DD HH:mm:ss";
const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
const TRAILING = /[.,;:!?)\]}»”…]+$/;

export const escape = (text) => frappe.utils.escape_html(text == null ? "" : String(text));

/** The address when it is one of the web, else an empty string: no javascript:, no data:. */
export function safe_url(address) {
    return /^https?:\/\//i.test(address || "") ? address : "";
}

/** A link to another site, in a new tab; the label alone when the address is not one. */
export function outside_link(address, label_html, css_class = "") {
    const url = safe_url(address);
    if (!url) return "";
    return `<a class="${css_class}" href="${escape(
        url,
    )}" target="_blank" rel="noopener noreferrer nofollow">${label_html}</a>`;
}

/** What a person wrote, escaped, its web addresses made into links. */
export function text_html(text) {
    let html = "";
    let end = 0;
    for (const match of (text || "").matchAll(ADDRESS)) {
        const address = match[0].replace(TRAILING, "");
        html += escape(text.slice(end, match.index));
        html += outside_link(address, escape(address));
        end = match.index + address.length;
    }
    return html + escape((text || "").slice(end));
}

/** "@annap" from "annap" or "@annap". */
export const at = (handle) => `@${(handle || "").replace(/^@/, "")}`;

export function when(datetime) {
    return datetime ? frappe.datetime.comment_when(datetime) : "";
}

/** "2 Nov" or "14:02": short, exact on hover. */
export function short_date(datetime) {
    if (!datetime) return "";
    const moment_there = site_moment(datetime);
    const today = moment_there.isSame(moment(), "day");
    const words = moment_there.format(today ? "HH:mm" : "D MMM");
    return `<span title="${escape(frappe.datetime.str_to_user(datetime))}">${words}</span>`;
}

/** "2 Nov" in the reader's language, with the year when it is another one, of a date. */
export function day(date) {
    if (!date) return "";
    const there = new Date(`${date.slice(0, 10)}T00:00`);
    const year = there.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
    const language = frappe.boot.lang === "en" ? "en-GB" : frappe.boot.lang.replace("_", "-");
    return there.toLocaleDateString(language, { day: "numeric", month: "short", ...year });
}

/** An amount as the reader's Desk writes it, without cents; `currency` is its code. */
export const money = (amount, currency) => format_currency(amount, currency, 0);

/** The words of a piece of HTML of our own. */
export const plain = (html) => $("<span>").html(html).text();

export function site_moment(datetime) {
    return moment.tz(datetime, frappe.boot.time_zone.system);
}

/** Site time in `minutes` from now, as the server takes it. */
export function site_time(change) {
    return change(moment().tz(frappe.boot.time_zone.system)).format(SYSTEM_FORMAT);
}

/** 12 min, 3 h, 2 d: one unit, as people say it. */
export function duration(seconds) {
    const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60));
    if (minutes < 60) return __("{0} min", [minutes]);
    if (minutes < 48 * 60) return __("{0} h", [Math.round(minutes / 60)]);
    return __("{0} d", [Math.round(minutes / (24 * 60))]);
}

/** "due in 12 min" or "overdue by 3 h", as text. */
export function due_words(respond_by) {
    const seconds = site_moment(respond_by).diff(moment(), "seconds");
    if (seconds >= 0) return __("due in {0}", [duration(seconds)]);
    return __("overdue by {0}", [duration(seconds)]);
}

export function due_colour(respond_by) {
    const minutes = site_moment(respond_by).diff(moment(), "minutes");
    if (minutes < 0) return "red";
    return minutes < 30 ? "orange" : "gray";
}

export function due_pill(respond_by) {
    if (!respond_by) return "";
    return `<span class="social-due" data-due="${escape(respond_by)}">${pill(
        due_words(respond_by),
        due_colour(respond_by),
    )}</span>`;
}

/** Due times grow old on the screen: says them anew within `$area`. */
export function refresh_due($area) {
    $area.find(".social-due").each((_, element) => {
        $(element).replaceWith(due_pill(element.dataset.due));
    });
}

export function pill(label, colour = "gray", css_class = "") {
    return `<span class="indicator-pill no-indicator-dot ${colour} ${css_class}">${escape(
        label,
    )}</span>`;
}

const STATUS = { Open: "orange", Replied: "green", "On Hold": "blue", Closed: "gray" };
const PRIORITY = { Urgent: "red", High: "orange", Medium: "blue", Low: "gray" };
const SENTIMENT = { Negative: "red", Positive: "green", Neutral: "gray", "Not Rated": "gray" };
const MODE = { Off: "gray", "Listen Only": "blue", "Listen and Reply": "green" };
const HEALTH = { ok: "green", busy: "blue", warn: "orange", error: "red", off: "gray" };

export const colours = { STATUS, PRIORITY, SENTIMENT, MODE, HEALTH };

export const status_pill = (status) => pill(__(status), STATUS[status]);
export const priority_pill = (priority) => pill(__(priority), PRIORITY[priority]);
export const sentiment_pill = (sentiment) =>
    ["Negative", "Positive"].includes(sentiment) ? pill(__(sentiment), SENTIMENT[sentiment]) : "";

export function private_mark() {
    return `<span class="social-private">${frappe.utils.icon("lock", "xs")} ${__("private")}</span>`;
}

/** "also on Shop Berlin": the other channels that a post came through, for agents as links. */
export function also_on_html(card, linked) {
    if (!card.also_on?.length) return "";
    const names = card.also_on.map(({ conversation, channel_name }) =>
        linked && conversation
            ? desk_link("Social Conversation", conversation, channel_name)
            : escape(channel_name),
    );
    return `<span class="text-muted">${__("also on {0}", [names.join(", ")])}</span>`;
}

export function number(value) {
    return format_number(value, null, 0);
}

export function desk_link(doctype, name, label) {
    return `<a href="${frappe.utils.get_form_link(doctype, name)}">${escape(label || name)}</a>`;
}

export function button(label, action, css_class = "btn-default", data = {}) {
    const attributes = Object.entries(data)
        .map(([key, value]) => `data-${key}="${escape(value)}"`)
        .join(" ");
    return `<button type="button" class="btn btn-xs ${css_class}" data-action="${action}" ${attributes}>${escape(
        label,
    )}</button>`;
}

/** The name and mark of an author: @annap ✓ 12,400 followers. */
export function author_html(author) {
    const handle = outside_link(author.url, escape(at(author.handle))) || escape(at(author.handle));
    const verified = author.verified
        ? `<span class="social-verified" title="${__("Verified by the network")}">✓</span>`
        : "";
    const name =
        author.display_name && author.display_name !== author.handle
            ? `<span class="text-muted">${escape(author.display_name)}</span>`
            : "";
    const followers = author.followers
        ? `<span class="text-muted">${__("{0} followers", [number(author.followers)])}</span>`
        : "";
    return `<span class="social-author"><b>${handle}</b> ${verified} ${name} ${followers} ${standing_html(
        author,
    )}</span>`;
}

/** How an author is heard, where that is not as usual. */
function standing_html({ vip, blocked_until }) {
    const blocked = is_ahead(blocked_until)
        ? pill(__("blocked until {0}", [frappe.datetime.str_to_user(blocked_until)]), "red")
        : "";
    return `${vip ? pill(__("VIP"), "purple") : ""}${blocked}`;
}

/** Whether a time of the site's is still to come. */
export function is_ahead(datetime) {
    return Boolean(datetime) && datetime > site_time((now) => now);
}

/**
 * Frappe's lists and forms take a stored string for safe HTML, and what people wrote is not:
 * the named fields of a doctype are shown through this.
 */
export function show_as_written(doctype, fieldnames) {
    for (const fieldname of fieldnames) {
        const field = frappe.meta.docfield_map[doctype]?.[fieldname];
        if (field) field.formatter = (value) => without_markup(value);
    }
}

/** Escapes no ampersand: a read-only Data field has been escaped once by Frappe already. */
function without_markup(value) {
    return String(value ?? "")
        .replace(/</g, "&lt;")
        .replace(/>/g, "&gt;")
        .replace(/"/g, "&quot;")
        .replace(/\n/g, "<br>");
}

/** A network's key as its name: "Mastodon" from "mastodon". */
export function show_network(doctype) {
    const field = frappe.meta.docfield_map[doctype]?.network;
    if (field) field.formatter = (value) => escape(frappe.utils.to_title_case(value || ""));
}
