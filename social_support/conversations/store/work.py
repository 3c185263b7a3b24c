"""Put posts where they belong: one author in one thread of one channel is one conversation.

A new inbound post opens a conversation or moves the author's open one (`progress`). After the
reopen window a new one links to the old.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import new_name, open_key
from social_support.conversations.store import answers
from social_support.conversations.store.interactions import Arrival
from social_support.conversations.store.near import Near
from social_support.conversations.store.progress import (
    COLUMNS,
    NEW,
    brings_back,
    is_tied,
    progressed,
)
from social_support.conversations.store.rows import insert_rows, lock_rows, select_in

Row = dict[str, Any]


@dataclass
class Placed:
    """touched: conversations with new inbound posts; attached: stored answers of ours that found
    their conversation only now; unsure: conversations to be counted anew once the posts stand.
    """

    touched: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


@dataclass
class Work:
    """A conversation on its way into the store, with the new posts that belong to it."""

    row: Row
    posts: list[Arrival] = field(default_factory=list)


def place_in_conversations(channel: Document, arrivals: Sequence[Arrival], near: Near) -> Placed:
    """Give every arrival its conversation. Their threads are found already."""
    in_page = {arrival.post.external_id: arrival for arrival in arrivals}
    inbound = [one for one in arrivals if one.incoming and not one.is_share]
    ours = [one for one in arrivals if not one.incoming and not one.is_share]
    groups: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in inbound:
        groups[open_key(channel.name, arrival.thread_id, arrival.profile)].append(arrival)
    answers.answered_before(channel, ours, in_page, near)
    stored, names = _stored(groups, ours)
    works = {name: Work(row) for name, row in stored.items()}
    for key in sorted(groups):
        _assign(channel, key, groups[key], stored.get(names.get(key, "")), works)
    waiting = answers.answered_now(channel.name, arrivals, in_page, near)
    answers.attach(waiting)
    _write(works, answers.times_of(ours, waiting))
    return Placed(
        touched=[name for name, work in works.items() if work.posts],
        attached=[row["name"] for row in waiting],
        unsure=[name for name, work in works.items() if is_tied(work.row, work.posts)],
    )


def _stored(
    groups: Mapping[str, list[Arrival]], ours: Sequence[Arrival]
) -> tuple[dict[str, Row], dict[str, str]]:
    """The stored conversations that the page touches, locked; and which has which key."""
    found = select_in("Social Conversation", ("name", "open_key"), "open_key", list(groups))
    names = {row["open_key"]: row["name"] for row in found}
    touched = {*names.values(), *(answer.conversation for answer in ours if answer.conversation)}
    return lock_rows("Social Conversation", COLUMNS, touched), names


def _assign(
    channel: Document, key: str, group: list[Arrival], row: Row | None, works: dict[str, Work]
) -> None:
    """Give the author's new posts in this thread their conversation, a new one if need be."""
    late, beyond = _split(row, group) if row else ([], group)
    if row:
        _join(late, works[row["name"]])
    if not beyond:
        return
    if row:
        frappe.db.sql(
            "UPDATE `tabSocial Conversation` SET open_key = NULL WHERE name = %s", row["name"]
        )
    opened = Work(_new(channel, key, beyond, row))
    works[opened.row["name"]] = opened
    _join(beyond, opened)


def _split(row: Row, group: list[Arrival]) -> tuple[list[Arrival], list[Arrival]]:
    """(posts that belong to the stored conversation, posts that begin a new one).

    What brings the conversation back within the reopen window does so with all that follows.
    """
    if row["status"] != "Closed" or not row["closed_on"]:
        return group, []
    days = frappe.get_cached_doc("Social Support Settings").reopen_days or 0
    over = row["closed_on"] + timedelta(days=days)
    if any(arrival.on <= over and brings_back(arrival, row) for arrival in group):
        return group, []
    return (
        [arrival for arrival in group if arrival.on <= over],
        [arrival for arrival in group if arrival.on > over],
    )


def _join(arrivals: Sequence[Arrival], work: Work) -> None:
    for arrival in arrivals:
        arrival.conversation = work.row["name"]
    work.posts.extend(arrivals)


def _write(works: Mapping[str, Work], answered: Mapping[str, list]) -> None:
    rows = []
    for name, work in works.items():
        if work.posts or name in answered:
            after = progressed(work.row, work.posts, answered.get(name, ()))
            rows.append({**_always(work), **after})
    # All rows need the same columns; those that stand already take over the ones that move.
    insert_rows("Social Conversation", rows, update=COLUMNS)


def _always(work: Work) -> Row:
    row = work.row
    return {
        "name": row["name"],
        "open_key": row.get("new_key"),
        "previous_conversation": row.get("previous"),
        "priority": "Medium",
        "sentiment": "Not Rated",
        "profile": row.get("profile"),
        "channel": row.get("channel"),
        "network": row.get("network"),
        "company": row.get("company"),
        "user_group": row.get("user_group"),
        "visibility": row.get("visibility"),
        "thread_id": row.get("thread_id"),
    }


def _new(channel: Document, key: str, group: Sequence[Arrival], old: Row | None) -> Row:
    return {
        **NEW,
        "name": new_name(),
        "new_key": key,
        "previous": old and old["name"],
        "profile": group[0].profile,
        "channel": channel.name,
        "network": channel.network,
        "company": channel.company,
        "user_group": channel.user_group,
        "visibility": group[0].post.visibility,
        "thread_id": group[0].thread_id,
    }
