import { acting, call, reading } from "./calls.js";
import { at, escape, number, outside_link, pill, private_mark } from "./format.js";
import { bind_posts, body_html, reply_state_html } from "./post.js";

const LOOK_EVERY = 1000;
const MEASURE_AFTER = 250;
/** What may still change by itself: the network is asked again whether an unconfirmed one is there. */
const UNSETTLED = ["Sending", "Unconfirmed"];

/** Answers one post: who will read it, how long it may be, and then whether it went out. */
export class ReplyDialog {
    constructor({ interaction, done }) {
        this.interaction = interaction;
        this.done = done || (() => {});
        this.measure_soon = frappe.utils.debounce(() => this.measure(), MEASURE_AFTER);
        reading(() => this.open());
    }

    async open() {
        this.draft = await call("replies.compose", { interaction: this.interaction });
        this.way = this.draft;
        this.dialog = new frappe.ui.Dialog({
            title: this.draft.label,
            size: "large",
        });
        this.dialog.on_hide = () => this.leave();
        this.$body = this.dialog.$body.addClass("social-support social-reply");
        this.$body.html(
            this.post_html() + (this.draft.refusal ? this.refusal_html() : this.box_html()),
        );
        this.bind();
        this.dialog.show();
    }

    post_html() {
        const post = this.draft.post;
        return `<article class="social-post social-theirs">
            <header><b>${escape(at(post.author?.handle))}</b> ${
                post.visibility === "Private" ? private_mark() : ""
            }
            ${outside_link(post.permalink, escape(__("See it on the network")))}</header>
            ${body_html(post.text)}
        </article>`;
    }

    refusal_html() {
        return `<div class="social-refusal">${escape(this.draft.refusal)}</div>`;
    }

    audience_html() {
        const who =
            this.way.visibility === "Private"
                ? pill(
                      `${__("PRIVATE")} · ${__("only {0} reads it", [at(this.draft.post.author?.handle)])}`,
                      "yellow",
                  )
                : pill(`${__("PUBLIC")} · ${__("as {0}", [at(this.draft.handle)])}`, "blue");
        return `<div class="social-audience">${who}
            <span class="text-muted">${escape(this.way.audience)}</span></div>`;
    }

    /** In public or in private, where the network takes either. */
    ways_html() {
        const { private: other } = this.draft;
        if (!other) return "";
        const buttons = [this.draft, other].map(({ visibility, label, refusal }) => {
            const chosen = visibility === this.way.visibility;
            return `<button type="button" class="btn btn-sm btn-default ${chosen ? "active" : ""}"
                aria-pressed="${chosen}" ${refusal ? "disabled" : ""}
                data-action="way" data-way="${visibility}">${escape(label)}</button>`;
        });
        return `<div class="social-ways"><span class="btn-group" role="group" aria-label="${__(
            "Who will read it",
        )}">${buttons.join("")}</span>
            <span class="text-muted small">${escape(other.refusal)}</span></div>`;
    }

    prefix_html() {
        if (!this.way.prefix) return "";
        return `<span class="social-prefix">${escape(this.way.prefix.trim())}</span>`;
    }

    answered_html() {
        if (!this.draft.answered) return "";
        return `<div class="social-refusal">${escape(this.draft.answered.words)}</div>`;
    }

    box_html() {
        const guideline = this.draft.guideline
            ? `<p class="social-guideline"><b>${__("Guideline")}:</b> ${escape(
                  __(this.draft.guideline),
              )}</p>`
            : "";
        return `<div class="social-answered">${this.answered_html()}</div>
            <div class="social-way">${this.ways_html()}${this.audience_html()}</div>
            <div class="social-box"><span class="social-begins">${this.prefix_html()}</span>
                <textarea class="form-control" rows="5" dir="auto" aria-label="${__(
                    "Your answer",
                )}" placeholder="${__("Write your answer…")}"></textarea>
            </div>
            <div class="social-row">${guideline || "<span></span>"}
                <span class="social-counter"></span></div>
            <p class="social-remark text-muted small" aria-live="polite"></p>
            <div class="social-result"></div>`;
    }

