"""What stands beside a conversation: its author, and whom the author is or may be."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika import Order

from social_support.customers.access import (
    may_link,
    may_read_what_was_told,
    may_see_customer,
    only_seen,
)
from social_support.customers.evidence import TOLD_US
from social_support.customers.party import COLUMNS, CUSTOMER, Party, party_of, title
from social_support.customers.suggestions import OPEN
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
    "vip": "vip",
    "blocked_until": "blocked_until",
}
LINK = {
    "linked_how": "linked_how",
    "link_basis": "basis",
    "link_evidence": "evidence",
    "linked_by": "linked_by",
    "linked_on": "linked_on",
}
SUGGESTION = "Social Link Suggestion"
MOST_SUGGESTIONS = 10


def author_and_customer(profile: str, user: str) -> dict[str, Any]:
    """author, customer (name, customer_name, customer_group, territory; or None), party (doctype,
    name, title of the lead or contact who is no customer; or None) and suggestions.

    Who is a customer is not told to an agency, and suggestions only to those who decide on them.
    """
    fields = [*AUTHOR, *LINK, *COLUMNS.values()]
    row = frappe.db.get_value("Social Profile", profile, fields, as_dict=True)
    row = row or frappe._dict.fromkeys(fields)
    author = {shown: row[column] for column, shown in AUTHOR.items()}
    author["network_label"] = labels().get(row.network, row.network)
    customer = _customer(row.customer, user) if row.customer else None
    party = _party(party_of(row), user)
    if (customer or party) and may_link(user):
        author |= {shown: row[column] for column, shown in LINK.items()}
        if row.link_basis == TOLD_US and not may_read_what_was_told(user):
            author["evidence"] = _("They told us in a private message.")
    suggest = may_link(user) and not party_of(row)
    return {
        "author": author,
        "customer": customer,
        "party": party,
        "suggestions": only_seen(SUGGESTION, _suggestions(profile), user) if suggest else [],
    }


def _customer(customer: str, user: str) -> dict[str, Any] | None:
    if not may_see_customer(user, customer):
        return None
    fields = ["name", "customer_name", "customer_group", "territory"]
    return frappe.db.get_value("Customer", customer, fields, as_dict=True)


def _party(party: Party | None, user: str) -> dict[str, Any] | None:
    if not party or party.doctype == CUSTOMER:
        return None
    if not may_link(user) and not frappe.has_permission(
        party.doctype, "read", party.name, user=user
    ):
        return None
    return {"doctype": party.doctype, "name": party.name, "title": title(party)}


def _suggestions(profile: str) -> list[dict[str, Any]]:
    suggestion, author = DocType("Social Link Suggestion"), DocType("Social Profile")
    query = (
        frappe.qb.from_(suggestion)
        .join(author)
        .on(author.name == suggestion.profile)
        .select(suggestion.name, suggestion.profile, suggestion.evidence)
        .select(suggestion.customer, suggestion.lead, suggestion.contact)
        .select(author.handle, author.display_name, author.url)
        .where((suggestion.profile == profile) & (suggestion.decision == OPEN))
        .orderby(suggestion.score, order=Order.desc)
        .limit(MOST_SUGGESTIONS)
    )
    found = []
    for row in query.run(as_dict=True):
        party = party_of(row)
        found.append(row | {"doctype": party.doctype, "party": party.name, "title": title(party)})
    return found
