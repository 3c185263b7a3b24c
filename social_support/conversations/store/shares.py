"""A share is a fact without a conversation: it counts on the post that it passes on."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe

from social_support.conversations.keys import post_key
from social_support.conversations.store.interactions import SHARE, Arrival
from social_support.conversations.store.rows import select_in, update_rows

FIELDS = ("name", "external_key", "share_count")


def shares_in_page(
    channel: str, arrivals: Iterable[Arrival], stored: Mapping[str, int]
) -> dict[str, int]:
    """How often each new post was passed on, as far as we saw it: {key: number}.

    stored: the same of the shares that were there before.
    """
    shares = dict(stored)
    for arrival in arrivals:
        if arrival.is_share and arrival.post.parent_id:
            key = post_key(channel, arrival.post.parent_id)
            shares[key] = shares.get(key, 0) + 1
    return shares


def count_new(channel: str, arrivals: Iterable[Arrival]) -> None:
    """Posts that stood before say at least as many shares as are stored now."""
    keys = {
        post_key(channel, arrival.post.parent_id)
        for arrival in arrivals
        if arrival.is_share and arrival.post.parent_id
    }
    _write(keys, lambda _key, told, seen: max(told, seen))


def forget_deleted(rows: Iterable[Mapping[str, Any]]) -> None:
    """`rows`: shares that were deleted now. A number that came of counting them goes down; one that
    the network told stays until it tells another.
    """
    gone = Counter(row["parent_key"] for row in rows if row["kind"] == SHARE)

    def less(key: str, told: int, seen: int) -> int:
        return seen if told == seen + gone[key] else told

    _write({key for key in gone if key}, less)


def standing_shares(keys: Iterable[str]) -> dict[str, int]:
    """How many shares of each post (by key) are stored and not deleted."""
    wanted = tuple(sorted(keys))
    if not wanted:
        return {}
    rows = frappe.db.sql(
        """SELECT parent_key, COUNT(*) FROM `tabSocial Interaction`
        WHERE parent_key IN %(keys)s AND kind = %(share)s AND deleted = 0 GROUP BY parent_key""",
        {"keys": wanted, "share": SHARE},
    )
    return dict(rows)


def _write(keys: set[str], count: Callable[[str, int, int], int]) -> None:
    """`count` makes the new number of a post's key, its old number, and the shares that stand."""
    posts = select_in("Social Interaction", FIELDS, "external_key", list(keys))
    seen = standing_shares(row["external_key"] for row in posts)
    changed = []
    for row in posts:
        key, told = row["external_key"], row["share_count"]
        number = count(key, told, seen.get(key, 0))
        if number != told:
            changed.append({**row, "share_count": number})
    update_rows("Social Interaction", changed)
