"""The post that is answered and the answer itself, as the network's contract wants them."""

from __future__ import annotations

from datetime import datetime, timezone

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.networks.contract import PRIVATE, PUBLIC, Author, Post, Published, Target

FIELDS = (
    "name",
    "channel",
    "conversation",
    "profile",
    "direction",
    "kind",
    "visibility",
    "text",
    "content_warning",
    "language",
    "posted_on",
    "permalink",
    "deleted",
    "can_reply",
    "cannot_reply_reason",
    "hidden_on_network",
    "external_id",
    "thread_id",
)
AUTHOR_FIELDS = ("name", "handle", "display_name", "url", "verified", "followers", "external_id")


def load(interaction: str) -> frappe._dict:
    """The interaction's FIELDS with its `author` (AUTHOR_FIELDS)."""
    post = frappe.db.get_value("Social Interaction", interaction, FIELDS, as_dict=True)
    if not post:
        frappe.throw(
            _("This post does not exist any more. Refresh the page."), frappe.DoesNotExistError
        )
    author = frappe.db.get_value("Social Profile", post.profile, AUTHOR_FIELDS, as_dict=True)
    post.author = author or frappe._dict.fromkeys(AUTHOR_FIELDS, "")
    return post


def target(reply: frappe._dict) -> Target:
    """What a row of the outbox answers."""
    return target_of(load(reply.in_reply_to), reply.visibility)


def target_of(post: frappe._dict, visibility: str) -> Target:
    """What a reply of this visibility to the post answers. It is private where either of them is.

    The thread of a private post is our own notion (see `conversations.store`): no network knows it.
    """
    private = PRIVATE in (post.visibility, visibility)
    return Target(
        external_id=post.external_id,
        author_handle=post.author.handle or "",
        kind=post.kind,
        visibility=PRIVATE if private else PUBLIC,
        thread_id=None if private else post.thread_id,
        content_warning=post.content_warning or "",
        language=post.language or "",
        permalink=post.permalink or "",
        author_external_id=post.author.external_id or "",
    )


def answer(answered: Target, text: str, channel: Document, published: Published) -> Post:
    """Our reply as a post, for networks that tell no more of it than its id."""
    return Post(
        external_id=published.external_id,
        author=Author(channel.account_external_id or "", channel.handle or ""),
        posted_on=datetime.now(timezone.utc),
        thread_id=answered.thread_id,
        parent_id=answered.external_id,
        kind="Reply",
        visibility=answered.visibility,
        text=text,
        permalink=published.permalink,
        content_warning=answered.content_warning,
        language=answered.language,
        addressed_to=answered.author_external_id if answered.visibility == PRIVATE else "",
    )
