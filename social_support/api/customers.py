"""The pages of customers, leads and contacts, and the links of authors: check, call, answer."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from social_support.api.guards import (
    require_document,
    require_party,
    require_sight,
    require_unrestricted,
)
from social_support.customers import ask, card, history, links, panel, recent, worklist
from social_support.customers import new_party as make_party
from social_support.customers import undo as undoing
from social_support.customers.access import may_link
from social_support.customers.evidence import PUBLIC_PROFILE, TOLD_US
from social_support.customers.party import (
    COLUMNS,
    CUSTOMER,
    Party,
    columns_of,
    parties_of,
    party_of,
)

BASES = (TOLD_US, PUBLIC_PROFILE, "Agreed")


@frappe.whitelist()
def social_tab(party: str, doctype: str = CUSTOMER) -> dict[str, Any]:
    """What the Social tab shows (see panel.social_tab) to whoever may read the document.

    doctype: Customer, Lead or Contact; party: its name.
    """
    require_party(doctype, party)
    return panel.social_tab(party, frappe.session.user, doctype)


@frappe.whitelist()
def headline(party: str, doctype: str = CUSTOMER) -> dict[str, Any] | None:
    """The line above the tabs (see panel.headline), or None."""
    require_party(doctype, party)
    return panel.headline(party, frappe.session.user, doctype)


@frappe.whitelist()
def customer_card(conversation: str) -> dict[str, Any] | None:
    """The card beside a conversation (see card.of_conversation), or None."""
    private = require_sight(conversation)
    return card.of_conversation(conversation, frappe.session.user, private=private)


@frappe.whitelist()
def last_post(doctype: str, name: str) -> dict[str, Any] | None:
    """What the customer of an Issue or Opportunity wrote lately (see recent.last_post), or None."""
    if doctype not in recent.PARTY or not frappe.has_permission(doctype, "read", name):
        frappe.throw(
            _("You may not read {0} {1}. A System Manager can give access.").format(
                _(doctype), name
            ),
            frappe.PermissionError,
        )
    return recent.last_post(doctype, name, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def link(
    profile: str,
    party: str,
    doctype: str = CUSTOMER,
    basis: str = PUBLIC_PROFILE,
    note: str = "",
) -> dict[str, str]:
    """Link an author to a Customer, Lead or Contact, or change it. `note`: how the person knows.

    "decision" is what `undo` takes back.
    """
    _check_author(profile)
    require_party(doctype, party)
    for each in parties_of(columns_of(Party(doctype, party))):
        require_party(*each)
    _check_basis(basis)
    evidence = note or _("A person recognised them.")
    return {"decision": links.link(profile, party, doctype, basis=basis, evidence=evidence)}


@frappe.whitelist(methods=["POST"])
def unlink(profile: str, reason: str = "") -> dict[str, Any]:
    """Remove the link of an author.

    "issues" names the Issues that still bear the customer; "decision" is what `undo` takes back.
    """
    linked = _check_author(profile)
    decision = links.unlink(profile, reason)
    return {"decision": decision, "issues": links.issues_naming(profile, party_of(linked))}


@frappe.whitelist(methods=["POST"])
def accept(suggestion: str) -> dict[str, str]:
    """The possible match is right; "decision" is what `undo` takes back."""
    _check_suggestion(suggestion)
    return {"decision": links.accept(suggestion)}


@frappe.whitelist(methods=["POST"])
def reject(suggestion: str) -> dict[str, str]:
    """The possible match is wrong and does not come again; "decision" is what `undo` takes back."""
    _check_suggestion(suggestion)
    return {"decision": links.reject(suggestion)}


@frappe.whitelist(methods=["POST"])
def undo(decision: str) -> None:
    """Take back a decision about an author (see customers.undo)."""
    _check_may_link()
    require_unrestricted("Social Link Decision", decision)
    _check_parties("Social Link Decision", decision)
    undoing.undo(decision)


@frappe.whitelist()
def possible_matches(skipped: int = 0) -> dict[str, Any]:
    """What waits for a decision (see worklist.waiting), without the `skipped` most likely ones."""
    _check_may_link()
    return worklist.waiting(max(0, cint(skipped)))


@frappe.whitelist()
def decisions_on(profile: str) -> list[dict[str, Any]]:
    """What was decided about an author, the newest first (see history.of_author)."""
    _check_author(profile)
    return history.of_author(profile)


@frappe.whitelist()
def new_party(profile: str, doctype: str) -> dict[str, Any]:
    """What the author tells for a new Lead or Contact (see new_party.suggested)."""
    _check_author(profile)
    return make_party.suggested(profile, doctype)


@frappe.whitelist(methods=["POST"])
def create_party(profile: str, doctype: str, values: str | dict) -> dict[str, str]:
    """Make a Lead or Contact of an author, who is linked to it; "name" is the new one's."""
    _check_author(profile)
    given = frappe.parse_json(values)
    if given.get("customer"):
        require_party(CUSTOMER, given["customer"])
    _check_basis(given.get("basis") or PUBLIC_PROFILE)
    return make_party.create(profile, doctype, given)


@frappe.whitelist(methods=["POST"])
def ask_support(conversation: str, note: str) -> dict[str, Any]:
    """Ask the team to look at a conversation of somebody whom the user may read."""
    require_sight(conversation)
    asked = ask.ask_support(conversation, note, frappe.session.user)
    return {"asked": asked, "message": _("{0} will be told.").format(", ".join(asked))}


def _check_may_link() -> None:
    if not may_link(frappe.session.user):
        frappe.throw(
            _(
                "Linking authors needs the role Social Agent or Social Manager."
                " A System Manager can give it in Social Support Settings."
            ),
            frappe.PermissionError,
        )


def _check_basis(basis: str) -> None:
    if basis not in BASES:
        frappe.throw(_("Choose how we know it: {0}.").format(", ".join(_(word) for word in BASES)))


def _check_author(profile: str) -> frappe._dict:
    """Who may not read whom an author is linked to, may not change that. Answers whom."""
    _check_may_link()
    frappe.has_permission("Social Profile", "read", throw=True)
    return _check_parties("Social Profile", profile)


def _check_suggestion(suggestion: str) -> None:
    _check_may_link()
    require_document("Social Link Suggestion", suggestion)
    _check_parties("Social Link Suggestion", suggestion)


def _check_parties(doctype: str, name: str) -> frappe._dict:
    row = frappe.db.get_value(doctype, name, [*COLUMNS.values()], as_dict=True) or frappe._dict()
    for party in parties_of(row):
        require_party(party.doctype, party.name)
    return row
