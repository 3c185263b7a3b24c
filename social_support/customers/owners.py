"""Whose e-mail, phone number, website, handle or name is this? A fixed number of queries a page.

None of ERPNext's columns for these but the name is indexed, and phone numbers and websites are
kept as people typed them, so no index could serve. So each table is read once for a whole page
of authors, only when something was told that it could hold, and the rows that come back are
compared in Python: MariaDB's collation calls "annä@" and "anna@" the same. Customers that stand
for our own companies own nothing here: their address in a message is ours.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Function
from pypika.queries import QueryBuilder
from pypika.terms import Field, Parameter, Term

from social_support.customers import evidence

GIVEN = Parameter("%(values)s")
MOST_ROWS = 1000
"""Rows read per query. Where there are more, they single nobody out: see `certain`."""

PHONE_TAIL = 7
"""Digits that every way to write one number ends with: rows are sifted by them, then compared."""


@dataclass(frozen=True)
class Owner:
    """A customer, or a contact of a customer, that a value belongs to.

    value: as in Evidence. certain: False when more rows matched than were read.
    """

    value: str
    customer: str
    customer_name: str
    contact: str | None = None
    contact_name: str | None = None
    certain: bool = True


@dataclass(frozen=True)
class KnownHandle:
    """An account that a person linked to a customer. basis: Told Us, Public Profile or Agreed."""

    handle: str
    network: str
    customer: str
    customer_name: str
    contact: str | None
    basis: str


def of_emails(emails: Collection[str]) -> Iterator[Owner]:
    """Owners of e-mail addresses (lower case): contacts, and customers themselves."""
    if not emails:
        return
    for row, certain in _read(_email_queries(), emails):
        value = row.value.strip().lower()
        if value in emails:
            yield _owner(value, row, certain)


def of_phones(phones: Collection[str], region: str | None) -> Iterator[Owner]:
    """Owners of phone numbers (E.164). Numbers kept without a country code are of `region`."""
    if not phones:
        return
    tails = {phone[-PHONE_TAIL:] for phone in phones}
    for row, certain in _read(_phone_queries(), tails):
        value = evidence.phone(row.value, region)
        if value in phones:
            yield _owner(value, row, certain)


def of_websites(hosts: Collection[str]) -> Iterator[Owner]:
    """Customers whose website is at one of these hosts."""
    if not hosts:
        return
    spellings = {spelling for host in hosts for spelling in (host, f"www.{host}")}
    for row, certain in _read(_website_queries(), spellings):
        value = evidence.host_of(row.value)
        if value in hosts:
            yield _owner(value, row, certain)


def of_names(names: Collection[str]) -> Iterator[Owner]:
    """Customers that bear one of these names (see `same_name`)."""
    if not names:
        return
    for row, certain in _read(_name_queries(), names):
        value = same_name(row.value)
        if value in names:
            yield _owner(value, row, certain)


def of_handles(handles: Collection[str]) -> list[KnownHandle]:
    """Accounts with one of these handles (lower case) that a person linked to a customer."""
    if not handles:
        return []
    rows = (row for row, _certain in _read(_handle_queries(), handles))
    return [KnownHandle(**row | {"handle": row.handle.lower()}) for row in rows]


def same_name(name: str | None) -> str:
    """A name as it is compared: without case and doubled spaces."""
    return " ".join((name or "").split()).casefold()


# Written out once: for each page anew, and with each value as a part of its own, they took more
# time than their answers.


@cache
def _email_queries() -> tuple[str, ...]:
    mail, customer = DocType("Contact Email"), DocType("Customer")
    return _written(
        _contacts(mail, mail.email_id).where(mail.email_id.isin(GIVEN)),
        _customers(customer.email_id).where(customer.email_id.isin(GIVEN)),
    )


@cache
def _phone_queries() -> tuple[str, ...]:
    number, customer = DocType("Contact Phone"), DocType("Customer")
    return _written(
        _contacts(number, number.phone).where(_tail(number.phone).isin(GIVEN)),
        _customers(customer.mobile_no).where(_tail(customer.mobile_no).isin(GIVEN)),
    )


@cache
def _website_queries() -> tuple[str, ...]:
    customer = DocType("Customer")
    return _written(_customers(customer.website).where(_host(customer.website).isin(GIVEN)))


@cache
def _name_queries() -> tuple[str, ...]:
    customer = DocType("Customer")
    return _written(_customers(customer.customer_name).where(customer.customer_name.isin(GIVEN)))


@cache
def _handle_queries() -> tuple[str, ...]:
    profile, customer = DocType("Social Profile"), DocType("Customer")
    return _written(
        frappe.qb.from_(profile)
        .join(customer)
        .on(customer.name == profile.customer)
        .select(profile.handle, profile.network, profile.customer, customer.customer_name)
        .select(profile.contact, profile.link_basis.as_("basis"))
        .where(profile.handle.isin(GIVEN) & (profile.linked_how == "By a Person"))
        .limit(MOST_ROWS)
    )


def _written(*queries: QueryBuilder) -> tuple[str, ...]:
    return tuple(query.get_sql() for query in queries)


def _contacts(child: DocType, value: Field) -> QueryBuilder:
    contact, link, customer = DocType("Contact"), DocType("Dynamic Link"), DocType("Customer")
    return (
        frappe.qb.from_(child)
        .join(contact)
        .on((contact.name == child.parent) & (child.parenttype == "Contact"))
        .join(link)
        .on((link.parent == contact.name) & (link.parenttype == "Contact"))
        .join(customer)
        .on((customer.name == link.link_name) & (link.link_doctype == "Customer"))
        .select(value.as_("value"), customer.name.as_("customer"), customer.customer_name)
        .select(contact.name.as_("contact"), contact.full_name.as_("contact_name"))
        .where(customer.is_internal_customer == 0)
        .limit(MOST_ROWS)
    )


def _customers(value: Field) -> QueryBuilder:
    customer = DocType("Customer")
    return (
        frappe.qb.from_(customer)
        .select(value.as_("value"), customer.name.as_("customer"), customer.customer_name)
        .where(customer.is_internal_customer == 0)
        .limit(MOST_ROWS)
    )


def _read(queries: tuple[str, ...], values: Collection[str]) -> Iterator[tuple[frappe._dict, bool]]:
    for query in queries:
        rows = frappe.db.sql(query, {"values": tuple(values)}, as_dict=True)
        yield from ((row, len(rows) < MOST_ROWS) for row in rows)


def _owner(value: str, row: frappe._dict, certain: bool) -> Owner:
    return Owner(
        value=value,
        customer=row.customer,
        customer_name=row.customer_name,
        contact=row.get("contact"),
        contact_name=row.get("contact_name") or row.get("contact"),
        certain=certain,
    )


def _tail(number: Field) -> Term:
    digits = Function("REGEXP_REPLACE", number, "[^0-9]", "")
    return Function("RIGHT", digits, PHONE_TAIL)


def _host(website: Field) -> Term:
    """`website` without scheme, path, query and port."""
    rest = Function("SUBSTRING_INDEX", Function("TRIM", website), "://", -1)
    for end in ("/", "?", "#", ":"):
        rest = Function("SUBSTRING_INDEX", rest, end, 1)
    return rest
