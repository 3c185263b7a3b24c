"""The thread of a reply to a post that we never saw, as the network tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import post_key
from social_support.networks.contract import Network, Page, Post
from social_support.networks.errors import NetworkError, Transient

MAX_CALLS_PER_PAGE = 10
# So often a page waits for a network that does not tell its threads.
PATIENCE = 3


def with_roots(
    channel: Document,
    network: Network,
    page: Page,
    failures: int = 0,
    is_over: Callable[[], bool] = bool,
) -> Page:
    """`page` with the threads of replies whose parent we do not have. Before its transaction.

    At most ten replies a page are asked for. One whose thread the network does not tell keeps none:
    it is stored in a thread of its own rather than not at all, and so is what `is_over` leaves no
    time for. `failures`: how often the stream has failed in a row; raises Transient unless that was
    often.
    """
    roots: dict[str, str] = {}
    for post in _strays(channel, page)[:MAX_CALLS_PER_PAGE]:
        if is_over():
            break
        try:
            root = network.thread_root(post)
        except Transient:
            if failures < PATIENCE:
                raise
            break
        except NetworkError:
            continue
        if root:
            roots[post.external_id] = root
    posts = (
        replace(post, thread_id=roots.get(post.external_id, post.thread_id)) for post in page.posts
    )
    return replace(page, posts=tuple(posts)) if roots else page


def _strays(channel: Document, page: Page) -> list[Post]:
    in_page = {post.external_id for post in page.posts}
    replies = [
        post
        for post in page.posts
        if post.thread_id is None and post.parent_id and post.parent_id not in in_page
    ]
    stored = _stored(channel, replies)
    return [
        post
        for post in replies
        if not stored & {_key(channel, post.parent_id), _key(channel, post.external_id)}
    ]


def _stored(channel: Document, replies: list[Post]) -> set[str]:
    """The keys of those replies, and of the posts that they answer, that are stored already."""
    ids = {post.parent_id for post in replies} | {post.external_id for post in replies}
    if not ids:
        return set()
    filters = {"external_key": ("in", [_key(channel, external_id) for external_id in ids])}
    return set(frappe.get_all("Social Interaction", filters=filters, pluck="external_key"))


def _key(channel: Document, external_id: str) -> str:
    return post_key(channel.name, external_id)
