"""What a customer ordered and bought, as far as a post or a card speaks of it.

The newest documents are found by their names, which a series gives in the order of time: an index
on the customer holds them in that order. Of them no more than a bounded number is read, whatever
company they are of: a walk-in customer has half a million.
"""

from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika import Order
from pypika.queries import QueryBuilder

from social_support.customers.mentions import mentioned

ORDER, INVOICE = "Sales Order", "Sales Invoice"
NEWEST = 300
MOST_READ = 1000
"""Documents of a customer among which the newest of some companies are looked for."""

MOST_LINES = 2000
MOST_ORDERS = 3
MOST_MENTIONED = 3
MOST_ITEMS_OF_AN_ORDER = 3


def mentioned_in(
    texts: Mapping[str, str], customer: str, companies: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    """For each key of `texts` the items that its text speaks of and this customer bought.

    item (its name), item_code, invoice, date (of the newest invoice with it): one query.
    """
    if not texts or not companies:
        return {}
    newest: dict[str, dict[str, Any]] = {}
    for line in _lines(customer, companies):
        newest.setdefault(line.item_code or line.item, line)
    items = [(line.item_code or "", line.item or "", line) for line in newest.values()]
    found = {key: mentioned(text, items, MOST_MENTIONED) for key, text in texts.items()}
    return {key: lines for key, lines in found.items() if lines}


def last_orders(customer: str, companies: Collection[str]) -> list[dict[str, Any]]:
    """The newest orders: name, date, status, amount (in `currency`, the company's), items
    [{item, qty}]; two queries."""
    if not companies:
        return []
    columns = ("name", "company", "transaction_date", "status", "base_grand_total")
    order, company = _newest(ORDER, columns, customer, companies), DocType("Company")
    rows = (
        frappe.qb.from_(order)
        .join(company)
        .on(company.name == order.company)
        .select(order.name, order.transaction_date.as_("date"), order.status, order.company)
        .select(order.base_grand_total.as_("amount"), company.default_currency.as_("currency"))
        .orderby(order.transaction_date, order.name, order=Order.desc)
        .limit(MOST_ORDERS)
    ).run(as_dict=True)
    items = _items_of([row.name for row in rows])
    return [row | {"items": items.get(row.name, [])} for row in rows]


def _lines(customer: str, companies: Collection[str]) -> list[dict[str, Any]]:
    columns = ("name", "posting_date")
    invoice, line = _newest(INVOICE, columns, customer, companies), DocType("Sales Invoice Item")
    return (
        frappe.qb.from_(invoice)
        .join(line)
        .on(line.parent == invoice.name)
        .select(line.item_code, line.item_name.as_("item"))
        .select(invoice.name.as_("invoice"), invoice.posting_date.as_("date"))
        # What a credit note takes back has a negative quantity.
        .where(line.qty > 0)
        .orderby(invoice.posting_date, invoice.name, line.idx, order=Order.desc)
        .limit(MOST_LINES)
    ).run(as_dict=True)


def _newest(
    doctype: str, columns: Collection[str], customer: str, companies: Collection[str]
) -> QueryBuilder:
    table = DocType(doctype)
    read = (
        frappe.qb.from_(table)
        .select(*{*columns, "name", "company", "docstatus"})
        .where(table.customer == customer)
        .orderby(table.name, order=Order.desc)
        .limit(MOST_READ)
    )
    return (
        frappe.qb.from_(read)
        .select(*(read[column] for column in columns))
        .where((read.docstatus == 1) & read.company.isin(list(companies)))
        .orderby(read.name, order=Order.desc)
        .limit(NEWEST)
    )


def _items_of(orders: list[str]) -> dict[str, list[dict[str, Any]]]:
    if not orders:
        return {}
    line = DocType("Sales Order Item")
    rows = (
        frappe.qb.from_(line)
        .select(line.parent, line.item_name.as_("item"), line.qty)
        .where(line.parent.isin(orders) & (line.idx <= MOST_ITEMS_OF_AN_ORDER))
        .orderby(line.parent, line.idx)
    ).run(as_dict=True)
    items: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        items.setdefault(row.pop("parent"), []).append(row)
    return items
