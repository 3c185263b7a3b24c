"""What stands beside a conversation: its author, and the customer that the author is or may be."""

from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika import Order

from social_support.customers.access import may_link
from social_support.networks.registry import labels

AUTHOR = {
    "name": "profile",
    "network": "network",
    "handle": "handle",
    "display_name": "display_name",
    "url": "url",
    "bio": "bio",
    "verified": "verified",
    "followers": "followers",
}
LINK = {
    "linked_how": "linked_how",
    "link_basis": "basis",
    "link_evidence": "evidence",
    "linked_by": "linked_by",
    "linked_on": "linked_on",
}
MOST_SUGGESTIONS = 10


def author_and_customer(profile: str, user: str) -> dict[str, Any]:
    """author, customer (name, customer_name, customer_group, territory; or None) and suggestions.

    Who is a customer is not told to an agency, and suggestions only to those who decide on them.
    """
    row = frappe.db.get_value("Social Profile", profile, [*AUTHOR, *LINK, "customer"], as_dict=True)
    row = row or frappe._dict.fromkeys([*AUTHOR, *LINK, "customer"])
    author = {shown: row[column] for column, shown in AUTHOR.items()}
    author["network_label"] = labels().get(row.network, row.network)
    customer = _customer(row.customer, user) if row.customer else None
    if customer and may_link(user):
        author |= {shown: row[column] for column, shown in LINK.items()}
    suggest = may_link(user) and not row.customer
    return {
        "author": author,
        "customer": customer,
        "suggestions": _suggestions(profile) if suggest else [],
    }


def _customer(customer: str, user: str) -> dict[str, Any] | None:
    if not may_link(user) and not frappe.has_permission("Customer", "read", customer, user=user):
        return None
    fields = ["name", "customer_name", "customer_group", "territory"]
    return frappe.db.get_value("Customer", customer, fields, as_dict=True)


def _suggestions(profile: str) -> list[dict[str, Any]]:
    suggestion, author = DocType("Social Link Suggestion"), DocType("Social Profile")
    customer = DocType("Customer")
    return (
        frappe.qb.from_(suggestion)
        .join(author)
        .on(author.name == suggestion.profile)
        .join(customer)
        .on(customer.name == suggestion.customer)
        .select(suggestion.name, suggestion.profile, suggestion.customer, customer.customer_name)
        .select(author.handle, author.display_name, author.url, suggestion.evidence)
        .where((suggestion.profile == profile) & (suggestion.decision == "Open"))
        .orderby(suggestion.score, order=Order.desc)
        .limit(MOST_SUGGESTIONS)
        .run(as_dict=True)
    )
