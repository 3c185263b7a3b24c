import * as actions from "./actions.js";
import { acting, call, reading } from "./calls.js";
import { bought_html, card_html } from "./customer_card.js";
import { decided } from "./decisions.js";
import * as format from "./format.js";
import * as linking from "./linking.js";
import { ReplyDialog } from "./reply_dialog.js";

const NOBODY = {
    Customer: () => __("No posts of this customer yet"),
    Lead: () => __("No posts of this lead yet"),
    Contact: () => __("No posts of this contact yet"),
};

/** The Social tab of a Customer, Lead or Contact: who they are there, their mood, what waits, what was. */
export class CustomerTab {
    constructor({ wrapper, party, doctype, on_change }) {
        this.party = party;
        this.doctype = doctype;
        this.on_change = on_change || (() => {});
        this.$area = $(`<div class="social-support social-tab"></div>`).appendTo(
            $(wrapper).empty(),
        );
        this.bind();
    }

    async refresh() {
        const tab = await reading(() => call("customers.social_tab", this.whose()));
        if (tab) this.show(tab);
    }

    whose() {
        return { doctype: this.doctype, party: this.party };
    }

    show(tab) {
        this.tab = tab;
        this.$area.html(this.is_empty() ? this.empty_html() : this.html());
    }

    is_empty() {
        const { authors, suggestions, waiting, history } = this.tab;
        return !(authors.length || suggestions.length || waiting.length || history.total);
    }

    html() {
        return [
            this.customer_html(),
            this.section(__("Who"), this.who_html(), this.link_author_html()),
            this.section(__("Mood"), this.mood_html()),
            this.section(__("Needs an Answer"), this.waiting_html()),
            this.section(this.history_title(), this.history_html()),
        ].join("");
    }

    section(title, body, beside = "") {
        return `<section><div class="social-row"><h5>${title}</h5>${beside}</div>${body}</section>`;
    }

    customer_html() {
        if (!this.tab.card) return "";
        const card = card_html(this.tab.card);
        return this.section(
            __("Customer"),
            `<div class="social-customer-card social-wide">${card}</div>`,
        );
    }

    who_html() {
        const authors = this.people().map(([contact, accounts]) =>
            [this.person_html(contact), ...accounts.map((row) => this.author_row(row))].join(""),
        );
        const possible = this.tab.suggestions.map((row) =>
            this.tab.may.link
                ? linking.suggestion_html(row, this.suggested(row))
                : `<div>${this.suggested(row)} ${format.pill(__("possible"), "yellow")}</div>`,
        );
        return authors.concat(possible).join("") || this.nobody_html();
    }

    /** [[contact, its accounts]]: a customer's people, those without a contact last. */
    people() {
        const by_contact = new Map();
        for (const author of this.tab.authors) {
            const key = author.contact || "";
            by_contact.set(key, [...(by_contact.get(key) || []), author]);
        }
        return [...by_contact].sort(([one], [other]) => !one - !other);
    }

    /** The person whose accounts follow; on the contact's own page that goes without saying. */
    person_html(contact) {
        if (this.doctype === "Contact") return "";
        if (!contact) return this.tab.authors.some((row) => row.contact) ? "<hr>" : "";
        const name = this.tab.authors.find((row) => row.contact === contact).contact_name;
        return `<div class="social-person">${format.desk_link("Contact", contact, name)}</div>`;
    }

    nobody_html() {
        return `<p class="text-muted">${__("No author is linked here yet.")}</p>`;
    }

    author_row(author) {
        const unlink = this.tab.may.link
            ? format.button(__("Unlink"), "unlink", "btn-default", { profile: author.profile })
            : "";
        return `<div class="social-row">
            <div class="social-fill">${format.pill(author.network_label)} ${format.author_html(author)}
                <div class="text-muted small">${linking.linked_words(author)}</div></div>
            ${unlink}
        </div>`;
    }

