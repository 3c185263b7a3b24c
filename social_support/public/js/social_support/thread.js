import * as actions from "./actions.js";
import { acting, call, reading } from "./calls.js";
import { CustomerCard } from "./customer_card.js";
import * as format from "./format.js";
import * as linking from "./linking.js";
import { bind_posts, post_html, reply_html } from "./post.js";
import { ReplyDialog } from "./reply_dialog.js";

const EVERY = 20000;

/**
 * A conversation to read and to work on: its posts, what can be done, the customer beside it.
 * Serves the form and whatever else shows a conversation. `on_change` runs after an action.
 */
export class SocialThread {
    constructor({ wrapper, conversation, on_change }) {
        this.conversation = conversation;
        this.on_change = on_change || (() => {});
        this.$area = $(`<div class="social-support social-thread"></div>`).appendTo(
            $(wrapper).empty(),
        );
        this.customer = new CustomerCard({ conversation });
        this.bind();
        this.timer = setInterval(() => this.refresh_when_seen(), EVERY);
    }

    /** Stops refreshing by itself. */
    leave() {
        clearInterval(this.timer);
    }

    refresh_when_seen() {
        if (!document.body.contains(this.$area[0])) return this.leave();
        if (document.visibilityState === "visible" && this.$area.is(":visible")) this.refresh();
    }

    async refresh() {
        const thread = await reading(() =>
            call("conversations.thread", { conversation: this.conversation }),
        );
        if (thread) this.show(thread);
    }

    show(thread) {
        const seen = JSON.stringify(thread);
        if (seen === this.seen) return format.refresh_due(this.$area);
        this.seen = seen;
        this.thread = thread;
        this.card = thread.conversation;
        this.customer.$area.detach();
        this.$area.html(this.html());
        this.show_customer();
    }

    /** The card is read once for each customer, and not with every look at the thread. */
    show_customer() {
        this.$area.find(".social-customer > .social-row").after(this.customer.$area);
        const name = this.thread.customer?.name;
        if (name === this.customer_shown) return;
        this.customer_shown = name;
        this.customer.refresh();
    }

    html() {
        return `<div class="social-head">
                <div class="social-facts">${this.facts_html()}</div>
                <div class="social-buttons">${this.buttons_html()}</div>
            </div>
            ${this.reasons_html()}
            <div class="social-columns">
                <section class="social-posts">
                    ${this.tell_html()}
                    ${this.said_html()}
                    ${this.waiting_replies().map(reply_html).join("")}
                    ${this.composer_html()}
                </section>
                <aside class="social-aside">${linking.customer_card_html(this.thread)}</aside>
            </div>`;
    }

    facts_html() {
        const card = this.card;
        const due = card.status === "Open" ? format.due_pill(card.respond_by) : "";
        return [
            format.status_pill(card.status),
            card.outcome ? format.pill(__(card.outcome)) : "",
            format.priority_pill(card.priority),
            due,
            card.category ? format.pill(__(card.category)) : "",
            format.sentiment_pill(card.sentiment),
            card.visibility === "Private" ? format.private_mark() : "",
            `<span class="text-muted">${format.escape(card.channel_name)}</span>`,
            format.also_on_html(card, this.thread.may.answer),
            this.assignees_html(),
        ].join(" ");
    }

    assignees_html() {
        const names = (this.card.assignees || []).map(format.escape).join(", ");
        return `<span class="text-muted">${names || __("nobody assigned")}</span>`;
    }

    reasons_html() {
        const { top } = this.thread;
        const worth = top && __("top {0} % customer", [top]);
        const reasons = [this.card.priority_reasons, worth].filter(Boolean).join(" · ");
        if (!reasons) return "";
        return `<p class="social-reasons text-muted">${__("Why {0}", [
            __(this.card.priority),
        ])}: ${format.escape(reasons)}</p>`;
    }

    buttons_html() {
        if (!this.thread.may.answer) return "";
        const closed = this.card.status === "Closed";
        const parts = [format.button(__("Assign"), "assign")];
        if (["Open", "Replied"].includes(this.card.status))
            parts.push(format.button(__("Hold"), "hold"));
        if (!closed) parts.push(this.close_menu_html());
        if (this.card.status !== "Open") parts.push(format.button(__("Reopen"), "reopen"));
        return parts.join("");
    }

