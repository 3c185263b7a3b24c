import { call, reading, Refused } from "./calls.js";
import { at, button, escape, number } from "./format.js";
import { match_html } from "./match_card.js";

const KEYS = { y: "yes", n: "no", s: "skip", u: "undo" };
const ENOUGH = 5; // matches at hand before more are asked for

/**
 * Possible matches, one after the other, answered with the keyboard. The next one is shown at once;
 * answers go to the server behind it, one by one, and what it refuses comes back.
 */
export class Worklist {
    constructor(wrapper) {
        this.page = frappe.ui.make_app_page({
            parent: wrapper,
            title: __("Possible Matches"),
            single_column: true,
        });
        this.page.set_secondary_action(__("Show as a List"), () =>
            frappe.set_route("List", "Social Link Suggestion", "List"),
        );
        this.$area = $(`<div class="social-support social-worklist"></div>`).appendTo(
            this.page.main,
        );
        this.$area.on("click", "[data-action]", (event) =>
            this.act(event.currentTarget.dataset.action),
        );
    }

    async open() {
        $(document)
            .off("keydown.social-worklist")
            .on("keydown.social-worklist", (event) => this.on_key(event));
        await this.begin();
    }

    async begin() {
        Object.assign(this, { queue: [], seen: new Set(), skipped: 0, passed: 0, total: 0 });
        Object.assign(this, { last: null, unanswered: 0, sent: Promise.resolve() });
        await this.fetch();
    }

    async fetch() {
        const skipped = this.skipped + this.passed;
        const next = await reading(() => call("customers.possible_matches", { skipped }));
        if (!next) return;
        const fresh = next.matches.filter(({ name }) => !this.seen.has(name));
        fresh.forEach(({ name }) => this.seen.add(name));
        this.queue.push(...fresh);
        this.passed += next.passed;
        this.total = next.total - this.unanswered;
        this.show();
    }

    show() {
        const match = this.queue[0];
        this.page.set_indicator(this.total_words(), this.total ? "orange" : "green");
        this.$area.html(
            `${match ? this.question_html(match) : this.empty_html()}${this.last_html()}`,
        );
    }

    total_words() {
        if (!this.total) return __("None waits");
        return this.total === 1 ? __("1 waits") : __("{0} wait", [number(this.total)]);
    }

    question_html(match) {
        return `<article class="social-match">${match_html(match)}
            <div class="social-buttons">
                ${key_button(__("Yes, the Same"), "Y", "yes", "btn-primary")}
                ${key_button(__("No, Somebody Else"), "N", "no")}
                ${key_button(__("Skip"), "S", "skip")}
            </div></article>`;
    }

    empty_html() {
        if (this.skipped)
            return `<div class="social-empty"><h4>${__("That was the last one")}</h4>
                <p class="text-muted">${__("You skipped {0}.", [number(this.skipped)])}</p>
                ${button(__("Look at Them Again"), "again", "btn-primary")}</div>`;
        return `<div class="social-empty">${frappe.utils.icon("tick", "xl")}
            <h4>${__("Nothing waits for a decision")}</h4>
            <p class="text-muted">${__(
                "When an author may be one of your customers, but nothing proves it, you are asked here.",
            )}</p></div>`;
    }

    last_html() {
        if (!this.last) return "";
        const { match, answer } = this.last;
        const names = [at(match.author.handle), match.party.title].map((name) =>
            escape(name).bold(),
        );
        const said =
            answer === "accept"
                ? __("{0} is {1}.", names)
                : __("{0} is not {1}. That is not asked again.", names);
        return `<div class="social-last"><span>${said}</span>
            ${key_button(__("Undo", null, "Button"), "U", "undo")}</div>`;
    }

    on_key(event) {
        const elsewhere = $(event.target).is("input, textarea, select, [contenteditable=true]");
        const busy = elsewhere || $(".modal.show").length || event.repeat;
        if (busy || !this.$area.is(":visible")) return;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const action = KEYS[pressed(event)];
        if (!action) return;
        event.preventDefault();
        event.stopPropagation();
        this.act(action);
    }

    act(action) {
        const works = {
            yes: () => this.answer("accept"),
            no: () => this.answer("reject"),
            skip: () => this.skip(),
            undo: () => this.undo(),
            again: () => this.begin(),
        };
        return works[action]?.();
    }

    answer(answer) {
        const match = this.queue.shift();
        if (!match) return;
        const given = { match, answer };
        this.last = given;
        this.total -= 1;
        if (answer === "accept") this.set_others_aside(given);
        this.unanswered += 1;
        this.send(
            async () => {
                this.unanswered -= 1;
                const done = await call(`customers.${answer}`, { suggestion: match.name });
                given.decision = done.decision;
            },
            () => this.put_back(given),
        );
        this.go_on();
    }

    /** What else the author might have been is not asked any more. */
    set_others_aside(given) {
        const same = (each) => each.author.name === given.match.author.name;
        given.others = this.queue.filter(same);
        this.queue = this.queue.filter((each) => !same(each));
        this.total -= given.others.length;
    }

    skip() {
        if (!this.queue.shift()) return;
        this.skipped += 1;
        this.go_on();
    }

    undo() {
        const given = this.last;
        if (!given) return;
        this.send(
            async () => {
                if (given.decision) await call("customers.undo", { decision: given.decision });
            },
            () => this.begin(),
        );
        this.put_back(given);
    }

    put_back(given) {
        if (this.last === given) this.last = null;
        if (this.queue.includes(given.match)) return;
        const back = [given.match, ...(given.others || [])];
        this.queue.unshift(...back);
        this.total += back.length;
        this.show();
    }

    go_on() {
        this.show();
        if (this.queue.length < ENOUGH) this.sent = this.sent.then(() => this.fetch());
    }

    /** Does `work` when what was sent before has been answered; `refused` if the server does not. */
    send(work, refused = () => {}) {
        this.sent = this.sent.then(work).catch((error) => {
            if (!(error instanceof Refused)) throw error;
            refused();
        });
    }
}

/** The letter on the key, or the one of a Latin keyboard where another alphabet is typed. */
function pressed(event) {
    const letter = event.key.toLowerCase();
    return /^[a-z]$/.test(letter) ? letter : event.code.replace(/^Key/, "").toLowerCase();
}

function key_button(label, key, action, kind = "btn-default") {
    return `<button type="button" class="btn btn-sm ${kind}" data-action="${action}"
        aria-keyshortcuts="${key}">${escape(label)} <kbd>${key}</kbd></button>`;
}
