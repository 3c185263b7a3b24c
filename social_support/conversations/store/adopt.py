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
    for row in rows:
        post = by_link[row["external_key"]]
        facts = {
            "external_id": post.external_id,
            "external_key": post_key(channel.name, post.external_id),
            "same_post_key": same_post_key(channel.network, post.external_id),
            "can_reply": int(post.can_reply),
            "cannot_reply_reason": post.cannot_reply_reason,
        }
        frappe.db.set_value("Social Interaction", row["name"], facts)
