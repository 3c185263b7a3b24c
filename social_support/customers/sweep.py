"""Every night all invoices are counted anew, a few customers at a time.

Values are kept up to date invoice by invoice (`value`); what was written past ERPNext's documents
(an import, a patch, SQL) is found here, and so is all that was there before the app was. The place
stands in a doctype of ours, so a run that dies goes on there: to change one of Frappe's defaults
empties the whole site's cache.
"""

import time

import frappe
from frappe.query_builder import DocType

from social_support.customers import percentiles, value

PLACES, PLACE = "Social Catch Up", "customer_social_value"
TO_THE_END = "\n"
"""Stands where no customer's name can: Frappe strips names."""

CUSTOMERS_AT_ONCE = 500
MOST_SECONDS = 20


def begin() -> None:
    """The scheduler's entry, once a day: `keep_up` goes through all customers again."""
    _keep("")


def keep_up() -> None:
    """The scheduler's entry, every few minutes: add up what changed, and count on for a while."""
    value.add_up()
    end = time.monotonic() + MOST_SECONDS
    while (place := _kept()) != TO_THE_END and time.monotonic() < end:
        _count_from(place)


def _count_from(place: str) -> None:
    customer = DocType("Customer")
    query = frappe.qb.from_(customer).select(customer.name).where(customer.name > place)
    names = query.orderby(customer.name).limit(CUSTOMERS_AT_ONCE).run(pluck=True)
    # What follows has to see what was committed before its locks were given.
    frappe.db.commit()
    value.recount(*names)
    _keep(names[-1] if names else TO_THE_END)
    # These customers are done, whatever becomes of the next ones.
    frappe.db.commit()
    if not names:
        percentiles.of_revenue()


def _kept() -> str:
    return frappe.db.get_single_value(PLACES, PLACE, cache=False) or ""


def _keep(place: str) -> None:
    frappe.db.set_single_value(PLACES, PLACE, place, update_modified=False)
