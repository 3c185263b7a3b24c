"""What customers bring: kept up to date invoice by invoice, never counted while somebody waits.

An invoice that is submitted or cancelled leaves a *Social Value Change* in its own transaction, an
INSERT that meets no lock: two tills that bill the same walk-in customer do not wait for each other.
A job adds the changes to *Customer Social Value* (`add_up`). Until then a reader adds them himself
(`of_customer`), so a figure is true as soon as the invoice is.

Revenue is what was invoiced without taxes (`base_net_total`), in the company's currency; credit
notes are negative and count so. Drafts do not count.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Min, Sum
from frappe.utils import flt, getdate
from pypika.queries import QueryBuilder

from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import delete_rows, insert_rows, select_in

VALUE, CHANGE, INVOICE = "Customer Social Value", "Social Value Change", "Sales Invoice"
FIGURES = ("currency", "revenue", "invoice_count", "first_invoice_on")
MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Value:
    """A customer's value to one company.

    currency: the company's, that of revenue. percentile: how many of 100 customers of the company
    bring less (0 until it was computed).
    """

    company: str
    currency: str | None
    revenue: float
    invoice_count: int
    first_invoice_on: date | None
    percentile: int = 0


def note_submitted(invoice: Document, _event: str | None = None) -> None:
    """Hook on_submit of Sales Invoice."""
    _note(invoice, 1)


def note_cancelled(invoice: Document, _event: str | None = None) -> None:
    """Hook on_cancel of Sales Invoice."""
    _note(invoice, -1)


def of_customer(customer: str, companies: Collection[str]) -> list[Value]:
    """The customer's value to each of `companies`, the highest first; none where nothing was
    bought.

    Two queries, whatever the number of invoices; a customer whose invoices were never counted yet
    (the app is new here) costs a third one, which counts them.
    """
    counted = {row["company"]: row for row in _stored([customer])}
    changes = select_in(CHANGE, ["company", *_CHANGED], "customer", [customer])
    uncounted = [row for row in changes if row["company"] not in counted]
    rows = [*counted.values(), *(row for row in changes if row["company"] in counted)]
    if uncounted or not counted:
        rows += [row for row in _from_invoices([customer]) if row["company"] not in counted]
    values = (_added(company, rows, counted.get(company)) for company in companies)
    found = [value for value in values if value and value.invoice_count]
    return sorted(found, key=lambda value: (-value.revenue, value.company))


def add_up() -> None:
    """Add what invoices changed to the values, MOST_AT_ONCE customers at most. Part of a job."""
    change = DocType(CHANGE)
    query = frappe.qb.from_(change).select(change.customer).distinct().limit(MOST_AT_ONCE)
    for customer in query.run(pluck=True):
        # Each customer's figures are locked no longer than it takes to write them, and what the
        # next statement reads is as new as its lock.
        frappe.db.commit()
        _add_up(customer)
    # The last customer's step, like those before.
    frappe.db.commit()


def recount(*customers: str) -> None:
    """Count all invoices of these customers anew; the caller commits."""
    stored = {_key(row): row["name"] for row in _locked(customers)}
    counted = _from_invoices(customers)
    changes = select_in(CHANGE, ["name"], "customer", customers)
    _write(row | {"name": stored.pop(_key(row), None) or new_name()} for row in counted)
    delete_rows(VALUE, "name", stored.values())
    delete_rows(CHANGE, "name", [row["name"] for row in changes])


def forget_customer(customer: Document, _event: str | None = None) -> None:
    """Hook on_trash of Customer."""
    for doctype in (VALUE, CHANGE):
        delete_rows(doctype, "customer", [customer.name])


def before_customer_rename(
    _customer: Document, _event: str, old: str, _new: str, merge: bool = False
) -> None:
    """Hook before_rename of Customer: two rows that become one would meet in their key."""
    if merge:
        for doctype in (VALUE, CHANGE):
            delete_rows(doctype, "customer", [old])


def after_customer_rename(
    _customer: Document, _event: str, _old: str, new: str, merge: bool = False
) -> None:
    """Hook after_rename of Customer: the invoices of both are one customer's now."""
    if merge:
        recount(new)


_CHANGED = ("revenue", "invoice_count", "invoiced_on")


def _note(invoice: Document, sign: int) -> None:
    if not invoice.customer:
        return
    change = {
        "name": new_name(),
        "customer": invoice.customer,
        "company": invoice.company,
        "revenue": sign * flt(invoice.base_net_total),
        "invoice_count": sign,
        "invoiced_on": getdate(invoice.posting_date),
    }
    insert_rows(CHANGE, [change])


def _add_up(customer: str) -> None:
    stored = _locked([customer])
    changes = select_in(CHANGE, ["name", "company", *_CHANGED], "customer", [customer])
    if {row["company"] for row in changes} <= {row["company"] for row in stored}:
        added = [(row, _added(row["company"], [row, *changes], row)) for row in stored]
        _write(_row(row["name"], customer, value) for row, value in added if value)
        delete_rows(CHANGE, "name", [row["name"] for row in changes])
    else:
        recount(customer)


def _added(company: str, rows: Iterable[dict[str, Any]], counted: dict | None) -> Value | None:
    mine = [row for row in rows if row["company"] == company]
    if not mine:
        return None
    dates = [row.get("first_invoice_on") or row.get("invoiced_on") for row in mine]
    return Value(
        company=company,
        currency=frappe.get_cached_value("Company", company, "default_currency"),
        revenue=sum(flt(row["revenue"]) for row in mine),
        invoice_count=sum(row["invoice_count"] for row in mine),
        first_invoice_on=min(filter(None, dates), default=None),
        percentile=counted["revenue_percentile"] if counted else 0,
    )


def _row(name: str, customer: str, value: Value) -> dict[str, Any]:
    figures = {column: getattr(value, column) for column in FIGURES}
    return {"name": name, "customer": customer, "company": value.company, **figures}


def _write(rows: Iterable[dict[str, Any]]) -> None:
    insert_rows(VALUE, list(rows), update=FIGURES)


def _key(row: dict[str, Any]) -> tuple[str, str]:
    # Names are compared as MariaDB compares them, without case.
    return row["customer"].lower(), row["company"].lower()


_STORED = ("name", "customer", "company", *FIGURES, "revenue_percentile")


def _stored(customers: Sequence[str]) -> list[dict[str, Any]]:
    return select_in(VALUE, _STORED, "customer", customers)


def _locked(customers: Sequence[str]) -> list[dict[str, Any]]:
    return select_in(VALUE, _STORED, "customer", customers, lock="ORDER BY `name` FOR UPDATE")


def _from_invoices(customers: Collection[str]) -> list[dict[str, Any]]:
    invoice, company = DocType(INVOICE), DocType("Company")
    query: QueryBuilder = (
        frappe.qb.from_(invoice)
        .join(company)
        .on(company.name == invoice.company)
        .select(invoice.customer, invoice.company, company.default_currency.as_("currency"))
        .select(Sum(invoice.base_net_total).as_("revenue"), Count("*").as_("invoice_count"))
        .select(Min(invoice.posting_date).as_("first_invoice_on"))
        .where(invoice.customer.isin(tuple(customers)) & (invoice.docstatus == 1))
        .groupby(invoice.customer, invoice.company)
    )
    return query.run(as_dict=True) if customers else []
