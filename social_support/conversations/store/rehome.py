"""A post that became private, or public, goes to the conversation where it belongs now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from frappe.model.document import Document

from social_support.conversations.keys import new_name, open_key
from social_support.conversations.store.interactions import INCOMING, PRIVATE_THREAD
from social_support.conversations.store.merge import Place, regroup
from social_support.conversations.store.rows import (
    insert_rows,
    lock_rows,
    select_in,
    update_rows,
)
from social_support.networks.contract import PRIVATE, Post

# What the new conversation of a post takes over from the one that it leaves.
TAKEN = (
    "status",
    "outcome",
    "closed_on",
    "closed_by_deletion",
    "on_hold_until",
    "priority",
    "priority_reasons",
    "value_counts",
    "category",
    "sentiment",
    "user_group",
    "profile",
    "channel",
    "network",
    "company",
    "first_responded_on",
    "first_response_time",
    "answered_elsewhere",
    "last_outbound_on",
    "waiting_since_utc",
)
Row = dict[str, Any]


def rehome(channel: Document, changed: Sequence[tuple[Post, Row]]) -> set[str]:
    """Move known posts by their new visibility; answers the conversations that they came to.

    `changed`: each post with its row as it was. A conversation whose only post it was goes along
    with all that people did to it; otherwise the post begins one of its own, or joins the author's
    open one. Our own post leaves a public conversation when it became private.
    """
    _let_go([row for post, row in changed if row["direction"] != INCOMING and _hides(post)])
    theirs = [
        (post, row) for post, row in changed if row["direction"] == INCOMING and row["conversation"]
    ]
    if not theirs:
        return set()
    places = {row["name"]: _place(post) for post, row in theirs}
    leaving: dict[tuple[str, Place], list[Row]] = defaultdict(list)
    for _post, row in theirs:
        leaving[row["conversation"], places[row["name"]]].append(row)
    homes = _homes(channel, leaving)
    rows = [row for _post, row in theirs]
    _write_posts(rows, places, homes)
    moved = regroup(channel, {homes[row["name"]]: places[row["name"]] for row in rows})
    return moved.conversations


def _hides(post: Post) -> bool:
    return post.visibility == PRIVATE


def _let_go(rows: Sequence[Row]) -> None:
    update_rows(
        "Social Interaction",
        [
            {"name": row["name"], "external_key": row["external_key"], "conversation": None}
            for row in rows
        ],
    )


def _place(post: Post) -> Place:
    if _hides(post):
        return Place(PRIVATE_THREAD + post.author.external_id, PRIVATE)
    return Place(post.thread_id or post.parent_id or post.external_id, post.visibility)


def _homes(channel: Document, leaving: Mapping[tuple[str, Place], list[Row]]) -> dict[str, str]:
    """The conversation that each post belongs to from now on: {interaction: conversation}."""
    old = lock_rows("Social Conversation", TAKEN, {name for name, _place in leaving})
    posts = select_in(
        "Social Interaction", ("conversation", "direction"), "conversation", list(old)
    )
    staying = defaultdict(int)
    for post in posts:
        staying[post["conversation"]] += post["direction"] == INCOMING
    homes: dict[str, str] = {}
    opened = []
    for (name, place), rows in leaving.items():
        staying[name] -= len(rows)
        home = name
        if staying[name]:
            home = new_name()
            opened.append(_opened(channel, home, place, old[name]))
        homes |= {row["name"]: home for row in rows}
    insert_rows("Social Conversation", opened)
    return homes


def _opened(channel: Document, name: str, place: Place, old: Row) -> Row:
    return {
        **{column: old[column] for column in TAKEN},
        "name": name,
        "previous_conversation": old["name"],
        # Its own for now: `regroup` sees who has it.
        "open_key": open_key(channel.name, name, old["profile"]),
        "thread_id": place.thread_id,
        "visibility": place.visibility,
    }


def _write_posts(
    rows: Sequence[Row], places: Mapping[str, Place], homes: Mapping[str, str]
) -> None:
    update_rows(
        "Social Interaction",
        [
            {
                "name": row["name"],
                "external_key": row["external_key"],
                "conversation": homes[row["name"]],
                "thread_id": places[row["name"]].thread_id,
            }
            for row in rows
        ],
    )
