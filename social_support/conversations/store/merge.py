"""Conversations change their thread, and two that turn out to be one become one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, now_datetime

from social_support.conversations.keys import new_name, open_key
from social_support.conversations.store.recount import recount
from social_support.conversations.store.rows import (
    insert_rows,
    lock_rows,
    select_in,
    update_rows,
)
from social_support.conversations.store.subject import without_words

KEPT = (
    "open_key",
    "status",
    "outcome",
    "closed_on",
    "closed_by_deletion",
    "on_hold_until",
    "category",
    "priority",
    "user_group",
    "waiting_since_utc",
    "first_post_at_utc",
    "first_responded_on",
    "answered_elsewhere",
    "last_outbound_on",
    "issue",
    "issue_resolved",
    "tell_customer",
    "previous_conversation",
    "_assign",
)
READ = (*KEPT, "profile", "thread_id", "visibility", "last_inbound_on")
TASK = ("reference_type", "status")
# Of two states the one that asks for more.
MOST_URGENT = ("Open", "On Hold", "Replied", "Closed")
Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a conversation belongs: its thread, and whether the public may read it."""

    thread_id: str
    visibility: str


@dataclass
class Moved:
    """conversations: those that are in another thread now, or took another one in;
    into: {a conversation that is closed as a duplicate: the one that took it in}.
    """

    conversations: set[str] = field(default_factory=set)
    into: dict[str, str] = field(default_factory=dict)


def regroup(channel: Document, places: Mapping[str, Place]) -> Moved:
    """Move conversations to their places; one author in one thread stays one conversation.

    Whose place is taken by another one of the same author becomes one with it: the one with the
    earlier first post goes on with all posts, replies and clocks, the other is closed as its
    duplicate and says where it went.
    """
    if not places:
        return Moved()
    rows = _rows(channel, places)
    if not rows:
        # They were deleted meanwhile.
        return Moved()
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if row["open_key"]:
            by_key[row["open_key"]].append(row)
    moved = Moved({name for name in places if name in rows})
    for group in by_key.values():
        if len(group) > 1:
            survivor = _join(group)
            moved.conversations.add(survivor["name"])
            moved.into |= {row["name"]: survivor["name"] for row in group if row is not survivor}
    _write(rows, moved.into)
    moved.conversations -= set(moved.into)
    return moved


def _rows(channel: Document, places: Mapping[str, Place]) -> dict[str, Row]:
    """The conversations in their new places, with those that are there already, all locked."""
    fields = ("name", "profile", "open_key")
    keys = {
        open_key(channel.name, places[row["name"]].thread_id, row["profile"])
        for row in select_in("Social Conversation", fields, "name", list(places))
        if row["open_key"]
    }
    there = select_in("Social Conversation", ["name"], "open_key", list(keys))
    names = {*places, *(row["name"] for row in there)}
    rows = lock_rows("Social Conversation", READ, names)
    for name, place in places.items():
        if row := rows.get(name):
            row["thread_id"], row["visibility"] = place.thread_id, place.visibility
            if row["open_key"]:
                row["open_key"] = open_key(channel.name, place.thread_id, row["profile"])
    return rows


def _join(group: Sequence[Row]) -> Row:
    """Make the earliest of the conversations what all of them are together; answers it."""
    oldest_first = sorted(group, key=lambda row: (_first(row), row["name"]))
    survivor, others = oldest_first[0], oldest_first[1:]
    joined = _joined(oldest_first)
    for other in others:
        other.update(
            open_key=None,
            status="Closed",
            outcome="Duplicate",
            closed_on=now_datetime(),
            closed_by_deletion=0,
            on_hold_until=None,
            tell_customer=0,
            previous_conversation=survivor["name"],
            _assign=None,
        )
        if other["issue"] == joined["issue"]:
            other.update(issue=None, issue_resolved=0)
    survivor.update(joined)
    return survivor


def _joined(rows: Sequence[Row]) -> Row:
    state = _state(rows)
    with_issue = next((row for row in rows if row["issue"]), rows[0])
    answered = min((row for row in rows if row["first_responded_on"]), key=_answered, default=None)
    assigned = [user for row in rows for user in frappe.parse_json(row["_assign"] or "[]")]
    earlier = [row["previous_conversation"] for row in rows if row["previous_conversation"]]
    return {
        "status": state["status"],
        "outcome": state["outcome"],
        "closed_on": state["closed_on"],
        "closed_by_deletion": state["closed_by_deletion"],
        "on_hold_until": state["on_hold_until"],
        "waiting_since_utc": min(
            filter(None, (r["waiting_since_utc"] for r in rows)), default=None
        ),
        "category": next((row["category"] for row in rows if row["category"]), None),
        "first_responded_on": answered and answered["first_responded_on"],
        "answered_elsewhere": answered["answered_elsewhere"] if answered else 0,
        "last_outbound_on": max(filter(None, (r["last_outbound_on"] for r in rows)), default=None),
        "issue": with_issue["issue"],
        "issue_resolved": with_issue["issue_resolved"],
        "tell_customer": max(row["tell_customer"] or 0 for row in rows),
        "previous_conversation": earlier[0] if earlier else None,
        "_assign": frappe.as_json([*dict.fromkeys(assigned)], indent=None) if assigned else None,
    }


