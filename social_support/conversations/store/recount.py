"""What a conversation says of its posts, read from them.

New posts are added to what stands in the row (`progress`). Where that is not enough, because posts
were moved, edited or deleted, the row is made anew here, by the same rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_support.conversations.clock import to_site
from social_support.conversations.due import Goals, due_columns
from social_support.conversations.store.interactions import INCOMING
from social_support.conversations.store.progress import response_time
from social_support.conversations.store.rows import lock_rows, select_in, update_rows
from social_support.conversations.store.subject import subject, without_words

CLOSING = ("status", "outcome", "closed_on", "closed_by_deletion", "on_hold_until")
STATE = (
    *CLOSING,
    "priority",
    "visibility",
    "profile",
    "waiting_since_utc",
    "first_responded_on",
    "first_response_time",
    "last_outbound_on",
)
POST = ("name", "external_id", "conversation", "direction", "deleted", "posted_at_utc")
Row = dict[str, Any]


def recount(conversations: Iterable[str]) -> list[str]:
    """Bring counters, clocks and subjects in step with the posts; what is left without any post
    that still stands, and is Open or On Hold, is closed, until a post stands there again.

    The names of our posts that answer all that stands in an Open conversation, of which nobody has
    said so yet: what came behind them is gone.
    """
    rows = lock_rows("Social Conversation", STATE, conversations)
    if not rows:
        return []
    posts = _posts(rows)
    first = {name: _first_standing(posts[name]) for name in rows}
    subjects = _subjects(rows, {name: post["name"] for name, post in first.items() if post})
    goals = Goals.now()
    counted = {name: _counted(row, posts[name], goals) for name, row in rows.items()}
    update_rows(
        "Social Conversation",
        [{"name": name, "subject": subjects[name], **facts} for name, facts in counted.items()],
    )
    return [answer for name in rows if (answer := _unsaid(counted[name], posts[name]))]


def _unsaid(counted: Row, posts: Sequence[Row]) -> str | None:
    """Our last post, where the conversation waits although nothing came behind that."""
    standing = [post for post in posts if not post["deleted"]]
    waits = counted["status"] == "Open" and standing
    return standing[-1]["name"] if waits and standing[-1]["direction"] != INCOMING else None


def _posts(conversations: Iterable[str]) -> Mapping[str, list[Row]]:
    posts = defaultdict(list)
    for post in select_in("Social Interaction", POST, "conversation", list(conversations)):
        posts[post["conversation"]].append(post)
    for found in posts.values():
        found.sort(key=lambda post: (post["posted_at_utc"], post["external_id"]))
    return posts


def _counted(row: Row, posts: Sequence[Row], goals: Goals) -> Row:
    theirs = [post for post in posts if post["direction"] == INCOMING]
    standing = [post["posted_at_utc"] for post in theirs if not post["deleted"]]
    ours = [
        to_site(post["posted_at_utc"], goals.zone)
        for post in posts
        if post["direction"] != INCOMING
    ]
    answered = max([*ours, *filter(None, [row["last_outbound_on"]])], default=None)
    first, last = (theirs[0], theirs[-1]) if theirs else (None, None)
    counted = {
        "inbound_count": len(theirs),
        "outbound_count": len(ours),
        "first_post_at_utc": first and first["posted_at_utc"],
        "first_post_on": first and to_site(first["posted_at_utc"], goals.zone),
        "last_inbound": last and last["name"],
        "last_inbound_at_utc": last and last["posted_at_utc"],
        "last_inbound_on": last and to_site(last["posted_at_utc"], goals.zone),
        "last_outbound_on": answered,
        "first_response_time": response_time(row, first and first["posted_at_utc"]),
    }
    return counted | _state(row, standing, answered, goals)


def _state(row: Row, standing: Sequence[datetime], answered: datetime | None, goals: Goals) -> Row:
    """Status and clocks; `standing`: the times of the customer's posts that still stand."""
    state = {field: row[field] for field in CLOSING}
    if not standing and row["status"] in ("Open", "On Hold"):
        state = {
            "status": "Closed",
            "outcome": "No Answer Needed",
            "closed_on": now_datetime(),
            "closed_by_deletion": 1,
            "on_hold_until": None,
        }
    elif standing and row["status"] == "Closed" and row["closed_by_deletion"]:
        state = {**dict.fromkeys(CLOSING), "status": "Open", "outcome": "", "closed_by_deletion": 0}
    waiting = _waiting_since(row, standing, answered, goals) if state["status"] == "Open" else None
    due = due_columns(row["priority"] or "Medium", waiting, goals)
    return {**state, "waiting_since_utc": waiting, **due}


def _waiting_since(
    row: Row, standing: Sequence[datetime], answered: datetime | None, goals: Goals
) -> datetime | None:
    unanswered = [at for at in standing if answered is None or to_site(at, goals.zone) > answered]
    if unanswered:
        return min(unanswered)
    # Answered, but nobody said yet that this was the answer.
    return row["waiting_since_utc"] and min(standing, default=None)


def _first_standing(posts: Sequence[Row]) -> Row | None:
    return next((p for p in posts if p["direction"] == INCOMING and not p["deleted"]), None)


def _subjects(rows: Mapping[str, Row], first: Mapping[str, str]) -> dict[str, str]:
    profiles = {row["profile"] for row in rows.values() if row["profile"]}
    handles = {
        row["name"]: row["handle"] or ""
        for row in select_in("Social Profile", ["name", "handle"], "name", list(profiles))
    }
    texts = {row["name"]: row["text"] or "" for row in _texts(list(first.values()))}
    subjects = {}
    for name, row in rows.items():
        handle = handles.get(row["profile"], "")
        if name in first:
            subjects[name] = subject(handle, texts[first[name]], row["visibility"])
        else:
            subjects[name] = without_words(handle, row["visibility"])
    return subjects


def _texts(names: Sequence[str]) -> list[Row]:
    if not names:
        return []
    return frappe.db.sql(
        "SELECT name, LEFT(text, 4000) AS text FROM `tabSocial Interaction`"
        " WHERE name IN %(names)s",
        {"names": tuple(names)},
        as_dict=True,
    )
