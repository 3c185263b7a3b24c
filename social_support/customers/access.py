"""Who may see and do what about the customers' authors and conversations."""

import frappe

AGENTS = frozenset({"Social Agent", "Social Agency", "Social Manager"})
OWN_PEOPLE = frozenset({"Social Agent", "Social Manager"})


def may_answer(user: str) -> bool:
    """Whether the user works on conversations: answers, assigns, closes."""
    return not AGENTS.isdisjoint(frappe.get_roles(user))


def may_link(user: str) -> bool:
    """Whether the user decides which customer an author is; an outside agency does not."""
    return not OWN_PEOPLE.isdisjoint(frappe.get_roles(user))


def may_see_private(user: str, customer: str) -> bool:
    """Whether the user may read this customer's private conversations: our agents and the
    customer's account manager."""
    if not OWN_PEOPLE.isdisjoint(frappe.get_roles(user)):
        return True
    return bool(user) and frappe.db.get_value("Customer", customer, "account_manager") == user
