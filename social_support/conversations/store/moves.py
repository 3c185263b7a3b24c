"""Stored posts follow when a thread turns out to be part of another one."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import post_key
from social_support.conversations.store.interactions import INCOMING, SHARE
from social_support.conversations.store.merge import Moved, Place, regroup
from social_support.conversations.store.rows import update_rows
from social_support.conversations.store.threads import final
from social_support.networks.contract import PUBLIC


def follow(channel: Document, moves: Mapping[str, str], posts: Iterable[str] = ()) -> Moved:
    """Give stored public posts the thread that theirs belongs to ({its name: the thread}), with
    their conversations. `posts`: names of rows that are in such a thread without hanging below the
    post that it is named after.
    """
    if not moves:
        return Moved()
    rows = [row for row in _posts_in(channel.name, moves, posts) if row["thread_id"] in moves]
    update_rows(
        "Social Interaction",
        [
            {
                "name": row["name"],
                "external_key": row["external_key"],
                "thread_id": final(row["thread_id"], moves),
            }
            for row in rows
        ],
    )
    places = {
        row["conversation"]: Place(final(row["thread_id"], moves), PUBLIC)
        for row in rows
        if row["conversation"] and row["direction"] == INCOMING
    }
    return regroup(channel, places)


def _posts_in(channel: str, moves: Mapping[str, str], posts: Iterable[str]) -> list[dict[str, Any]]:
    """All that hangs, however deep, below the posts that these threads are named after."""
    return frappe.db.sql(
        """WITH RECURSIVE below AS (
            SELECT name, external_key, thread_id FROM `tabSocial Interaction`
            WHERE parent_key IN %(keys)s AND visibility = 'Public' AND kind != %(share)s
            UNION
            SELECT name, external_key, thread_id FROM `tabSocial Interaction`
            WHERE name IN %(names)s
            UNION
            SELECT post.name, post.external_key, post.thread_id
            FROM below JOIN `tabSocial Interaction` post ON post.parent_key = below.external_key
            WHERE BINARY post.thread_id = BINARY below.thread_id
                AND post.visibility = 'Public' AND post.kind != %(share)s
        )
        SELECT post.name, post.external_key, post.thread_id, post.conversation, post.direction
        FROM below JOIN `tabSocial Interaction` post ON post.name = below.name""",
        {
            "keys": tuple(post_key(channel, thread) for thread in moves),
            "names": tuple(posts) or ("",),
            "share": SHARE,
        },
        as_dict=True,
    )
