"""Whom an author can be: a Customer, a Contact or a Lead."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import frappe
from frappe import _

from social_support.customers.keys import BECAME, PARTY_KEY, key_hash

CUSTOMER, CONTACT, LEAD = "Customer", "Contact", "Lead"
COLUMNS = {CUSTOMER: "customer", LEAD: "lead", CONTACT: "contact"}
"""Doctype → the column that names one, in our tables. The first that is filled is the party:
a contact beside a customer or a lead says which of their people it is."""

TITLES = {CUSTOMER: "customer_name", LEAD: "lead_name", CONTACT: "full_name"}


class Party(NamedTuple):
    """One of them."""

    doctype: str
    name: str

    @property
    def column(self) -> str:
        return COLUMNS[self.doctype]


def party_of(row: Mapping[str, Any]) -> Party | None:
    """Whom a row with the columns customer, lead and contact is about."""
    return next(iter(parties_of(row)), None)


def parties_of(row: Mapping[str, Any]) -> list[Party]:
    """All that such a row names, the party first."""
    return [Party(doctype, row[column]) for doctype, column in COLUMNS.items() if row.get(column)]


def check_doctype(doctype: str) -> None:
    """Raises frappe.ValidationError for what no author can be."""
    if doctype not in COLUMNS:
        frappe.throw(_("Choose one of: {0}.").format(", ".join(_(each) for each in COLUMNS)))


def title(party: Party) -> str:
    """What people call it; its name when it is gone."""
    found = frappe.db.get_value(party.doctype, party.name, TITLES[party.doctype])
    return found or party.name


def columns_of(party: Party, contact: str | None = None) -> dict[str, str | None]:
    """customer, contact and lead of an author who is `party`.

    A contact of one customer alone, or of one lead, is that one's person; a lead that became a
    customer is that customer.
    """
    found = dict.fromkeys(COLUMNS.values()) | {"contact": contact, party.column: party.name}
    if party.doctype == CONTACT:
        found["customer"] = _only_link(party.name, CUSTOMER)
        found["lead"] = None if found["customer"] else _only_link(party.name, LEAD)
    if found["lead"] and not found["customer"]:
        found["customer"] = customer_of_lead(found["lead"])
    return found


def customer_of_lead(lead: str) -> str | None:
    """The customer that this lead became, by its key: ERPNext has no index on what it came from."""
    became = {"key_hash": key_hash((BECAME, lead)), "party_type": CUSTOMER, "gone": 0}
    return frappe.db.get_value(PARTY_KEY, became, "party")


def customers_of_contact(contact: str) -> list[str]:
    """The customers whose person this contact is."""
    return _links(contact, CUSTOMER)


def _only_link(contact: str, doctype: str) -> str | None:
    names = _links(contact, doctype)
    return names[0] if len(names) == 1 else None


def _links(contact: str, doctype: str) -> list[str]:
    of_contact = {"parenttype": CONTACT, "parent": contact, "link_doctype": doctype}
    return frappe.get_all("Dynamic Link", filters=of_contact, pluck="link_name", distinct=True)
