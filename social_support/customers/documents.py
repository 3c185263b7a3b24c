"""Which order, invoice or machine is it that somebody named, and whose? By primary key alone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from social_support.customers import evidence

ORDER, INVOICE, SERIAL_NO = "Sales Order", "Sales Invoice", "Serial No"


@dataclass(frozen=True)
class NamedDocument:
    """A document of a customer. number: in capitals, as the text had it; customer_name: what the
    customer is called; emails, phones (E.164): of whoever the document was made out for."""

    number: str
    doctype: str
    customer: str
    customer_name: str
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


def named(numbers: Collection[str], region: str | None) -> Iterator[NamedDocument]:
    """The documents with these numbers, one query for each kind: submitted orders and invoices, and
    machines that were delivered to a customer.

    region: where phone numbers without a country code are from.
    """
    if not numbers:
        return
    order, invoice = DocType(ORDER), DocType(INVOICE)
    queries = {
        ORDER: _of_customers(order, numbers)
        .select(order.contact_email, order.contact_mobile, order.contact_phone)
        .where(order.docstatus == 1),
        INVOICE: _of_customers(invoice, numbers)
        .select(invoice.contact_email, invoice.contact_mobile)
        .where(invoice.docstatus == 1),
        SERIAL_NO: _of_customers(DocType(SERIAL_NO), numbers),
    }
    for doctype, query in queries.items():
        for row in query.run(as_dict=True):
            yield _of_row(doctype, row, region)


def _of_customers(table: DocType, numbers: Collection[str]) -> QueryBuilder:
    customer = DocType("Customer")
    return (
        frappe.qb.from_(table)
        .join(customer)
        .on(customer.name == table.customer)
        .select(table.name, table.customer, customer.customer_name)
        .where(table.name.isin(tuple(numbers)) & (customer.is_internal_customer == 0))
    )


def _of_row(doctype: str, row: frappe._dict, region: str | None) -> NamedDocument:
    email = (row.contact_email or "").strip().lower()
    numbers = filter(None, (row.contact_mobile, row.contact_phone))
    phones = (evidence.phone(number, region) for number in numbers)
    return NamedDocument(
        row.name.upper(),
        doctype,
        row.customer,
        row.customer_name or row.customer,
        frozenset({email} - {""}),
        frozenset(filter(None, phones)),
    )
