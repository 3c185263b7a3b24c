"""Posts that a person added under their link, before the network told us their ids."""

from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import post_key, same_post_key
from social_support.conversations.store.rows import select_in
from social_support.networks.contract import Post


def adopt_by_hand(channel: Document, posts: Sequence[Post]) -> None:
    """Give stored posts that bear their link in place of an id the id that `posts` show.

    So the store knows them when it meets them again, and adds no second. Caller has the lock.
    """
    by_link = {post_key(channel.name, post.permalink): post for post in posts if post.permalink}
    rows = select_in("Social Interaction", ["name", "external_key"], "external_key", [*by_link])
    found = [by_link[row["external_key"]] for row in rows]
    taken = _taken({post_key(channel.name, post.external_id) for post in found})
    for row, post in zip(rows, found, strict=True):
        key = post_key(channel.name, post.external_id)
        if key in taken and key != row["external_key"]:
            # Stored already, under its id: the one added by hand stays what it is.
            continue
        taken.add(key)
        facts = {
            "external_id": post.external_id,
            "external_key": key,
            "same_post_key": same_post_key(channel.network, post.external_id),
            "can_reply": int(post.can_reply),
            "cannot_reply_reason": post.cannot_reply_reason,
        }
        frappe.db.set_value("Social Interaction", row["name"], facts)


def _taken(keys: set[str]) -> set[str]:
    rows = select_in("Social Interaction", ["external_key"], "external_key", [*keys])
    return {row["external_key"] for row in rows}
