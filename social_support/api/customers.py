"""The Customer page and the links of authors: check who asks, call the room, answer."""

from typing import Any

import frappe
from frappe import _

from social_support.api.guards import require_sight
from social_support.customers import ask, links, panel
from social_support.customers.access import may_link
from social_support.customers.evidence import PUBLIC_PROFILE, TOLD_US

BASES = (TOLD_US, PUBLIC_PROFILE, "Agreed")


@frappe.whitelist()
def social_tab(customer: str) -> dict[str, Any]:
    """What the Social tab shows (see panel.social_tab) to whoever may read the customer."""
    _check_customer(customer)
    return panel.social_tab(customer, frappe.session.user)


@frappe.whitelist()
def headline(customer: str) -> dict[str, Any] | None:
    """The line above the tabs (see panel.headline), or None."""
    _check_customer(customer)
    return panel.headline(customer, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def link(profile: str, customer: str, basis: str = PUBLIC_PROFILE, note: str = "") -> None:
    """Link an author to a customer, or change the customer. `note`: how the person knows it."""
    _check_may_link()
    _check_linked_customer(profile)
    _check_customer(customer)
    if basis not in BASES:
        frappe.throw(_("Choose how we know it: {0}.").format(", ".join(_(word) for word in BASES)))
    links.link(profile, customer, basis=basis, evidence=note or _("A person recognised them."))


@frappe.whitelist(methods=["POST"])
def unlink(profile: str, reason: str = "") -> dict[str, list[str]]:
    """Remove the link of an author; "issues" names the Issues that still bear the customer."""
    _check_may_link()
    _check_linked_customer(profile)
    return {"issues": links.unlink(profile, reason)}


@frappe.whitelist(methods=["POST"])
def accept(suggestion: str) -> None:
    """The possible match is right."""
    _check_suggestion(suggestion)
    links.accept(suggestion)


@frappe.whitelist(methods=["POST"])
def reject(suggestion: str) -> None:
    """The possible match is wrong and does not come again."""
    _check_suggestion(suggestion)
    links.reject(suggestion)


@frappe.whitelist(methods=["POST"])
def ask_support(conversation: str, note: str) -> dict[str, Any]:
    """Ask the team to look at a conversation of a customer whom the user may read."""
    require_sight(conversation)
    asked = ask.ask_support(conversation, note, frappe.session.user)
    return {"asked": asked, "message": _("{0} will be told.").format(", ".join(asked))}


def _check_customer(customer: str) -> None:
    if not frappe.has_permission("Customer", "read", customer):
        frappe.throw(
            _("You may not read the customer {0}. A System Manager can give access.").format(
                customer
            ),
            frappe.PermissionError,
        )


def _check_may_link() -> None:
    if not may_link(frappe.session.user):
        frappe.throw(
            _(
                "Linking authors needs the role Social Agent or Social Manager."
                " A System Manager can give it in Social Support Settings."
            ),
            frappe.PermissionError,
        )


def _check_linked_customer(profile: str) -> None:
    """Who may not read the customer that an author is linked to, may not change that."""
    frappe.has_permission("Social Profile", "read", throw=True)
    if customer := frappe.db.get_value("Social Profile", profile, "customer"):
        _check_customer(customer)


def _check_suggestion(suggestion: str) -> None:
    _check_may_link()
    if customer := frappe.db.get_value("Social Link Suggestion", suggestion, "customer"):
        _check_customer(customer)
