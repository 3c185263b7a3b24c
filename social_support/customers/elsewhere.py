"""What a customer said elsewhere: on another channel, or in an Issue."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Date
from frappe.utils import add_days, getdate, nowdate
from pypika import Order

from social_support.conversations import sight
from social_support.conversations.clock import utc_now
from social_support.customers.access import is_permitted_company
from social_support.networks.contract import PUBLIC
from social_support.networks.registry import labels

WROTE_DAYS = 90
COMPLAINED_DAYS = 14
MOST_AUTHORS, MOST_CONVERSATIONS, MOST_SHOWN = 20, 50, 3
CONVERSATION, ISSUE = "Social Conversation", "Issue"
SETTLED_ISSUE = ("Resolved", "Closed")
NEWEST_ISSUES = 500
FIELDS = (
    "name",
    "channel",
    "network",
    "sentiment",
    "visibility",
    "last_inbound_on",
    "last_inbound_at_utc",
)


def wrote(customer: str, user: str, *, private: bool, beside: str) -> list[dict[str, Any]]:
    """The newest conversation on each channel but `beside`, in the last WROTE_DAYS days.

    conversation, network_label, channel_name, on (site time), private, negative: whether they
    complained there in the last COMPLAINED_DAYS days. As far as `user` may see conversations.
    """
    newest: dict[str, dict[str, Any]] = {}
    for row in _conversations(customer, user, private):
        if row.channel != beside:
            _add_to(newest.setdefault(row.channel, {}), row)
    shown = list(newest.values())[:MOST_SHOWN]
    names = _channel_names([row["channel"] for row in shown])
    return [row | {"channel_name": names.get(row["channel"])} for row in shown]


def issues(customer: str, user: str) -> dict[str, Any]:
    """open: how many; new: those opened in the last COMPLAINED_DAYS days; rows: the newest open or
    new ones (name, subject, status, on), for those who may read Issues. One query."""
    table = DocType(ISSUE)
    newest = (
        frappe.qb.from_(table)
        .select(table.name, table.subject, table.status, table.company)
        .select(Coalesce(table.opening_date, Date(table.creation)).as_("on"))
        .where(table.customer == customer)
        .orderby(table.name, order=Order.desc)
        .limit(NEWEST_ISSUES)
    )
    found = [row for row in newest.run(as_dict=True) if is_permitted_company(user, row.company)]
    since = getdate(add_days(nowdate(), -COMPLAINED_DAYS))
    open_ones = [row for row in found if row.status not in SETTLED_ISSUE]
    new = [row for row in found if row.on >= since]
    rows = [*new, *(row for row in open_ones if row not in new)][:MOST_SHOWN]
    readable = frappe.has_permission(ISSUE, "read", user=user)
    return {
        "open": len(open_ones),
        "new": len(new),
        "rows": rows if readable else [],
    }


def _add_to(entry: dict[str, Any], row: dict[str, Any]) -> None:
    """The rows come newest first: the first says where, any of them may be the complaint."""
    recent = row.last_inbound_at_utc >= utc_now() - timedelta(days=COMPLAINED_DAYS)
    if not entry:
        entry |= {
            "conversation": row.name,
            "channel": row.channel,
            "network_label": labels().get(row.network, row.network),
            "on": row.last_inbound_on,
            "private": row.visibility != PUBLIC,
            "negative": False,
        }
    entry["negative"] = entry["negative"] or (recent and row.sentiment == "Negative")


def _conversations(customer: str, user: str, private: bool) -> list[frappe._dict]:
    profiles = frappe.get_all(
        "Social Profile", {"customer": customer}, pluck="name", limit=MOST_AUTHORS
    )
    if not profiles:
        return []
    filters = {
        "profile": ("in", profiles),
        "last_inbound_at_utc": (">=", utc_now() - timedelta(days=WROTE_DAYS)),
        "outcome": ("not in", ("Spam", "Not About Us", "Duplicate")),
        **({} if private else {"visibility": PUBLIC}),
    }
    if (seen := sight.channels_of(user)) is not None:
        filters["channel"] = ("in", seen or [""])
    # Who reads the customer sees the customer's conversations, and has no list of all.
    return frappe.get_all(
        CONVERSATION,
        filters,
        FIELDS,
        order_by="last_inbound_at_utc desc",
        limit=MOST_CONVERSATIONS,
    )


def _channel_names(channels: Collection[str]) -> dict[str, str]:
    if not channels:
        return {}
    rows = frappe.get_all(
        "Social Channel", {"name": ("in", channels)}, ["name", "channel_name"], limit=len(channels)
    )
    return {row.name: row.channel_name for row in rows}
