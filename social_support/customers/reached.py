"""The last mail or call with a customer, from Frappe's Communications."""

from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika import Order
from pypika.queries import QueryBuilder

MAIL_OR_CALL = ("Email", "Phone", "Meeting", "Chat", "SMS")


def last_contact(customer: str, *, with_subject: bool) -> dict[str, Any] | None:
    """medium, sent_or_received, on (site time), who (the sender's name), and the subject for
    those who may read the customer. Two queries: filed under the customer, or linked to it."""
    found = [
        row for query in (_filed(customer), _linked(customer)) for row in query.run(as_dict=True)
    ]
    newest = max(found, key=lambda row: row.on, default=None)
    if newest and not with_subject:
        newest.pop("subject")
    return newest


def _filed(customer: str) -> QueryBuilder:
    mail = DocType("Communication")
    ours = (mail.reference_doctype == "Customer") & (mail.reference_name == customer)
    return _newest(frappe.qb.from_(mail), mail).where(ours)


def _linked(customer: str) -> QueryBuilder:
    mail, link = DocType("Communication"), DocType("Communication Link")
    ours = (link.link_doctype == "Customer") & (link.link_name == customer)
    return _newest(frappe.qb.from_(link).join(mail).on(mail.name == link.parent), mail).where(ours)


def _newest(query: QueryBuilder, mail: DocType) -> QueryBuilder:
    return (
        query.select(mail.communication_medium.as_("medium"), mail.communication_date.as_("on"))
        .select(mail.sent_or_received, mail.sender_full_name.as_("who"), mail.subject)
        .where(mail.communication_type == "Communication")
        .where(mail.communication_medium.isin(MAIL_OR_CALL) & mail.communication_date.notnull())
        .orderby(mail.communication_date, order=Order.desc)
        .limit(1)
    )
