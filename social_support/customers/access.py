"""Who may see and do what about authors, the conversations of those they are, and their money."""

from typing import Any

import frappe
from frappe.core.doctype.user_permission.user_permission import get_user_permissions
from frappe.model.document import Document
from frappe.permissions import get_allowed_docs_for_doctype

from social_support.conversations import permissions, sight
from social_support.customers.party import CONTACT, CUSTOMER, LEAD, Party, customers_of_contact

AGENTS = frozenset({"Social Agent", "Social Agency", "Social Manager"})
OWN_PEOPLE = frozenset({"Social Agent", "Social Manager"})
VALUE = "Customer Social Value"


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
    """Those of the rows (with a `name` each) that the user's restrictions to channels leave."""
    if not rows or not sight.is_restricted(user):
        return rows
    seen = permissions.among(doctype, [row["name"] for row in rows], user)
    return [row for row in rows if row["name"] in seen]


def may_see_money(user: str, company: str | None) -> bool:
    """Whether the user may be told anything that is made from this company's money.

    A figure, and every word, order, filter and search key derived from one. Readers of the
    Customer and our agents may, within the companies that User Permissions leave them; an agency
    never, whatever else it may. Where no company is named there is nothing to show.
    """
    return bool(company) and _knows_figures(user) and is_permitted_company(user, company)


def companies_with_money(user: str) -> list[str]:
    """The companies of which `may_see_money` lets the user see figures."""
    if not _knows_figures(user):
        return []
    companies = frappe.get_all("Company", pluck="name", order_by="name")
    return [company for company in companies if is_permitted_company(user, company)]


def is_permitted_company(user: str, company: str | None) -> bool:
    """Whether User Permissions leave the user this company, or rows without one."""
    permitted = permitted_companies(user)
    return permitted is None or not company or company in permitted


def permitted_companies(user: str) -> frozenset[str] | None:
    """The companies that User Permissions restrict the user to; None for no restriction."""
    given = get_user_permissions(user).get("Company", [])
    named = get_allowed_docs_for_doctype(given, VALUE)
    return frozenset(named) if named else None


def may_see_customer(user: str, customer: str) -> bool:
    """Whether the user may know who the customer is: who reads the Customer, and our agents,
    unless User Permissions keep this one from them. An agency may not."""
    if _is_agency(user):
        return False
    if frappe.has_permission("Customer", "read", customer, user=user):
        return True
    return may_link(user) and _is_permitted_customer(user, customer)


def has_value_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool:
    """Hook has_permission of Customer Social Value: as `may_see_money`."""
    return may_see_money(user or frappe.session.user, doc.company)


def value_conditions(user: str | None = None) -> str:
    """Hook permission_query_conditions of Customer Social Value: none of it for an agency."""
    return "" if _knows_figures(user or frappe.session.user) else "1 = 0"


def _knows_figures(user: str) -> bool:
    if _is_agency(user):
        return False
    return may_link(user) or bool(frappe.has_permission("Customer", "read", user=user))


def _is_agency(user: str) -> bool:
    # Frappe gives Administrator every role there is.
    return user != "Administrator" and sight.OUTSIDE in frappe.get_roles(user)


def _is_permitted_customer(user: str, customer: str) -> bool:
    given = get_user_permissions(user).get("Customer", [])
    named = get_allowed_docs_for_doctype(given, VALUE)
    return not named or customer in named