    suggested(row) {
        const handle = format.escape(format.at(row.handle));
        return `${format.pill(row.network_label)} <b>${
            format.outside_link(row.url, handle) || handle
        }</b>`;
    }

    link_author_html() {
        if (!this.tab.may.link) return "";
        return format.button(__("Link an Author"), "link-author");
    }

    mood_html() {
        const { days, negative, positive, neutral, not_rated } = this.tab.mood;
        const counted = [
            negative && format.pill(__("{0} negative", [negative]), "red"),
            positive && format.pill(__("{0} positive", [positive]), "green"),
            neutral && format.pill(__("{0} neutral", [neutral])),
            not_rated && format.pill(__("{0} not rated", [not_rated])),
        ].filter(Boolean);
        const words = counted.join(" ") || `<span class="text-muted">${__("no posts")}</span>`;
        return `<div><span class="text-muted">${__("Last {0} days:", [days])}</span> ${words}</div>`;
    }

    waiting_html() {
        if (!this.tab.waiting.length)
            return `<p class="text-muted">${__("Nothing waits for an answer.")}</p>`;
        return this.tab.waiting.map((card) => this.waiting_card(card)).join("");
    }

    waiting_card(card) {
        return `<article class="social-card ${
            card.visibility === "Private" ? "social-is-private" : ""
        }" data-conversation="${format.escape(card.name)}">
            <header>${this.card_facts(card)}</header>
            <div class="social-text" dir="auto">${format.escape(card.excerpt)}</div>
            ${bought_html(this.tab.card?.bought[card.name])}
            <footer class="social-buttons">${this.card_buttons(card)}</footer>
        </article>`;
    }

    card_facts(card) {
        const who = (card.assignees || []).map(format.escape).join(", ");
        return [
            format.pill(card.network_label),
            card.visibility === "Private" ? format.private_mark() : "",
            `<b>${format.escape(format.at(card.handle))}</b>`,
            `<span class="text-muted">${format.when(card.posted_on)}</span>`,
            format.also_on_html(card, this.tab.may.answer),
            card.tell_customer ? format.pill(__("Tell Customer"), "purple") : "",
            format.due_pill(card.respond_by),
            format.priority_pill(card.priority),
            card.category ? format.pill(__(card.category)) : "",
            format.sentiment_pill(card.sentiment),
            who ? `<span class="text-muted">${who}</span>` : "",
        ]
            .filter(Boolean)
            .join(" ");
    }

    card_buttons(card) {
        const out = format.outside_link(
            card.permalink,
            `${format.escape(card.network_label)} ↗`,
            "btn btn-xs btn-default",
        );
        const work = this.tab.may.answer
            ? this.agent_buttons(card)
            : format.button(__("Ask Support"), "ask", "btn-primary");
        return work + out;
    }

    agent_buttons(card) {
        const issue = card.issue ? `${__("Issue")} ${card.issue}` : __("Convert to Issue");
        const reply = card.can_reply
            ? format.button(__(card.reply_label), "reply", "btn-primary")
            : `<span class="text-muted small">${format.escape(card.cannot_reply_reason || "")}</span>`;
        return (
            reply +
            format.button(issue, "issue") +
            format.button(__("Whole Conversation"), "conversation")
        );
    }

    history_title() {
        const { rows, total } = this.tab.history;
        if (total <= rows.length) return __("History");
        return `${__("History")} <span class="text-muted">${__("{0} of {1} conversations", [
            rows.length,
            format.number(total),
        ])}</span>`;
    }

    history_html() {
        const { rows, total } = this.tab.history;
        if (!rows.length) return `<p class="text-muted">${__("No earlier conversations.")}</p>`;
        const all =
            this.tab.may.answer && total > rows.length
                ? format.button(__("Show All"), "show-all")
                : "";
        return `<ul class="social-history">${rows
            .map((card) => this.history_row(card))
            .join("")}</ul>${all}`;
    }

