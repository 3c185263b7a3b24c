"""Who may see and do what about authors, and about the conversations of those they are."""

from typing import Any

import frappe

from social_support.conversations import sight
from social_support.customers.party import CONTACT, CUSTOMER, LEAD, Party, customers_of_contact

AGENTS = frozenset({"Social Agent", "Social Agency", "Social Manager"})
OWN_PEOPLE = frozenset({"Social Agent", "Social Manager"})


def may_answer(user: str) -> bool:
    """Whether the user works on conversations: answers, assigns, closes."""
    return not AGENTS.isdisjoint(frappe.get_roles(user))


def may_link(user: str) -> bool:
    """Whether the user decides who an author is; an outside agency does not."""
    return not OWN_PEOPLE.isdisjoint(frappe.get_roles(user))


def may_see_private(user: str, name: str | None, doctype: str = CUSTOMER) -> bool:
    """Whether the user may read the private conversations of this customer, lead or contact: our
    agents, and whoever is in charge of it (see `in_charge_of`)."""
    if not OWN_PEOPLE.isdisjoint(frappe.get_roles(user)):
        return True
    return bool(user and name) and in_charge_of(Party(doctype, name)) == {user}


def in_charge_of(party: Party) -> set[str | None]:
    """The customer's account manager; the lead's owner; of a contact the account managers of all
    its customers, each of whom could otherwise read what was told to another's."""
    if party.doctype == LEAD:
        return {frappe.db.get_value(LEAD, party.name, "lead_owner")}
    customers = [party.name]
    if party.doctype == CONTACT:
        customers = customers_of_contact(party.name)
    return {frappe.db.get_value(CUSTOMER, name, "account_manager") for name in customers}


def may_read_what_was_told(user: str) -> bool:
    """Whether evidence may quote private messages: of which channel one was, it does not say."""
    return not OWN_PEOPLE.isdisjoint(frappe.get_roles(user)) and not sight.is_restricted(user)


def only_seen(doctype: str, rows: list[dict[str, Any]], user: str) -> list[dict[str, Any]]:
    """Those of the rows (with a `name` each) that the list of their doctype shows to the user."""
    if not rows or not sight.is_restricted(user):
        return rows
    names = {"name": ("in", [row["name"] for row in rows])}
    seen = frappe.get_list(doctype, names, pluck="name", limit_page_length=0, user=user)
    return [row for row in rows if row["name"] in set(seen)]
