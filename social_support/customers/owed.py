"""What a customer owes now, asked of the invoices themselves.

ERPNext writes `outstanding_amount` past its documents when a payment is made, so no copy of it
would stay true. An index on the customer and that amount (`setup.indexes`) leads to the unpaid
invoices alone, whatever the number of paid ones.
"""

from collections.abc import Collection
from dataclasses import dataclass

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Sum
from frappe.utils import flt, nowdate
from pypika.queries import QueryBuilder

MOST_INVOICES = 5000
"""Unpaid invoices that are read: where there are more, the sums say "at least"."""


@dataclass(frozen=True)
class Owed:
    """Amounts in the company's currency; overdue is a part of outstanding."""

    outstanding: float
    overdue: float
    at_least: bool = False


NOTHING = Owed(0, 0)


def owed(customer: str, companies: Collection[str]) -> dict[str, Owed]:
    """What the customer owes each of `companies`, by company; none where nothing is open."""
    if not companies:
        return {}
    unpaid = _unpaid(customer, companies)
    query = (
        frappe.qb.from_(unpaid)
        .select(unpaid.company, Sum(unpaid.amount).as_("outstanding"))
        .select(Sum(unpaid.late).as_("overdue"), Count("*").as_("invoices"))
        .groupby(unpaid.company)
    )
    rows = query.run(as_dict=True)
    at_least = sum(row.invoices for row in rows) >= MOST_INVOICES
    return {row.company: Owed(flt(row.outstanding), flt(row.overdue), at_least) for row in rows}


def _unpaid(customer: str, companies: Collection[str]) -> QueryBuilder:
    invoice, company = DocType("Sales Invoice"), DocType("Company")
    # It is kept in the currency of the customer's account: the company's, or the invoice's.
    same = invoice.party_account_currency == company.default_currency
    rate = Case().when(same, 1).else_(invoice.conversion_rate)
    amount = invoice.outstanding_amount * rate
    late = (invoice.due_date < nowdate()) & (invoice.outstanding_amount > 0)
    return (
        frappe.qb.from_(invoice)
        .join(company)
        .on(company.name == invoice.company)
        .select(invoice.company, amount.as_("amount"))
        .select(Case().when(late, amount).else_(0).as_("late"))
        .where((invoice.customer == customer) & (invoice.docstatus == 1))
        .where((invoice.outstanding_amount > 0) | (invoice.outstanding_amount < 0))
        .where(invoice.company.isin(list(companies)))
        .limit(MOST_INVOICES)
    )
