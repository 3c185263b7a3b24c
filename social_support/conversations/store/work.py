"""Put posts where they belong: one author in one thread of one channel is one conversation.

A new inbound post opens a conversation or brings the author's open one back to Open. After the
reopen window, or when the work was closed as spam, see `_is_over` and `MOVED`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.clock import to_site
from social_support.conversations.keys import new_name, open_key, post_key
from social_support.conversations.store.interactions import Arrival
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.conversations.store.subject import subject_of
from social_support.networks.contract import PRIVATE

PRIVATE_THREAD = "private:"
# Spam stays closed whatever its author writes next; everything else is open work again.
_IS_SPAM = "`status` = 'Closed' AND `outcome` = 'Spam'"
MOVED = {
    # MariaDB assigns from left to right: the columns that the others look at come last.
    "waiting_since_utc": "COALESCE(`waiting_since_utc`, VALUES(`waiting_since_utc`))",
    "inbound_count": "`inbound_count` + VALUES(`inbound_count`)",
    "last_inbound": (
        "IF(VALUES(`last_inbound_at_utc`) >= COALESCE(`last_inbound_at_utc`, '1000-01-01'),"
        " VALUES(`last_inbound`), `last_inbound`)"
    ),
    "last_inbound_on": (
        "GREATEST(COALESCE(`last_inbound_on`, '1000-01-01'), VALUES(`last_inbound_on`))"
    ),
    "last_inbound_at_utc": (
        "GREATEST(COALESCE(`last_inbound_at_utc`, '1000-01-01'), VALUES(`last_inbound_at_utc`))"
    ),
    "on_hold_until": "NULL",
    "closed_on": f"IF({_IS_SPAM}, `closed_on`, NULL)",
    "status": f"IF({_IS_SPAM}, `status`, 'Open')",
    "outcome": "IF(`status` = 'Open', '', `outcome`)",
}


def place_in_conversations(channel: Document, arrivals: Sequence[Arrival]) -> list[str]:
    """Give every arrival its thread and conversation; answers those that inbound posts touch."""
    _find_threads(channel, arrivals)
    _attach_outgoing(channel, arrivals)
    groups: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        if arrival.incoming:
            groups[open_key(channel.name, arrival.thread_id, arrival.profile)].append(arrival)
    open_now = _open_conversations(channel, groups)
    rows = [_row(channel, key, group, open_now.get(key)) for key, group in sorted(groups.items())]
    insert_rows("Social Conversation", rows, **MOVED)
    for row in rows:
        for arrival in groups[row["open_key"]]:
            arrival.conversation = row["name"]
    _attach_answers_in_page(arrivals)
    return [row["name"] for row in rows]


def _find_threads(channel: Document, arrivals: Sequence[Arrival]) -> None:
    """A private post's thread is its author; a public one's the network's, else its parent's."""
    parents = _parents(channel, arrivals)
    in_page = {arrival.post.external_id: arrival for arrival in arrivals}
    for arrival in arrivals:
        post = arrival.post
        parent = in_page.get(post.parent_id) if post.parent_id else None
        stored = parents.get(post.parent_id or "")
        if post.visibility == PRIVATE and arrival.incoming:
            arrival.thread_id = PRIVATE_THREAD + post.author.external_id
        elif post.thread_id:
            arrival.thread_id = post.thread_id
        else:
            near = parent.thread_id if parent and parent is not arrival else ""
            inherited = near or (stored and stored["thread_id"]) or ""
            if post.visibility != PRIVATE and inherited.startswith(PRIVATE_THREAD):
                # What is public stays apart from what was said in private.
                inherited = ""
            arrival.thread_id = inherited or post.parent_id or post.external_id


def _attach_outgoing(channel: Document, arrivals: Sequence[Arrival]) -> None:
    """What we wrote belongs to the conversation that it answers, and opens none."""
    answers = [arrival for arrival in arrivals if not arrival.incoming and arrival.post.parent_id]
    parents = _parents(channel, answers)
    for arrival in answers:
        parent = parents.get(arrival.post.parent_id or "")
        if parent and parent["conversation"]:
            arrival.conversation = parent["conversation"]
            _count_answer(arrival)


def _attach_answers_in_page(arrivals: Sequence[Arrival]) -> None:
    in_page = {arrival.post.external_id: arrival for arrival in arrivals if arrival.incoming}
    for arrival in arrivals:
        parent = in_page.get(arrival.post.parent_id or "")
        if not arrival.incoming and not arrival.conversation and parent:
            arrival.conversation = parent.conversation
            _count_answer(arrival)


def _count_answer(arrival: Arrival) -> None:
    frappe.db.sql(
        """UPDATE `tabSocial Conversation`
        SET outbound_count = outbound_count + 1,
            last_outbound_on = GREATEST(COALESCE(last_outbound_on, '1000-01-01'), %s)
        WHERE name = %s""",
        (to_site(arrival.posted_at_utc), arrival.conversation),
    )


def _parents(channel: Document, arrivals: Iterable[Arrival]) -> dict[str, dict[str, Any]]:
    """The stored posts that these answer: {external id: row}."""
    ids = {
        post_key(channel.name, arrival.post.parent_id): arrival.post.parent_id
        for arrival in arrivals
        if arrival.post.parent_id
    }
    fields = ("external_key", "thread_id", "conversation")
    rows = select_in("Social Interaction", fields, "external_key", list(ids))
    return {ids[row["external_key"]]: row for row in rows}


def _open_conversations(
    channel: Document, groups: dict[str, list[Arrival]]
) -> dict[str, dict[str, Any]]:
    """The conversations to go on with; those past their reopen window give up their key."""
    fields = ("name", "open_key", "status", "closed_on")
    found = {
        r["open_key"]: r for r in select_in("Social Conversation", fields, "open_key", list(groups))
    }
    days = frappe.db.get_single_value("Social Support Settings", "reopen_days") or 0
    over = {
        key: row for key, row in found.items() if _is_over(row, groups[key][0].posted_at_utc, days)
    }
    if over:
        frappe.db.sql(
            "UPDATE `tabSocial Conversation` SET open_key = NULL WHERE name IN %(names)s",
            {"names": tuple(row["name"] for row in over.values())},
        )
    return {key: row | {"over": key in over} for key, row in found.items()}


def _is_over(row: dict[str, Any], posted_at_utc: datetime, reopen_days: int) -> bool:
    if row["status"] != "Closed" or not row["closed_on"]:
        return False
    return to_site(posted_at_utc) > row["closed_on"] + timedelta(days=reopen_days)


def _row(
    channel: Document, key: str, group: list[Arrival], found: dict[str, Any] | None
) -> dict[str, Any]:
    first, last = group[0], group[-1]
    goes_on = found is not None and not found["over"]
    return {
        "name": found["name"] if goes_on else new_name(),
        "open_key": key,
        "previous_conversation": found["name"] if found and not goes_on else None,
        "subject": subject_of(first.post),
        "status": "Open",
        "outcome": "",
        "priority": "Medium",
        "sentiment": "Not Rated",
        "profile": first.profile,
        "channel": channel.name,
        "network": channel.network,
        "company": channel.company,
        "user_group": channel.user_group,
        "visibility": last.post.visibility,
        "thread_id": first.thread_id,
        "inbound_count": len(group),
        "outbound_count": 0,
        "first_post_on": to_site(first.posted_at_utc),
        "first_post_at_utc": first.posted_at_utc,
        "waiting_since_utc": first.posted_at_utc,
        "last_inbound": last.name,
        "last_inbound_on": to_site(last.posted_at_utc),
        "last_inbound_at_utc": last.posted_at_utc,
        "on_hold_until": None,
        "closed_on": None,
    }
