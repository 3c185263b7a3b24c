"""A person links an author to a customer, contact or lead, takes it back, or decides on a match."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname, now_datetime

from social_support.customers import decisions, suggestions
from social_support.customers.decisions import CHANGED, LINK_FIELDS, LINKED, UNLINKED
from social_support.customers.party import (
    CUSTOMER,
    Party,
    check_doctype,
    columns_of,
    parties_of,
    party_of,
)
from social_support.customers.suggestions import ACCEPTED, OPEN, REJECTED, SETTLED

AUTOMATICALLY, BY_A_PERSON = "Automatically", "By a Person"
MOST_ISSUES_NAMED = 20


def link(
    profile: str,
    name: str,
    doctype: str = CUSTOMER,
    *,
    how: str = BY_A_PERSON,
    basis: str | None,
    evidence: str,
    contact: str | None = None,
    accepted: bool = False,
) -> str:
    """Link the author to a customer, contact or lead. Another one it was linked to is ruled out.

    basis: "Told Us", "Public Profile" or "Agreed"; evidence: words that a person reads; contact:
    which of a customer's people it is; accepted: whether a possible match said so. Answers the
    decision, which `undo` takes back. Raises frappe.ValidationError where the author was erased.
    """
    check_doctype(doctype)
    before = locked(profile)
    refuse_erased(before)
    by = frappe.session.user if how == BY_A_PERSON else None
    made = {
        **columns_of(Party(doctype, name), contact),
        "linked_how": how,
        "link_basis": basis,
        "link_evidence": evidence,
        "linked_by": by,
        "linked_on": now_datetime(),
    }
    ended = _end(profile, before, by) if party_of(before) else None
    action = CHANGED if ended else decisions.ACCEPTED if accepted else LINKED
    said = {"profile": profile, "action": action, "pair_was": _stands(profile, made)}
    frappe.db.set_value("Social Profile", profile, made)
    _settle_pairs(profile, before, made)
    return decisions.record([made | said | {"replaces": ended}], by)[0]


def unlink(profile: str, reason: str = "") -> str:
    """Take the link back and rule the pair out; answers the decision, which `undo` takes back.

    Raises frappe.ValidationError where nothing is linked.
    """
    before = locked(profile)
    if not party_of(before):
        frappe.throw(_("This author is linked to nobody. There is nothing to remove."))
    frappe.db.set_value("Social Profile", profile, dict.fromkeys(LINK_FIELDS))
    for party in parties_of(before):
        suggestions.rule_out(profile, party)
    suggestions.unsettle([profile])
    return _end(profile, before, frappe.session.user, reason)


def accept(suggestion: str) -> str:
    """The possible match is one; answers the decision.

    Raises frappe.ValidationError where it was decided before, or where the author is linked to
    somebody else.
    """
    match = _open_suggestion(suggestion)
    party = party_of(match)
    _refuse_linked_elsewhere(match.profile, party)
    return link(
        match.profile,
        party.name,
        party.doctype,
        basis=match.basis,
        evidence=match.evidence,
        contact=match.contact,
        accepted=True,
    )


def reject(suggestion: str) -> str:
    """It is not this one: never suggested, never linked by itself again. Answers the decision."""
    match = _open_suggestion(suggestion)
    party = party_of(match)
    if party_of(locked(match.profile)) == party:
        return unlink(match.profile)
    suggestions.rule_out(match.profile, party)
    refused = {"link_basis": match.basis, "link_evidence": match.evidence}
    said = {"action": decisions.REJECTED, "pair_was": match.decision}
    return decisions.record([match | refused | said], frappe.session.user)[0]


def issues_naming(profile: str, party: Party | None) -> list[str]:
    """Issues made of the author's conversations that bear this customer, contact or lead.

    They belong to whoever works on them: taking a link back leaves them as they are.
    """
    conversation, issue = frappe.qb.DocType("Social Conversation"), frappe.qb.DocType("Issue")
    if not party:
        return []
    query = (
        frappe.qb.from_(conversation)
        .join(issue)
        .on(issue.name == conversation.issue)
        .select(issue.name)
        .distinct()
        .where((conversation.profile == profile) & (issue[party.column] == party.name))
        .limit(MOST_ISSUES_NAMED)
    )
    return query.run(pluck=True)


def locked(profile: str) -> frappe._dict:
    """The author's link (see LINK_FIELDS) and `erased`; nobody else's until the commit."""
    fields = [*LINK_FIELDS, "erased"]
    row = frappe.db.get_value("Social Profile", profile, fields, as_dict=True, for_update=True)
    if not row:
        frappe.throw(_("This author does not exist any more."), frappe.DoesNotExistError)
    return row


def refuse_erased(author: Mapping[str, Any]) -> None:
    if author["erased"]:
        frappe.throw(_("This author was erased. Nothing may be linked to it any more."))


def _stands(profile: str, made: Mapping[str, Any]) -> str | None:
    """What was said of the pair until now."""
    said = (suggestions.decision_on(profile, party) for party in parties_of(made))
    return next(filter(None, said), None)


def _settle_pairs(profile: str, before: Mapping[str, Any], made: Mapping[str, Any]) -> None:
    linked = parties_of(made)
    for party in linked:
        suggestions.put(profile, party, ACCEPTED)
    for party in parties_of(before):
        if party not in linked:
            suggestions.rule_out(profile, party)
    suggestions.settle([profile])


def _end(profile: str, before: Mapping[str, Any], by: str | None, reason: str = "") -> str:
    ended = {field: before[field] for field in LINK_FIELDS}
    said = {"profile": profile, "action": UNLINKED, "reason": reason}
    return decisions.record([ended | said], by)[0]


def _open_suggestion(name: str) -> frappe._dict:
    fields = ["name", "profile", *suggestions.CONTENT, "decision", "decided_by"]
    # The author first, as `identify` does: else each waits for what the other holds.
    if profile := frappe.db.get_value("Social Link Suggestion", name, "profile"):
        locked(profile)
    row = frappe.db.get_value("Social Link Suggestion", name, fields, as_dict=True, for_update=True)
    if not row:
        frappe.throw(_("This possible match does not exist any more."), frappe.DoesNotExistError)
    if row.decision not in (OPEN, SETTLED):
        said = {ACCEPTED: _("accepted"), REJECTED: _("rejected")}[row.decision]
        frappe.throw(
            _("{0} has {1} this possible match already. Reload the page.").format(
                get_fullname(row.decided_by), said
            )
        )
    return row


def _refuse_linked_elsewhere(profile: str, party: Party | None) -> None:
    linked = party_of(locked(profile))
    if linked and linked != party:
        words = _("This author is linked to {0}. Unlink it first.")
        frappe.throw(words.format(escape_html(linked.name)))
