"""A person takes a decision about an author back: everything is as it was before."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from social_support.customers import decisions, suggestions
from social_support.customers.decisions import LINK_FIELDS, REJECTED, UNDONE, UNLINKED
from social_support.customers.links import locked, refuse_erased
from social_support.customers.party import parties_of, party_of


def undo(decision: str) -> str:
    """Take a decision back; answers the decision that this is.

    A link comes back with its basis, evidence and contact, and with who made it when; a match that
    was answered waits again. Raises frappe.ValidationError where no person made the decision, it
    was undone already, or the author was linked or unlinked since.
    """
    made = decisions.locked(decision)
    _refuse_what_stands(made)
    author = locked(made.profile)
    refuse_erased(author)
    if made.action == REJECTED:
        _ask_again(made, linked=bool(party_of(author)))
    elif made.action == UNLINKED:
        _refuse_if_changed(author, None)
        for party in parties_of(made):
            suggestions.forget(made.profile, party)
        _restore(made)
    else:
        _refuse_if_changed(author, made)
        _take_back(made)
    decisions.mark_undone(decision)
    said = {"action": UNDONE, "undoes": decision, "reason": None}
    return decisions.record([made | said], frappe.session.user)[0]


def may_be_undone(made: Mapping[str, Any]) -> bool:
    """Whether a person made the decision and nobody has taken it back."""
    return bool(made["decided_by"]) and not made["undone"] and made["action"] != UNDONE


def _refuse_what_stands(made: frappe._dict | None) -> None:
    if not made:
        frappe.throw(_("This decision does not exist any more."), frappe.DoesNotExistError)
    if made.undone:
        frappe.throw(_("This decision was undone already. Reload the page."))
    if not may_be_undone(made):
        frappe.throw(_("No person decided this. Open the author and unlink it, or link it anew."))


def _refuse_if_changed(author: Mapping[str, Any], expected: Mapping[str, Any] | None) -> None:
    if party_of(author) != (expected and party_of(expected)):
        words = _("This author is linked to {0} by now. Open the author and decide anew.")
        gone = _("The link was removed meanwhile. Open the author and decide anew.")
        linked = party_of(author)
        frappe.throw(words.format(escape_html(linked.name)) if linked else gone)


def _ask_again(made: frappe._dict, *, linked: bool) -> None:
    _refuse_if_gone(made)
    content = {"evidence": made.link_evidence, "basis": made.link_basis, **made}
    waits = suggestions.SETTLED if linked else suggestions.OPEN
    suggestions.ask_again(made.profile, party_of(made), content, waits)


def _take_back(made: frappe._dict) -> None:
    former = made.replaces and decisions.locked(made.replaces)
    _leave_pairs_as_they_were(made)
    if not former:
        frappe.db.set_value("Social Profile", made.profile, dict.fromkeys(LINK_FIELDS))
        suggestions.unsettle([made.profile])
        return
    for party in parties_of(former):
        if party not in parties_of(made):
            suggestions.forget(made.profile, party)
    _restore(former)
    decisions.mark_undone(former.name)


def _leave_pairs_as_they_were(made: frappe._dict) -> None:
    for party in parties_of(made):
        if made.pair_was == suggestions.REJECTED:
            suggestions.rule_out(made.profile, party)
        elif made.pair_was:
            suggestions.put(made.profile, party, made.pair_was)


def _restore(ended: frappe._dict) -> None:
    _refuse_if_gone(ended)
    link = {field: ended[field] for field in LINK_FIELDS}
    frappe.db.set_value("Social Profile", ended.profile, link)
    suggestions.settle([ended.profile])


def _refuse_if_gone(row: Mapping[str, Any]) -> None:
    party = party_of(row)
    if not frappe.db.exists(party.doctype, party.name):
        words = _("{0} {1} does not exist any more. Open the author and decide anew.")
        frappe.throw(words.format(_(party.doctype), escape_html(party.name)))