    history_row(card) {
        const text = format.escape(card.excerpt);
        const line = this.tab.may.answer
            ? `<a href="${frappe.utils.get_form_link("Social Conversation", card.name)}">${text}</a>`
            : format.outside_link(card.permalink, text) || text;
        return `<li>
            <span class="text-muted social-date">${format.short_date(card.posted_on)}</span>
            <span class="text-muted">${format.escape(card.network_label)}</span>
            ${card.visibility === "Private" ? format.private_mark() : ""}
            <span class="social-line" dir="auto">${line}</span>
            ${format.also_on_html(card, this.tab.may.answer)}
            <span class="text-muted social-end">${this.ending(card)}</span>
        </li>`;
    }

    ending(card) {
        if (card.issue) return `${__("Issue")} ${format.escape(card.issue)}`;
        if (card.answered_in) return __("answered in {0}", [format.duration(card.answered_in)]);
        return card.outcome ? __(card.outcome) : __(card.status);
    }

    empty_html() {
        return `<div class="social-empty">${frappe.utils.icon("message-1", "xl")}
            ${this.tab.channels ? this.nobody_linked_html() : this.no_channel_html()}</div>`;
    }

    no_channel_html() {
        const may = frappe.model.can_create("Social Channel");
        const next = may
            ? format.button(__("Connect a Channel"), "new-channel", "btn-primary")
            : `<p class="text-muted">${__("Ask a Social Manager to connect one.")}</p>`;
        return `<h4>${__("No social network is connected yet")}</h4>
            <p class="text-muted">${__(
                "Connect your company's account, and posts of your customers appear here.",
            )}</p>${next}`;
    }

    nobody_linked_html() {
        return `<h4>${NOBODY[this.doctype]()}</h4>
            <p class="text-muted">${__(
                "When somebody writes to us whose e-mail, phone number or website is that of a customer or a contact, their posts appear here by themselves.",
            )}</p>
            ${
                this.tab.may.link
                    ? `<p class="text-muted">${__(
                          "You know their account? Link it by hand.",
                      )}</p>${this.link_author_html()}`
                    : ""
            }`;
    }

    bind() {
        linking.bind_suggestions(this.$area, () => this.changed());
        this.$area.on("click", "[data-action]", (event) => this.act(event));
    }

    act(event) {
        const { action, profile } = event.currentTarget.dataset;
        const card = this.card_of(event.currentTarget);
        const done = () => this.changed();
        const works = {
            reply: () => new ReplyDialog({ interaction: card.interaction, done }),
            issue: () => actions.convert_to_issue(card, done),
            ask: () => actions.ask_support(card.name, done),
            conversation: () => frappe.set_route("Form", "Social Conversation", card.name),
            unlink: () => this.unlink(profile, done),
            "link-author": () => this.link_author(done),
            "show-all": () => this.show_all(),
            "new-channel": () => frappe.new_doc("Social Channel"),
        };
        if (works[action]) acting(event.currentTarget, async () => works[action]());
    }

    card_of(element) {
        const name = $(element).closest(".social-card").data("conversation");
        return this.tab.waiting.find((card) => card.name === name);
    }

    unlink(profile, done) {
        const author = this.tab.authors.find((row) => row.profile === profile);
        linking.unlink_author(author, this.party, done);
    }

    link_author(done) {
        actions.ask({
            title: __("Link an Author"),
            fields: [
                {
                    fieldname: "profile",
                    fieldtype: "Link",
                    options: "Social Profile",
                    label: __("Author"),
                    reqd: 1,
                    only_select: 1,
                    get_query: () => ({ filters: linking.UNLINKED }),
                },
                ...linking.REASON_FIELDS,
            ],
            action: __("Link", null, "Button"),
            work: (values) => call("customers.link", { ...this.whose(), ...values }),
            done: decided(__("Linked."), done),
        });
    }

    show_all() {
        const profiles = this.tab.authors.map((author) => author.profile);
        frappe.set_route("List", "Social Conversation", { profile: ["in", profiles] });
    }

    async changed() {
        await this.refresh();
        this.on_change();
    }
}
