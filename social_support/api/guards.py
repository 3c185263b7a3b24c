"""Who may read and change conversations, checked before anything else."""

from __future__ import annotations

import frappe
from frappe import _

from social_support.customers.access import may_answer, may_see_private

DOCTYPE = "Social Conversation"


def require_agent() -> None:
    """Refuse whoever has none of the roles that answer conversations."""
    if not may_answer(frappe.session.user):
        frappe.throw(
            _(
                "You may not answer here. A System Manager can give you the role Social Agent, in "
                "Social Support Settings."
            ),
            frappe.PermissionError,
        )


def require_conversation(conversation: str | None, right: str) -> None:
    """Refuse whoever lacks `right` ("read", "write") on the conversation, or when there is none."""
    known = conversation and frappe.db.exists(DOCTYPE, conversation)
    if not known or not frappe.has_permission(DOCTYPE, right, conversation):
        _refuse()


def require_sight(conversation: str) -> bool:
    """Refuse whoever may not see the conversation; whether its private posts may be shown.

    Besides those who work on conversations, whoever may read the author's Customer sees the public
    ones, and the customer's account manager the private ones as well.
    """
    row = frappe.db.get_value(DOCTYPE, conversation, ["profile", "visibility"], as_dict=True)
    if not row:
        _refuse()
    if frappe.has_permission(DOCTYPE, "read", conversation):
        return True
    customer = frappe.db.get_value("Social Profile", row.profile, "customer")
    if not customer or not frappe.has_permission("Customer", "read", customer):
        _refuse()
    private = may_see_private(frappe.session.user, customer)
    if row.visibility == "Private" and not private:
        _refuse()
    return private


def _refuse() -> None:
    frappe.throw(
        _(
            "You may not do this with this conversation, or it does not exist any more. Ask a "
            "Social Manager for access."
        ),
        frappe.PermissionError,
    )