    bind() {
        bind_posts(this.$body);
        if (this.draft.refusal) return;
        this.$text = this.$body.find("textarea");
        this.$text.on("input", () => this.measure_soon());
        this.dialog.set_primary_action(this.way.send, () => this.send());
        this.$body.on("click", "[data-action=way]", (event) =>
            this.choose(event.currentTarget.dataset.way),
        );
        this.dialog.$wrapper.on("shown.bs.modal", () => this.$text.trigger("focus"));
        this.$body.on("click", "[data-action=retry-reply]", (event) =>
            acting(event.currentTarget, () => this.again(event.currentTarget.dataset.reply)),
        );
        this.$body.on("click", "[data-action=it-went-out]", (event) =>
            acting(event.currentTarget, () => this.went_out(event.currentTarget.dataset.reply)),
        );
        this.$body.on("click", "[data-action=cancel-reply]", (event) =>
            acting(event.currentTarget, () => this.discard(event.currentTarget.dataset.reply)),
        );
        this.measure();
    }

    /** The other way to answer: what was typed stays, and everything said about it follows. */
    choose(visibility) {
        const is_usual = visibility === this.draft.visibility;
        this.way = is_usual ? this.draft : this.draft.private || this.way;
        this.$body.find(".social-way").html(this.ways_html() + this.audience_html());
        this.$body.find(".social-begins").html(this.prefix_html());
        this.dialog.set_title(this.way.label);
        this.dialog.get_primary_btn().text(this.way.send);
        this.$text.trigger("focus");
        this.measure();
    }

    async measure() {
        const text = this.$text.val();
        const { visibility } = this.way;
        const length = await reading(() =>
            call("replies.measure", { interaction: this.interaction, text, visibility }),
        );
        if (!length || text !== this.$text.val() || visibility !== this.way.visibility) return;
        const over = length.used > length.limit;
        this.$body
            .find(".social-counter")
            .toggleClass("social-over", over)
            .text(`${number(length.used)} / ${number(length.limit)}`);
        this.$body.find(".social-remark").text(length.remark);
        this.dialog.get_primary_btn().prop("disabled", over || !text.trim());
    }

    send() {
        return acting(this.dialog.get_primary_btn(), async () => {
            try {
                this.reply = await call("replies.send", {
                    interaction: this.interaction,
                    text: this.$text.val(),
                    in_view_of: this.draft.in_view_of,
                    visibility: this.way.visibility,
                });
            } catch (refused) {
                await this.look_again();
                throw refused;
            }
            this.written();
        });
    }

    /** Somebody may have answered meanwhile: who has read that may send all the same. */
    async look_again() {
        this.draft = await call("replies.compose", { interaction: this.interaction });
        this.$body.find(".social-answered").html(this.answered_html());
        this.choose(this.way.visibility);
    }

    /** The text has left the box: it can't be sent a second time from here. */
    written() {
        this.$text.prop("readonly", true);
        this.$body.find(".social-ways").remove();
        this.dialog.get_primary_btn().addClass("hide");
        this.show({ name: this.reply, status: "Sending" });
        this.look();
        this.done();
    }

    async look() {
        const reply = await this.state();
        if (!this.dialog.display) return;
        if (reply && this.show(reply) && reply.status !== "Sending") this.done();
        clearTimeout(this.timer);
        if (!reply || UNSETTLED.includes(reply.status))
            this.timer = setTimeout(() => this.look(), LOOK_EVERY);
    }

    async state() {
        const fields = ["name", "status", "error", "permalink"];
        const answer = await frappe.db.get_value("Social Reply", this.reply, fields);
        return answer?.message;
    }

    /** Shows the state where it has changed, and tells whether: a button stays while it is clicked. */
    show(reply) {
        const state = JSON.stringify(reply);
        if (state === this.shown) return false;
        this.shown = state;
        const colour = { Sent: "green", Failed: "red", Unconfirmed: "orange" }[reply.status];
        const words = reply.status === "Sending" ? __("Sending…") : __(reply.status);
        this.$body
            .find(".social-result")
            .html(
                `<div class="social-note">${pill(words, colour || "blue")} ${reply_state_html(reply)}</div>`,
            );
        return true;
    }

    async again(reply) {
        await call("replies.retry", { reply });
        this.written();
    }

    async went_out(reply) {
        await call("replies.it_went_out", { reply });
        this.look();
    }

    async discard(reply) {
        await call("replies.cancel", { reply });
        this.dialog.hide();
        this.done();
    }

    leave() {
        clearTimeout(this.timer);
    }
}
