"""Posts that a person added under their link, before the network told us their ids."""

from collections.abc import Sequence

from frappe.model.document import Document

from social_support.conversations.keys import post_key, same_post_key
from social_support.conversations.store.rows import select_in, update_rows
from social_support.networks.contract import Post
from social_support.networks.links import one_spelling

FIELDS = ("name", "external_key", "external_id", "permalink", "channel")


def adopt_by_hand(channel: Document, posts: Sequence[Post]) -> None:
    """Give stored posts that bear their link in place of an id the id that `posts` show.

    So the store knows them when it meets them again, and adds no second, and they can be answered
    where the network says so. Links are the same however they are spelled. Caller has the lock.
    """
    by_link = {link_key(channel.network, p.permalink): p for p in posts if p.permalink}
    rows = [
        row
        for row in select_in(
            "Social Interaction", [*FIELDS, "same_post_key"], "same_post_key", [*by_link]
        )
        if row["channel"] == channel.name and row["external_id"] == row["permalink"]
    ]
    found = [by_link[row["same_post_key"]] for row in rows]
    taken = _taken({post_key(channel.name, post.external_id) for post in found})
    adopted = []
    for row, post in zip(rows, found, strict=True):
        key = post_key(channel.name, post.external_id)
        if key in taken and key != row["external_key"]:
            # Stored already, under its id: the one added by hand stays what it is.
            continue
        taken.add(key)
        adopted.append(
            {
                "name": row["name"],
                "external_key": key,
                "external_id": post.external_id,
                "same_post_key": same_post_key(channel.network, post.global_id or post.external_id),
                "can_reply": int(post.can_reply),
                "cannot_reply_reason": post.cannot_reply_reason,
            }
        )
    update_rows("Social Interaction", adopted)


def link_key(network: str, link: str) -> str:
    """The `same_post_key` of a post that is known by its link alone."""
    return same_post_key(network, one_spelling(link))


def _taken(keys: set[str]) -> set[str]:
    rows = select_in("Social Interaction", ["external_key"], "external_key", [*keys])
    return {row["external_key"] for row in rows}
