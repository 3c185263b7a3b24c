import { ask } from "./actions.js";
import { acting, call } from "./calls.js";
import { at, author_html, button, desk_link, escape, pill, when } from "./format.js";

const BASIS = {
    "Told Us": () => __("they told us"),
    "Public Profile": () => __("their public profile says so"),
    Agreed: () => __("they agreed"),
};

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

export function link_customer(profile, done) {
    return ask({
        title: __("Link to a Customer"),
        fields: [
            {
                fieldname: "customer",
                fieldtype: "Link",
                options: "Customer",
                label: __("Customer"),
                reqd: 1,
                only_select: 1,
                description: __("All posts of this author will show on the customer's page."),
            },
            ...REASON_FIELDS,
        ],
        action: __("Link", null, "Button"),
        work: (values) => call("customers.link", { profile, ...values }),
        done,
    });
}

export function unlink_customer(author, customer, done) {
    const question = __(
        "Is {0} not {1}? Their posts leave the customer's page, and the two are not matched again.",
        [escape(at(author.handle)).bold(), escape(customer).bold()],
    );
    frappe.confirm(question, () =>
        acting(null, async () => {
            const result = await call("customers.unlink", { profile: author.profile });
            tell_of_issues(result?.issues || []);
            done();
        }),
    );
}

function tell_of_issues(issues) {
    if (!issues.length) return;
    const links = issues.map((issue) => desk_link("Issue", issue)).join(", ");
    frappe.msgprint({
        title: __("Unlinked"),
        indicator: "orange",
        message: `${__("These Issues still bear the customer. Look whether that is right:")} ${links}`,
    });
}

/** How an author was linked, in words; whoever may not know gets none. */
export function linked_words(author) {
    if (!author.linked_how) return "";
    const by_person = author.linked_how === "By a Person";
    const how = by_person
        ? __("linked by {0}", [escape(author.linked_by || __("a person"))])
        : __("linked automatically");
    const why = [by_person && BASIS[author.basis]?.(), escape(author.evidence)].filter(Boolean);
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

export function bind_suggestions($area, done) {
    for (const decision of ["accept", "reject"]) {
        $area.on("click", `[data-action=${decision}]`, (event) => {
            const suggestion = event.currentTarget.dataset.suggestion;
            acting(event.currentTarget, () =>
                call(`customers.${decision}`, { suggestion }).then(done),
            );
        });
    }
}

/** The card beside a thread: the customer, or who it may be. */
export function customer_card_html(thread) {
    const { author, customer, suggestions, may } = thread;
    const known = customer ? customer_html(customer, author, may) : unknown_html(suggestions, may);
    return `<h5>${__("Customer")}</h5>${known}
        <h5>${__("Author")}</h5>
        <div>${author_html(author)}</div>
        ${author.bio ? `<p class="text-muted social-bio" dir="auto">${escape(author.bio)}</p>` : ""}`;
}

function customer_html(customer, author, may) {
    const facts = [customer.customer_group, customer.territory].filter(Boolean).map(escape);
    const wrong = may.link ? button(__("Wrong?"), "unlink") : "";
    return `<div class="social-customer">
        <div class="social-row"><b>${desk_link(
            "Customer",
            customer.name,
            customer.customer_name,
        )}</b> ${wrong}</div>
        <div class="text-muted">${facts.join(" · ")}</div>
        <div class="text-muted small">${linked_words(author)}</div>
    </div>`;
}

/** Customers may share a name: then the number tells them apart. */
function customer_link({ customer, customer_name }) {
    const label = customer === customer_name ? customer : `${customer_name} (${customer})`;
    return desk_link("Customer", customer, label);
}

function unknown_html(suggestions, may) {
    const possible = (suggestions || [])
        .map((row) => suggestion_html(row, customer_link(row)))
        .join("");
    const by_hand = may.link ? button(__("Link to a Customer"), "link") : "";
    const none = possible ? "" : `<p class="text-muted">${__("Not linked to a customer yet.")}</p>`;
    return `${possible}${none}${by_hand}`;
}
