"""In public or in private: who may read the answer to a post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
from frappe import _

from social_support.conversations import clock
from social_support.conversations.thread import reply_label
from social_support.networks.contract import PRIVATE, Network

from . import posts, rows


def usual(post: frappe._dict, network: Network) -> dict[str, Any]:
    """The answer that whoever reads the post may read: {audience, prefix, used, limit}."""
    return _told(post, post.visibility, network)


def in_private(post: frappe._dict, network: Network) -> dict[str, Any] | None:
    """The private message to the author of a public post, which the network takes in place of an
    answer below it: as `usual`, with {visibility, label, send}, and `refusal`, the sentence that
    says why not now, or None. None where the network takes none.
    """
    if not _can_be_private(post, network):
        return None
    labels = {"visibility": PRIVATE, "label": reply_label(PRIVATE), "send": send_label(PRIVATE)}
    refusal = why_not(post, PRIVATE, network)
    return {**labels, **_told(post, PRIVATE, network), "refusal": refusal}


def why_not(
    post: frappe._dict, visibility: str, network: Network, reply: str | None = None
) -> str | None:
    """The sentence that says why the answer to this post can't be of this visibility, or None if it
    can. `reply`: its own row, where it has one already.
    """
    if visibility == post.visibility:
        return None
    if visibility != PRIVATE or not _can_be_private(post, network):
        return _("Look once more who will read this answer: write it anew.")
    days = network.private_answer_days
    if clock.utc_now() - clock.site_to_utc(post.posted_on) > timedelta(days=days):
        return _("{0} takes a private answer within {1} days only. Answer in public.").format(
            network.label, days
        )
    if rows.another_in_private(post.name, reply):
        return _("{0} takes one private answer to each post. Answer in public.").format(
            network.label
        )
    return None


def send_label(visibility: str) -> str:
    """What the button is called that sends."""
    return _("Send Private Reply") if visibility == PRIVATE else _("Send Public Reply")


def _can_be_private(post: frappe._dict, network: Network) -> bool:
    return post.visibility != PRIVATE and post.kind in network.answers_in_private


def _told(post: frappe._dict, visibility: str, network: Network) -> dict[str, Any]:
    target = posts.target_of(post, visibility)
    length = network.measure(target, "")
    return {
        "audience": _(network.audience(target)),
        "prefix": network.text_to_send(target, ""),
        "used": length.used,
        "limit": length.limit,
    }
