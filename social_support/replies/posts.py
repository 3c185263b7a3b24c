"""The post that is answered and the answer itself, as the network's contract wants them."""

from __future__ import annotations

from datetime import datetime, timezone

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.networks.contract import PUBLIC, Author, Post, Published, Target

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


def target(interaction: str) -> Target:
    """What a reply to this interaction answers."""
    return target_of(load(interaction))


def target_of(post: frappe._dict) -> Target:
    """The same for a post that is loaded already.

    The thread of a private post is our own notion (see `conversations.store`): no network knows it.
    """
    return Target(
        external_id=post.external_id,
        author_handle=post.author.handle or "",
        kind=post.kind,
        visibility=post.visibility,
        thread_id=post.thread_id if post.visibility == PUBLIC else None,
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
    )