    close_menu_html() {
        const choices = actions.OUTCOMES.map(
            (outcome) =>
                `<li><a class="dropdown-item" href="#" data-action="close" data-outcome="${outcome}">${__(
                    outcome,
                )}</a></li>`,
        );
        return `<span class="dropdown">
            <button type="button" class="btn btn-xs btn-default" data-toggle="dropdown" aria-haspopup="true">${__(
                "Close",
                null,
                "Social Conversation",
            )} ▾</button>
            <ul class="dropdown-menu dropdown-menu-right">${choices.join("")}</ul>
        </span>`;
    }

    tell_html() {
        if (!this.card.tell_customer) return "";
        return `<div class="social-note">${__(
            "Its Issue was resolved: tell the customer.",
        )} ${format.desk_link("Issue", this.card.issue)}</div>`;
    }

    /** The posts, and what was answered to them in private, in the order in which it was said. */
    said_html() {
        const posts = this.thread.posts.map((post) => [post.posted_on, post_html(post)]);
        const sent = this.thread.replies.filter((reply) => reply.status === "Sent");
        const replies = sent.map((reply) => [reply.sent_on, reply_html(reply)]);
        return [...posts, ...replies]
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([, html]) => html)
            .join("");
    }

    waiting_replies() {
        return this.thread.replies.filter((reply) => reply.status !== "Sent");
    }

    composer_html() {
        if (!this.thread.may.answer) return "";
        const reply = this.card.can_reply
            ? format.button(__(this.card.reply_label), "reply", "btn-primary")
            : `<p class="social-refusal">${format.escape(
                  this.card.cannot_reply_reason || __("This post can't be answered from here."),
              )}</p>`;
        return `<div class="social-composer">${reply}
            ${format.button(__("I Answered on the Network"), "answered")}
            ${this.issue_button_html()}
            ${format.outside_link(
                this.card.permalink,
                `${format.escape(this.card.network_label)} ↗`,
                "btn btn-xs btn-default",
            )}</div>`;
    }

    issue_button_html() {
        const label = this.card.issue
            ? `${__("Issue")} ${this.card.issue}`
            : __("Convert to Issue");
        return format.button(label, "issue");
    }

    bind() {
        bind_posts(this.$area);
        linking.bind_suggestions(this.$area, () => this.changed());
        this.$area.on("click", "[data-action]", (event) => this.act(event));
    }

    act(event) {
        const { action, outcome, reply, name } = event.currentTarget.dataset;
        const done = () => this.changed();
        const names = [this.conversation];
        const works = {
            assign: () => actions.assign(names, done),
            hold: () => actions.hold(names, done),
            close: () => actions.change("close", names, { outcome }).then(done),
            reopen: () => actions.change("reopen", names).then(done),
            answered: () => actions.answered_on_network(this.conversation, done),
            issue: () => actions.convert_to_issue(this.card, done),
            reply: () => new ReplyDialog({ interaction: this.card.interaction, done }),
            hide: () => actions.hide_post(name, this.hiding(), done),
            "show-again": () => call("replies.show_again", { interaction: name }).then(done),
            link: () => linking.link_author(this.card.profile, done),
            unlink: () => this.unlink(done),
            "retry-reply": () => call("replies.retry", { reply }).then(done),
            "it-went-out": () => call("replies.it_went_out", { reply }).then(done),
            "cancel-reply": () => call("replies.cancel", { reply }).then(done),
        };
        if (!works[action]) return;
        event.preventDefault();
        acting(event.currentTarget, async () => works[action]());
    }

    hiding() {
        return { network_label: this.card.network_label, still_seen: this.thread.hiding };
    }

    unlink(done) {
        const author = { ...this.thread.author, profile: this.card.profile };
        const { customer, party } = this.thread;
        linking.unlink_author(author, customer?.customer_name || party.title, done);
    }

    async changed() {
        await this.refresh();
        this.on_change();
    }
}
