import { call, reading } from "./calls.js";
import * as format from "./format.js";

/** The customer card beside a conversation: reads by itself, and again when it is told to. */
export class CustomerCard {
    constructor({ conversation }) {
        this.conversation = conversation;
        this.$area = $(`<div class="social-customer-card"></div>`);
    }

    async refresh() {
        const card = await reading(() =>
            call("customers.customer_card", { conversation: this.conversation }),
        );
        this.$area.html(card ? card_html(card, bought_html(card.bought)) : "");
    }
}

/**
 * What the server says of a customer (customers/card.py): the figures first, then `beside`, and what
 * goes on.
 */
export function card_html(card, beside = "") {
    // The Customer's page shows all that they wrote below.
    const wrote = card.wrote || [];
    return [
        who_html(card),
        (card.money || []).map((money) => money_html(money, card.money.length > 1)).join(""),
        beside,
        lines_html([
            ...wrote.filter((row) => row.negative).map(complained_html),
            issues_html(card.issues),
            ...wrote.filter((row) => !row.negative).map(wrote_html),
            contact_html(card.contact),
            ...card.orders.map(order_html),
        ]),
    ].join("");
}

/** "bought: Drill D-200, 2 Nov, SINV-0912" for what a post speaks of. */
export function bought_html(bought) {
    return (bought || [])
        .map(
            (line) =>
                `<div class="social-bought">${__("bought:")} <b>${format.escape(line.item)}</b>,
                ${format.day(line.date)}, ${document_link("Sales Invoice", line.invoice)}</div>`,
        )
        .join("");
}

function who_html(card) {
    const facts = [
        __("since {0}", [format.day(card.since)]),
        format.escape(card.customer_group),
        format.escape(card.territory),
        card.account_manager && __("in the care of {0}", [format.escape(card.account_manager)]),
    ];
    return `<div class="text-muted">${facts.filter(Boolean).join(" · ")}</div>`;
}

function money_html(money, several) {
    // What is overdue in whole is not said twice.
    const owes = money.outstanding && money.outstanding !== money.overdue;
    const overdue = money.overdue ? figure_html(__("overdue"), money.overdue, money, true) : "";
    const top = money.top
        ? format.pill(__("top {0} % customer", [money.top]), "purple", "social-top")
        : "";
    const company = several ? `<div class="text-muted">${format.escape(money.company)}</div>` : "";
    return `${company}<div class="social-figures">
        ${figure_html(__("lifetime revenue"), money.revenue, money)}
        ${owes ? figure_html(__("outstanding"), money.outstanding, money) : ""}${overdue}</div>${top}`;
}

function figure_html(label, amount, { currency, at_least }, late = false) {
    const least = at_least && label !== __("lifetime revenue") ? "≥ " : "";
    return `<div class="social-figure ${late ? "social-late" : ""}">
        <b>${least}${format.money(amount, currency)}</b><span>${label}</span></div>`;
}

function lines_html(lines) {
    const shown = lines.filter(Boolean).map((line) => `<li>${line}</li>`);
    return shown.length ? `<ul class="social-lines">${shown.join("")}</ul>` : "";
}

function complained_html(row) {
    return format.pill(__("complained on {0}", [row.network_label]), "red") + where_html(row);
}

function wrote_html(row) {
    return `${__("also wrote on {0}", [format.escape(row.network_label)])}${where_html(row)}`;
}

function where_html(row) {
    const words = format.when(row.on);
    const link = frappe.model.can_read("Social Conversation")
        ? format.desk_link("Social Conversation", row.conversation, format.plain(words))
        : words;
    return ` ${link} ${row.private ? format.private_mark() : ""}`;
}

function issues_html({ open, rows, ...issues }) {
    if (!open && !issues.new) return "";
    const words = open
        ? format.pill(open === 1 ? __("1 open Issue") : __("{0} open Issues", [open]), "orange")
        : format.pill(__("opened an Issue lately"), "gray");
    const links = rows.map(
        (row) =>
            `${format.desk_link("Issue", row.name)} <span class="text-muted">${format.escape(
                row.subject,
            )}, ${format.day(row.on)}</span>`,
    );
    return [words, ...links].join("<br>");
}

function contact_html(contact) {
    if (!contact) return "";
    const subject = contact.subject ? `: ${format.escape(contact.subject)}` : "";
    const sent = contact.sent_or_received === "Sent";
    const words = sent ? __("we reached them by {0}") : __("they reached us by {0}");
    return `${words.replace("{0}", __(contact.medium))} ${format.when(
        contact.on,
    )}<span class="text-muted">${subject}</span>`;
}

function order_html(order) {
    const items = order.items.map((row) => `${format.escape(row.item)} ×${Number(row.qty)}`);
    return `${document_link("Sales Order", order.name)} · ${items.join(", ")}
        <span class="text-muted">· ${format.day(order.date)} · ${format.money(
            order.amount,
            order.currency,
        )} · ${__(order.status)}</span>`;
}

function document_link(doctype, name) {
    return frappe.model.can_read(doctype) ? format.desk_link(doctype, name) : format.escape(name);
}
