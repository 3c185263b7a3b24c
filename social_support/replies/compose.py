"""What the reply dialog shows, and why a post can't be answered."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels, site_identity
from social_support.conversations.thread import reply_label
from social_support.networks.contract import PRIVATE, Network
from social_support.networks.errors import NetworkError

from . import posts, seen, ways, words

SHOWN_OF_POST = (
    "name",
    "kind",
    "visibility",
    "text",
    "content_warning",
    "posted_on",
    "permalink",
    "deleted",
)


def compose(interaction: str | None = None, conversation: str | None = None) -> dict[str, Any]:
    """Everything a person needs before answering an interaction (or a conversation's newest post).

    `refusal` is the sentence that says why it can't be answered here, or None; `label` and `send`
    name the buttons by the post's own visibility; `private` tells of the other choice, a private
    answer to a public post (see `ways.in_private`); `in_view_of` is given back to `outbox.send`,
    which refuses when somebody answered since; `answered` tells who answered already.
    `used` and `limit` are in the characters that the network counts, for an empty text. On a copy
    of the channel's site there is no network to ask: what is told of the text is left out.
    """
    post = posts.load(interaction or newest_post(conversation))
    channel = channels.load(post.channel)
    if reason := site_identity.why_silent(channel):
        return _shown(post, channel) | {"refusal": reason}
    return _shown(post, channel) | _told_by_network(post, channel)


def _shown(post: frappe._dict, channel: Document) -> dict[str, Any]:
    return {
        "interaction": post.name,
        "conversation": post.conversation,
        "post": {field: post[field] for field in SHOWN_OF_POST} | {"author": post.author},
        "channel": channel.name,
        "channel_name": channel.channel_name,
        "handle": channel.handle,
        "visibility": post.visibility,
        "label": reply_label(post.visibility),
        "send": ways.send_label(post.visibility),
        "private": None,
        "in_view_of": seen.newest_in(post.conversation),
        "answered": seen.answered_since(post.conversation, post.name),
        **_guideline(post.conversation),
    }


def _told_by_network(post: frappe._dict, channel: Document) -> dict[str, Any]:
    network = open_network(channel)
    return {
        "network_label": network.label,
        **ways.usual(post, network),
        "private": ways.in_private(post, network),
        "refusal": why_not(post, channel, network),
    }


def measure(interaction: str, text: str, visibility: str | None = None) -> dict[str, Any]:
    """How long a reply with this text is and may be, as the network counts, and what whoever writes
    it should know of it: {used, limit, remark}. `visibility`: who may read it, if not whoever reads
    the post.
    """
    post = posts.load(interaction)
    target = posts.target_of(post, visibility or post.visibility)
    length = open_network(channels.load(post.channel)).measure(target, text)
    remark = _(length.remark) if length.remark else ""
    return {"used": length.used, "limit": length.limit, "remark": remark}


def newest_post(conversation: str) -> str:
    """The author's newest post in the conversation that still stands, or the newest at all."""
    found = frappe.get_all(
        "Social Interaction",
        filters={"conversation": conversation, "direction": "Incoming"},
        order_by="deleted asc, posted_at_utc desc",
        pluck="name",
        limit=1,
    )
    if not found:
        frappe.throw(_("There is no post to answer in this conversation."))
    return found[0]


def why_not(post: frappe._dict, channel: Document, network: Network) -> str | None:
    """The sentence that says why this post can't be answered from here, or None if it can."""
    if post.deleted:
        return _("The author has deleted this post. There is nothing to answer any more.")
    if post.direction == "Outgoing":
        return _("This is our own post. Answer one of the author's.")
    if not post.can_reply:
        reason = post.cannot_reply_reason or _("The network does not allow it.")
        return _("This post can't be answered from here. {0}").format(_(reason))
    private = post.visibility == PRIVATE
    if not (network.can_reply_privately if private else network.can_reply_publicly):
        return _(
            "{0} takes no answers to such posts from other programs. Answer on the network, then "
            "press I Answered on the Network."
        ).format(network.label)
    return channels.why_not_sending(channel)


def why_not_this_text(
    post: frappe._dict, text: str, visibility: str, network: Network
) -> str | None:
    """The sentence that says why this text can't be sent, or None if it can."""
    if not text.strip():
        return _("Write a text first.")
    length = network.measure(posts.target_of(post, visibility), text)
    if not length.fits:
        return _("The reply has {0} characters, {1} takes {2}. Shorten it.").format(
            length.used, network.label, length.limit
        )
    return None


def open_network(channel: Document) -> Network:
    """The channel's network for measuring and reading; an unknown one is said in words."""
    try:
        return channels.network_of(channel)
    except NetworkError as error:
        frappe.throw(words.error_text(error))


def _guideline(conversation: str) -> dict[str, str | None]:
    category = frappe.db.get_value("Social Conversation", conversation, "category")
    guideline = category and frappe.db.get_value("Social Category", category, "guideline")
    return {"category": category, "guideline": guideline or None}
