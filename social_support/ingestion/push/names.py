"""The names of those who wrote what was pushed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import profile_key
from social_support.ingestion.threads import MAX_CALLS_PER_PAGE, PATIENCE
from social_support.networks.contract import Network, Page, Post
from social_support.networks.errors import NetworkError, Transient


def with_names(
    channel: Document,
    network: Network,
    page: Page,
    failures: int,
    is_over: Callable[[], bool] = bool,
) -> Page:
    """`page`, with what the network shows in place of posts whose author has a name neither in the
    delivery nor here: Meta pushes a message with the sender's number alone. Before its transaction.

    A conversation bears its author's name from the beginning. What the network does not show stays
    as it was pushed, until a reading brings the name, and so does what `is_over` leaves no calls
    for. `failures`: how often this was tried in vain; raises Transient unless that was often.
    """
    ids = (
        [post.external_id for post in _nameless(channel, page)]
        if network.shows_single_posts
        else []
    )
    shown: dict[str, Post] = {}
    size = network.refresh_batch
    for start in range(0, min(len(ids), MAX_CALLS_PER_PAGE * size), size):
        if is_over():
            break
        try:
            found = network.refresh(ids[start : start + size])
        except Transient:
            if failures < PATIENCE:
                raise
            break
        except NetworkError:
            break
        shown |= {post.external_id: post for post in found}
    return replace(page, posts=tuple(shown.get(post.external_id, post) for post in page.posts))


def _nameless(channel: Document, page: Page) -> list[Post]:
    posts = [post for post in page.posts if not (post.deleted or post.author.handle)]
    keys = {profile_key(channel.network, post.author.external_id): post for post in posts}
    filters = {"external_key": ("in", [*keys, ""]), "handle": ("!=", "")}
    named = {
        keys[key].author.external_id
        for key in frappe.get_all("Social Profile", filters, pluck="external_key")
    }
    return [post for post in posts if post.author.external_id not in named]
