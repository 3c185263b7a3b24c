"""What is pushed of posts that are stored already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.clock import site_zone
from social_support.conversations.keys import post_key
from social_support.conversations.store.interactions import edited_on
from social_support.networks.contract import Network, Page, Post

FIELDS = (
    "external_key",
    "text",
    "content_warning",
    "edited_on",
    "hidden_on_network",
    "deleted",
    "text_removed",
)


def set_apart(channel: Document, network: Network, page: Page) -> tuple[Page, list[str]]:
    """`page` without the posts that are stored already, and the ids of those that read otherwise.

    A delivery says how a post read when it was written, and comes when it comes: late, again after
    a day (Meta tries for 36 hours), behind a later one; and few networks say when a post was
    edited. So it never changes what is stored, which was read later as often as not: the network is
    to be asked how the post reads now. Deletions stay in the page, as nobody takes one back, and so
    does everything of a network that can't be asked.
    """
    if not network.shows_single_posts:
        return page, []
    stored = _stored(channel, page)
    new = tuple(post for post in page.posts if post.deleted or post.external_id not in stored)
    known = [post for post in page.posts if not post.deleted and post.external_id in stored]
    other = [post.external_id for post in known if _differs(post, stored[post.external_id])]
    return replace(page, posts=new), other


def _stored(channel: Document, page: Page) -> dict[str, dict[str, Any]]:
    """What is stored of the page's posts: {external id: row}."""
    keys = {post_key(channel.name, post.external_id): post.external_id for post in page.posts}
    filters = {"external_key": ("in", [*keys, ""])}
    rows = frappe.get_all("Social Interaction", filters, list(FIELDS), limit_page_length=0)
    return {keys[row.external_key]: row for row in rows}


def _differs(post: Post, row: dict[str, Any]) -> bool:
    if row["deleted"] or row["text_removed"]:
        return False
    words = (post.text, post.content_warning) != (row["text"], row["content_warning"] or "")
    hides = post.hidden is not None and post.hidden != bool(row["hidden_on_network"])
    return words or hides or edited_on(post, site_zone()) != row["edited_on"]
