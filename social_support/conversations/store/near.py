"""What is stored around the posts of a page: what they answer, and what answers them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe

from social_support.conversations.keys import post_key
from social_support.conversations.store.interactions import (
    PRIVATE_THREAD,
    SHARE,
    Arrival,
    private_key,
)
from social_support.conversations.store.rows import select_in
from social_support.networks.contract import PUBLIC

PARENT = (
    "name",
    "external_key",
    "external_id",
    "thread_id",
    "conversation",
    "direction",
    "kind",
    "visibility",
)


@dataclass
class Near:
    """parents: {external id: the stored post}; threads_below: {key of a new post: the public
    threads of what answers it}; loose: keys of posts, or private threads, below which answers of
    ours hang without a conversation; shares: {key: how often it was passed on}.
    """

    channel: str
    parents: dict[str, dict[str, Any]] = field(default_factory=dict)
    threads_below: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    loose: set[str] = field(default_factory=set)
    shares: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def is_stored(self, external_id: str) -> bool:
        """Whether a post with this id is stored. Asked only where the network's words differ."""
        key = post_key(self.channel, external_id)
        return bool(select_in("Social Interaction", ["name"], "external_key", [key]))

    def answers_erased(self, arrival: Arrival) -> bool:
        """Whether it answers a post of somebody who was erased: such a row keeps no id."""
        parent = self.parents.get(arrival.post.parent_id or "")
        return bool(parent) and not parent["external_id"]


def look_around(channel: str, arrivals: Sequence[Arrival]) -> Near:
    """The surroundings of new posts, in two statements."""
    near = Near(channel, parents=_parents(channel, arrivals))
    for row in _below(_keys(channel, arrivals)):
        key = row["parent_key"]
        if row["is_share"]:
            near.shares[key] += int(row["standing"])
            continue
        if row["is_loose"]:
            near.loose.add(key)
        if row["visibility"] == PUBLIC and not row["thread_id"].startswith(PRIVATE_THREAD):
            near.threads_below[key].add(row["thread_id"])
    return near


def _parents(channel: str, arrivals: Iterable[Arrival]) -> dict[str, dict[str, Any]]:
    ids = {
        post_key(channel, arrival.post.parent_id): arrival.post.parent_id
        for arrival in arrivals
        if arrival.post.parent_id and not arrival.is_share
    }
    rows = select_in("Social Interaction", PARENT, "external_key", list(ids))
    return {ids[row["external_key"]]: row for row in rows}


def _keys(channel: str, arrivals: Iterable[Arrival]) -> set[str]:
    keys = set()
    for arrival in arrivals:
        keys.add(arrival.key)
        if arrival.is_private and arrival.incoming:
            keys.add(private_key(channel, arrival.post.author.external_id))
    return keys


def _below(keys: set[str]) -> list[dict[str, Any]]:
    """In groups: an old post of ours may have thousands of answers."""
    return frappe.db.sql(
        """SELECT parent_key, MIN(thread_id) AS thread_id, visibility, kind = %(share)s AS is_share,
            direction = 'Outgoing' AND conversation IS NULL AS is_loose,
            SUM(deleted = 0) AS standing
        FROM `tabSocial Interaction`
        WHERE parent_key IN %(keys)s
        GROUP BY parent_key, BINARY thread_id, visibility, is_share, is_loose""",
        {"keys": tuple(sorted(keys)), "share": SHARE},
        as_dict=True,
    )
