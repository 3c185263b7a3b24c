import { ask } from "./actions.js";
import { acting, call } from "./calls.js";
import { decided } from "./decisions.js";
import { at, author_html, button, desk_link, escape, pill, when } from "./format.js";

const BASIS = {
    "Told Us": () => __("they told us"),
    "Public Profile": () => __("their public profile says so"),
    Agreed: () => __("they agreed"),
};

/** On what ground we may use what we know of an author. */
export const basis_words = (basis) => BASIS[basis]?.() || "";

/** The two fields that say how a person knows who an author is. */
export const REASON_FIELDS = [
    {
        fieldname: "basis",
        fieldtype: "Select",
        label: __("How do we know?"),
        reqd: 1,
        default: "Public Profile",
        options: [
            { value: "Public Profile", label: __("Their public profile says so") },
            { value: "Told Us", label: __("They told us") },
            { value: "Agreed", label: __("They agreed to it") },
        ],
    },
    { fieldname: "note", fieldtype: "Data", label: __("Note") },
];

const PARTIES = ["Customer", "Lead", "Contact"];

/** What an author is like who is linked to nobody. */
export const UNLINKED = Object.fromEntries(
    PARTIES.map((doctype) => [doctype.toLowerCase(), ["is", "not set"]]),
);

/** Whom an author's row names, in the order in which it counts: {doctype, name}, or undefined. */
export function party_of(row) {
    const doctype = PARTIES.find((each) => row[each.toLowerCase()]);
    return doctype && { doctype, name: row[doctype.toLowerCase()] };
}

export function link_author(profile, done) {
    const readable = PARTIES.filter((doctype) => frappe.model.can_read(doctype));
    let kind = readable[0];
    let dialog = null;
    const change_kind = () => {
        const chosen = dialog?.get_value("doctype");
        if (!chosen || chosen === kind) return;
        kind = chosen;
        dialog.set_value("party", "");
    };
    dialog = ask({
        title: __("Link This Author"),
        fields: [
            {
                fieldname: "doctype",
                fieldtype: "Select",
                label: __("To a"),
                reqd: 1,
                default: kind,
                options: readable.map((value) => ({ value, label: __(value) })),
                onchange: change_kind,
            },
            {
                fieldname: "party",
                fieldtype: "Dynamic Link",
                options: "doctype",
                get_options: () => kind,
                label: __("Who It Is"),
                reqd: 1,
                only_select: 1,
                description: __("All posts of this author will show on that page."),
            },
            ...REASON_FIELDS,
        ],
        action: __("Link", null, "Button"),
        work: (values) => call("customers.link", { profile, ...values }),
        done: decided(__("Linked."), done),
    });
    return dialog;
}

export function unlink_author(author, who, done) {
    const question = __(
        "Is {0} not {1}? Their posts leave that page, and the two are not matched again.",
        [escape(at(author.handle)).bold(), escape(who).bold()],
    );
    ask({
        title: __("Unlink"),
        fields: [
            { fieldname: "question", fieldtype: "HTML", options: `<p>${question}</p>` },
            { fieldname: "reason", fieldtype: "Data", label: __("Why?") },
        ],
        action: __("Unlink"),
        work: ({ reason }) =>
            call("customers.unlink", { profile: author.profile, reason: reason || "" }),
        done: decided(__("Unlinked."), (result) => {
            tell_of_issues(result?.issues || []);
            done();
        }),
    });
}

function tell_of_issues(issues) {
    if (!issues.length) return;
    const links = issues.map((issue) => desk_link("Issue", issue)).join(", ");
    frappe.msgprint({
        title: __("Unlinked"),
        indicator: "orange",
        message: `${__("These Issues still bear the name. Look whether that is right:")} ${links}`,
    });
}

/** How an author was linked, in words; whoever may not know gets none. */
export function linked_words(author) {
    if (!author.linked_how) return "";
    const by_person = author.linked_how === "By a Person";
    const how = by_person
        ? __("linked by {0}", [escape(author.linked_by || __("a person"))])
        : __("linked automatically");
    const why = [by_person && basis_words(author.basis), escape(author.evidence)].filter(Boolean);
    return `${how}${why.length ? `: ${why.join(", ")}` : ""} · ${when(author.linked_on)}`;
}

/** A possible match with its evidence and the two answers. `who` says which side is asked about. */
export function suggestion_html(suggestion, who) {
    return `<div class="social-suggestion">
        <span>${who} ${pill(__("possible"), "yellow")}
            <span class="text-muted">${escape(suggestion.evidence)}</span></span>
        <span class="social-buttons">
            ${button(__("Yes"), "accept", "btn-primary", { suggestion: suggestion.name })}
            ${button(__("No"), "reject", "btn-default", { suggestion: suggestion.name })}
        </span>
    </div>`;
}

const SAID = { accept: () => __("Linked."), reject: () => __("Not matched again.") };

export function bind_suggestions($area, done) {
    for (const decision of ["accept", "reject"]) {
        $area.on("click", `[data-action=${decision}]`, (event) => {
            const suggestion = event.currentTarget.dataset.suggestion;
            acting(event.currentTarget, () =>
                call(`customers.${decision}`, { suggestion }).then(decided(SAID[decision](), done)),
            );
        });
    }
}

/** The card beside a thread: the customer, lead or contact, or who it may be. */
export function customer_card_html(thread) {
    const { author, customer, party, suggestions, may } = thread;
    const buyer = customer && { doctype: "Customer", ...customer, title: customer.customer_name };
    const known = (buyer || party) && party_html(buyer || party, author, may);
    return `<h5>${__(party ? party.doctype : "Customer")}</h5>
        ${known || unknown_html(suggestions, may)}
        <h5>${__("Author")}</h5>
        <div>${author_html(author)}</div>
        ${author.bio ? `<p class="text-muted social-bio" dir="auto">${escape(author.bio)}</p>` : ""}`;
}

function party_html({ doctype, name, title }, author, may) {
    return `<div class="social-customer">
        <div class="social-row"><b>${desk_link(doctype, name, title)}</b>
            ${may.link ? button(__("Wrong?"), "unlink") : ""}</div>
        <div class="text-muted small">${linked_words(author)}</div>
    </div>`;
}

/** Two may share a name: then the number tells them apart. */
function party_link({ doctype, party, title }) {
    const label = party === title ? title : `${title} (${party})`;
    return `${doctype === "Customer" ? "" : `${__(doctype)} `}${desk_link(doctype, party, label)}`;
}

function unknown_html(suggestions, may) {
    const possible = (suggestions || [])
        .map((row) => suggestion_html(row, party_link(row)))
        .join("");
    const by_hand = may.link ? button(__("Link This Author"), "link") : "";
    const none = possible ? "" : `<p class="text-muted">${__("Not linked to a customer yet.")}</p>`;
    return `${possible}${none}${by_hand}`;
}
