"""A person links an author to a customer, takes it back, or decides on a possible match."""

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname, now_datetime

from social_support.customers.suggestions import (
    ACCEPTED,
    OPEN,
    REJECTED,
    accept_pair,
    rule_out,
    site_language,
)

AUTOMATICALLY, BY_A_PERSON = "Automatically", "By a Person"
LINK_FIELDS = (
    "customer",
    "contact",
    "linked_how",
    "link_basis",
    "link_evidence",
    "linked_by",
    "linked_on",
)
MOST_ISSUES_NAMED = 20


def link(
    profile: str,
    customer: str,
    *,
    how: str = BY_A_PERSON,
    basis: str | None,
    evidence: str,
    contact: str | None = None,
) -> None:
    """Link the author to `customer`. Another customer it was linked to is ruled out.

    basis: "Told Us", "Public Profile" or "Agreed"; evidence: words that a person reads.
    Raises frappe.ValidationError where the author was erased.
    """
    before = _locked(profile)
    if before.erased:
        frappe.throw(_("This author was erased. Nothing may be linked to it any more."))
    columns = {
        "customer": customer,
        "contact": contact,
        "linked_how": how,
        "link_basis": basis,
        "link_evidence": evidence,
        "linked_by": frappe.session.user if how == BY_A_PERSON else None,
        "linked_on": now_datetime(),
    }
    frappe.db.set_value("Social Profile", profile, columns)
    accept_pair(profile, customer)
    _note_link(profile, before.customer, customer, evidence)
    if before.customer and before.customer != customer:
        rule_out(profile, before.customer)


def unlink(profile: str, reason: str = "") -> list[str]:
    """Take the link back and rule the pair out; answers the Issues that still name the customer.

    Those were made while the link stood and belong to whoever works on them.
    Raises frappe.ValidationError where nothing is linked.
    """
    before = _locked(profile)
    if not before.customer:
        frappe.throw(_("This author is not linked to a customer. There is nothing to remove."))
    frappe.db.set_value("Social Profile", profile, dict.fromkeys(LINK_FIELDS))
    rule_out(profile, before.customer)
    words = _("{0} removed the link to {1}. It said: {2} {3}", site_language())
    _note(profile, words, _person(), before.customer, before.link_evidence or "", reason)
    return _issues_naming(before.customer, profile)


def accept(suggestion: str) -> None:
    """The possible match is one.

    Raises frappe.ValidationError where it was decided before, or where the author is linked to
    another customer.
    """
    match = _open_suggestion(suggestion)
    _refuse_linked_elsewhere(match)
    link(
        match.profile,
        match.customer,
        basis=match.basis,
        evidence=match.evidence,
        contact=match.contact,
    )


def reject(suggestion: str) -> None:
    """It is not this customer: never suggested, never linked by itself again."""
    match = _open_suggestion(suggestion)
    if _locked(match.profile).customer == match.customer:
        unlink(match.profile)
        return
    rule_out(match.profile, match.customer)
    words = _("{0} said that this author is not {1}.", site_language())
    _note(match.profile, words, _person(), match.customer)


def _locked(profile: str) -> frappe._dict:
    fields = ["customer", "erased", "link_evidence"]
    row = frappe.db.get_value("Social Profile", profile, fields, as_dict=True, for_update=True)
    if not row:
        frappe.throw(_("This author does not exist any more."), frappe.DoesNotExistError)
    return row


def _open_suggestion(name: str) -> frappe._dict:
    fields = ["profile", "customer", "contact", "evidence", "basis", "decision", "decided_by"]
    row = frappe.db.get_value("Social Link Suggestion", name, fields, as_dict=True, for_update=True)
    if not row:
        frappe.throw(_("This possible match does not exist any more."), frappe.DoesNotExistError)
    if row.decision != OPEN:
        said = {ACCEPTED: _("accepted"), REJECTED: _("rejected")}[row.decision]
        frappe.throw(
            _("{0} has {1} this possible match already. Reload the page.").format(
                get_fullname(row.decided_by), said
            )
        )
    return row


def _refuse_linked_elsewhere(match: frappe._dict) -> None:
    linked = _locked(match.profile).customer
    if linked and linked != match.customer:
        words = _("This author is linked to {0}. Unlink it first.")
        frappe.throw(words.format(escape_html(linked)))


def _note_link(profile: str, before: str | None, customer: str, evidence: str) -> None:
    if before and before != customer:
        words = _("{0} changed the customer from {1} to {2}: {3}", site_language())
        _note(profile, words, _person(), before, customer, evidence)
    else:
        words = _("{0} linked this author to {1}: {2}", site_language())
        _note(profile, words, _person(), customer, evidence)


def _note(profile: str, words: str, *values: str) -> None:
    """A line in the author's timeline that tells who did what and why."""
    text = words.format(*(escape_html(value) for value in values)).strip()
    frappe.get_doc("Social Profile", profile).add_comment("Info", text)


def _person() -> str:
    return get_fullname(frappe.session.user)


def _issues_naming(customer: str, profile: str) -> list[str]:
    conversation, issue = frappe.qb.DocType("Social Conversation"), frappe.qb.DocType("Issue")
    query = (
        frappe.qb.from_(conversation)
        .join(issue)
        .on(issue.name == conversation.issue)
        .select(issue.name)
        .distinct()
        .where((conversation.profile == profile) & (issue.customer == customer))
        .limit(MOST_ISSUES_NAMED)
    )
    return query.run(pluck=True)
