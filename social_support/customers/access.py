"""Who may see and do what about authors, and about the conversations of those they are."""

import frappe

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
