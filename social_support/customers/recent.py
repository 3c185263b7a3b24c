"""The other way round: an Issue or Opportunity says that its customer has just written."""

from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika import Order

from social_support.conversations import sight
from social_support.conversations.clock import utc_now
from social_support.customers.access import may_answer, may_see_private
from social_support.networks.contract import PUBLIC
from social_support.networks.registry import labels

DAYS = 14
# doctype → (field that names whose it is, field that says of which doctype that is)
PARTY = {"Issue": ("customer", None), "Opportunity": ("party_name", "opportunity_from")}


def last_post(doctype: str, name: str, user: str) -> dict[str, Any] | None:
    """The newest conversation of the customer (or Lead) of an Issue or Opportunity in DAYS days.

    conversation (for those who may open it, else None), network_label, handle, subject, on (site
    time), sentiment, status. One query along the indexes on the authors' customer and
    the conversations' author.
    """
    kind, party = _party(doctype, name)
    if not party or not frappe.has_permission(kind, "read", party, user=user):
        return None
    profile, conversation = DocType("Social Profile"), DocType("Social Conversation")
    query = (
        frappe.qb.from_(profile)
        .join(conversation)
        .on(conversation.profile == profile.name)
        .select(conversation.name.as_("conversation"), conversation.network, profile.handle)
        .select(conversation.subject, conversation.last_inbound_on.as_("on"))
        .select(conversation.sentiment, conversation.status)
        .where(profile[frappe.scrub(kind)] == party)
        .where(conversation.last_inbound_at_utc >= utc_now() - timedelta(days=DAYS))
        .orderby(conversation.last_inbound_at_utc, order=Order.desc)
        .limit(1)
    )
    query = sight.within(query, conversation.channel, user)
    if kind != "Customer" or not may_see_private(user, party):
        query = query.where(conversation.visibility == PUBLIC)
    rows = query.run(as_dict=True)
    return _shown(rows[0], user) if rows else None


def _party(doctype: str, name: str) -> tuple[str, str | None]:
    field, kind_field = PARTY[doctype]
    row = frappe.db.get_value(doctype, name, [field, *filter(None, [kind_field])], as_dict=True)
    kind = row[kind_field] if row and kind_field else "Customer"
    return (kind, row[field]) if row and kind in ("Customer", "Lead") else (kind, None)


def _shown(row: dict[str, Any], user: str) -> dict[str, Any]:
    return row | {
        "network_label": labels().get(row.network, row.network),
        "conversation": row.conversation if may_answer(user) else None,
    }
