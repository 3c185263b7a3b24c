"""One post that reached several of our channels, as the second mention of two accounts does."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder import DocType

from social_support.conversations import sight

MOST_CHANNELS = 10
"""Channels that are named for one post."""


def channels(keys: Iterable[str | None]) -> dict[str, list[dict[str, Any]]]:
    """{same_post_key: [{channel, channel_name, conversation}]} of the channels that the session's
    user sees, by name; one query by the index on the key."""
    known = sorted({key for key in keys if key})
    if not known:
        return {}
    post, channel = DocType("Social Interaction"), DocType("Social Channel")
    query = (
        frappe.qb.from_(post)
        .join(channel)
        .on(channel.name == post.channel)
        .select(post.same_post_key, post.conversation, post.channel, channel.channel_name)
        .where(post.same_post_key.isin(known) & (post.direction == "Incoming"))
        .orderby(channel.channel_name)
        .limit(MOST_CHANNELS * len(known))
    )
    found = defaultdict(list)
    for row in sight.within(query, post.channel).run(as_dict=True):
        found[row.pop("same_post_key")].append(row)
    return found


def with_channels(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each told on which other channels (`also_on`) its post (`same_post_key`) came."""
    known = channels(row["same_post_key"] for row in rows)
    return [row | {"also_on": _others(row, known)} for row in rows]


def once(cards: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first of those cards that show the same post, and every other card."""
    kept: dict[str, dict[str, Any]] = {}
    for card in cards:
        if not any(other["conversation"] in kept for other in card["also_on"]):
            kept[card["name"]] = card
    return list(kept.values())


def _others(row: dict[str, Any], known: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    there = known.get(row["same_post_key"] or "", [])
    return [each for each in there if each["channel"] != row["channel"]]
