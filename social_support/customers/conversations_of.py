"""The conversations of a customer, lead or contact, found through the authors linked to it.

Whoever is restricted to channels sees what came through theirs alone. Every query here starts at
the index on the authors' customer, lead or contact, goes on by the index on the conversations'
author, and is bounded.
"""

from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from social_support.conversations import sight
from social_support.conversations.clock import utc_now
from social_support.customers.party import Party
from social_support.networks.contract import PUBLIC

NOTHING_TO_US = ("Spam", "Not About Us")
MOST_COUNTED = 10_000
"""Conversations that are counted at most: a figure above it is said as this one."""


def waiting(party: Party, private: bool, limit: int) -> list[str]:
    """Those that need an answer or that the customer is to be told about, the next due first."""
    conversation = DocType("Social Conversation")
    due = Case().when(conversation.respond_by_utc.isnull(), 1).else_(0)
    query = (
        _visible(party, private)
        .select(conversation.name)
        .where(_needs_us(conversation))
        .orderby(due)
        .orderby(conversation.respond_by_utc)
        .orderby(conversation.name)
        .limit(limit)
    )
    return query.run(pluck=True)


def settled(party: Party, private: bool, limit: int) -> list[str]:
    """The others, the newest first."""
    conversation = DocType("Social Conversation")
    query = (
        _visible(party, private)
        .select(conversation.name)
        .where(_needs_us(conversation).negate())
        .orderby(conversation.last_inbound_at_utc, order=Order.desc)
        .limit(limit)
    )
    return query.run(pluck=True)


def count_settled(party: Party, private: bool) -> int:
    """How many the others are, MOST_COUNTED at most."""
    conversation = DocType("Social Conversation")
    inner = (
        _visible(party, private)
        .select(conversation.name)
        .where(_needs_us(conversation).negate())
        .limit(MOST_COUNTED)
    )
    return frappe.qb.from_(inner).select(Count("*")).run()[0][0]


def mood(party: Party, private: bool, days: int) -> dict[str, int]:
    """Conversations of the last `days` per sentiment; what is not about us does not count."""
    conversation = DocType("Social Conversation")
    inner = (
        _visible(party, private)
        .select(conversation.sentiment)
        .where(conversation.last_inbound_at_utc >= utc_now() - timedelta(days=days))
        .where(conversation.outcome.isnull() | conversation.outcome.notin(NOTHING_TO_US))
        .limit(MOST_COUNTED)
    )
    rows = frappe.qb.from_(inner).select(inner.sentiment, Count("*")).groupby(inner.sentiment).run()
    return dict(rows)


def summary(party: Party, private: bool) -> dict[str, Any]:
    """open: how many need us; negative: how many unsettled ones are negative; the next due one."""
    conversation = DocType("Social Conversation")
    needs_us = Case().when(_needs_us(conversation), 1).else_(0)
    query = (
        _visible(party, private)
        .select(conversation.name, conversation.respond_by, conversation.sentiment)
        .select(needs_us.as_("needs_us"))
        .where((conversation.status != "Closed") | (conversation.tell_customer == 1))
        .limit(MOST_COUNTED)
    )
    rows = query.run(as_dict=True)
    mine = [row for row in rows if row.needs_us]
    due = min((row for row in mine if row.respond_by), key=lambda row: row.respond_by, default=None)
    first = due or next(iter(mine or rows), None)
    return {
        "open": len(mine),
        "negative": sum(row.sentiment == "Negative" for row in rows),
        "next_due": due and due.respond_by,
        "conversation": first and first.name,
    }


def latest(party: Party, private: bool, limit: int) -> list[frappe._dict]:
    """What the newest conversations went through, for the timeline."""
    conversation, profile = DocType("Social Conversation"), DocType("Social Profile")
    query = (
        _visible(party, private)
        .select(conversation.name, conversation.subject, conversation.network)
        .select(conversation.visibility, conversation.issue, conversation.outcome)
        .select(conversation.first_post_on, conversation.first_responded_on)
        .select(conversation.closed_on, profile.handle)
        .orderby(conversation.last_inbound_at_utc, order=Order.desc)
        .limit(limit)
    )
    return query.run(as_dict=True)


def _visible(party: Party, private: bool) -> QueryBuilder:
    conversation, profile = DocType("Social Conversation"), DocType("Social Profile")
    query = (
        frappe.qb.from_(profile)
        .join(conversation)
        .on(conversation.profile == profile.name)
        .where(profile[party.column] == party.name)
    )
    query = sight.within(query, conversation.channel)
    return query if private else query.where(conversation.visibility == PUBLIC)


def _needs_us(conversation: DocType) -> Criterion:
    return (conversation.status == "Open") | (conversation.tell_customer == 1)
