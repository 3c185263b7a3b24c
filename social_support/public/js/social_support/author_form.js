import { acting, call, reading } from "./calls.js";
import { undo } from "./decisions.js";
import { button, desk_link, escape, pill, when } from "./format.js";
import * as linking from "./linking.js";
import { make_party } from "./new_party.js";

const DECIDED = {
    Linked: () => __("linked to {0}"),
    Changed: () => __("changed to {0}"),
    Unlinked: () => __("unlinked from {0}"),
    Accepted: () => __("a possible match, accepted: {0}"),
    Rejected: () => __("a possible match, rejected: {0}"),
    Undone: () => __("undone: {0}"),
};

/** On an author's form: whom it is linked to, and what was decided about that. */
export function show_links(frm) {
    const done = () => frm.reload_doc();
    add_buttons(frm, done);
    show_decisions(frm, done);
}

function add_buttons(frm, done) {
    const party = linking.party_of(frm.doc);
    const author = { handle: frm.doc.handle, profile: frm.doc.name };
    if (party) {
        frm.add_custom_button(__("Unlink"), () => linking.unlink_author(author, party.name, done));
        return;
    }
    frm.page.set_primary_action(__("Link This Author"), () =>
        linking.link_author(frm.doc.name, done),
    );
    for (const doctype of ["Lead", "Contact"].filter((each) => frappe.model.can_create(each))) {
        frm.add_custom_button(
            __(doctype),
            () => make_party(frm.doc.name, doctype, done),
            __("Create"),
        );
    }
}

async function show_decisions(frm, done) {
    const profile = frm.doc.name;
    const decisions = await reading(() => call("customers.decisions_on", { profile }));
    if (!decisions || frm.doc.name !== profile) return;
    const $area = frm.get_field("decisions_html").$wrapper;
    const none = `<p class="text-muted">${__("Nothing was decided about this author yet.")}</p>`;
    $area.html(
        `<div class="social-support">${decisions.map(decision_html).join("") || none}</div>`,
    );
    $area
        .off("click")
        .on("click", "[data-action=undo]", (event) =>
            acting(event.currentTarget, () => undo(event.currentTarget.dataset.decision, done)),
        );
}

function decision_html(decision) {
    const { party } = decision;
    const who = party ? desk_link(party.doctype, party.name, party.title) : "";
    const by = decision.by ? escape(decision.by) : __("automatically");
    const why = [decision.reason, decision.evidence].filter(Boolean).map(escape).join(" · ");
    const may = decision.may_undo && frappe.user.has_role(["Social Agent", "Social Manager"]);
    return `<div class="social-row social-decision">
        <div class="social-fill">${DECIDED[decision.action]().replace("{0}", who)}
            ${decision.undone ? pill(__("undone")) : ""}
            <div class="text-muted small">${by} · ${when(decision.on)}${why && ` · ${why}`}</div></div>
        ${may ? button(__("Undo", null, "Button"), "undo", "btn-default", { decision: decision.name }) : ""}
    </div>`;
}