def _state(rows: Sequence[Row]) -> Row:
    """The row whose state they all take: spam stays spam, else what asks for most."""
    spam = [row for row in rows if row["status"] == "Closed" and row["outcome"] == "Spam"]
    if spam:
        return spam[0]
    found = min(rows, key=lambda row: MOST_URGENT.index(row["status"]))
    replied = [row for row in rows if row["status"] == "Replied"]
    if found["status"] == "Open" and replied and not any(row["tell_customer"] for row in rows):
        # An answer that is newer than all that waits was the answer to all of it.
        last = max(row["last_outbound_on"] or datetime.min for row in replied)
        waits = [row["last_inbound_on"] for row in rows if row["last_inbound_on"]]
        if not any(on > last for on in waits):
            return replied[0]
    return found


def _first(row: Row) -> datetime:
    return row["first_post_at_utc"] or datetime.max


def _answered(row: Row) -> datetime:
    return row["first_responded_on"]


def _write(rows: Mapping[str, Row], into: Mapping[str, str]) -> None:
    # No key is taken while rows change places.
    frappe.db.sql(
        "UPDATE `tabSocial Conversation` FORCE INDEX (PRIMARY) SET open_key = NULL"
        " WHERE name IN %(names)s",
        {"names": tuple(rows)},
    )
    written = (*KEPT, "thread_id", "visibility")
    update_rows(
        "Social Conversation",
        [{column: row[column] for column in ("name", *written)} for row in rows.values()],
    )
    if into:
        _move_what_hangs_on(into)
        _empty(rows, into)
        _remark(into)
    recount(name for name in rows if name not in into)


def _move_what_hangs_on(into: Mapping[str, str]) -> None:
    """Posts, replies, assignments and the Issue's way back go with the work."""
    posts = select_in(
        "Social Interaction", ("name", "external_key", "conversation"), "conversation", list(into)
    )
    update_rows(
        "Social Interaction", [{**row, "conversation": into[row["conversation"]]} for row in posts]
    )
    replies = select_in("Social Reply", ("name", "conversation"), "conversation", list(into))
    update_rows(
        "Social Reply", [{**row, "conversation": into[row["conversation"]]} for row in replies]
    )
    tasks = select_in("ToDo", ("name", "reference_name", *TASK), "reference_name", list(into))
    update_rows(
        "ToDo",
        [
            {"name": row["name"], "reference_name": into[row["reference_name"]]}
            for row in tasks
            if (row["reference_type"], row["status"]) == ("Social Conversation", "Open")
        ],
    )
    frappe.db.sql(
        "UPDATE `tabIssue` issue JOIN `tabSocial Conversation` work ON work.issue = issue.name"
        " SET issue.social_conversation = work.name WHERE work.name IN %(names)s",
        {"names": tuple(set(into.values()))},
    )


def _empty(rows: Mapping[str, Row], into: Mapping[str, str]) -> None:
    """Nothing is left in a duplicate, and it quotes nobody."""
    profiles = {rows[name]["profile"] for name in into}
    handles = {
        row["name"]: row["handle"] or ""
        for row in select_in("Social Profile", ("name", "handle"), "name", list(profiles))
    }
    update_rows(
        "Social Conversation",
        [
            {
                "name": name,
                "subject": without_words(handles.get(row["profile"], ""), row["visibility"]),
                "inbound_count": 0,
                "outbound_count": 0,
                "last_inbound": None,
                "waiting_since_utc": None,
                "respond_by": None,
                "respond_by_utc": None,
            }
            for name in into
            for row in [rows[name]]
        ],
    )


def _remark(into: Mapping[str, str]) -> None:
    """Both timelines tell it, with a link to the other."""
    user = frappe.session.user
    went, came = _("went on in {0}: one author in one thread"), _("took in {0}: the same thread")
    remarks = [(old, went.format(_link(new))) for old, new in into.items()]
    remarks += [(new, came.format(_link(old))) for old, new in into.items()]
    insert_rows(
        "Comment",
        [
            {
                "name": new_name(),
                "comment_type": "Info",
                "reference_doctype": "Social Conversation",
                "reference_name": name,
                "comment_email": user,
                "comment_by": get_fullname(user),
                "content": content,
            }
            for name, content in remarks
        ],
    )


def _link(conversation: str) -> str:
    return f'<a href="/app/social-conversation/{conversation}">{conversation}</a>'
