"""Conversations as people read them: the cards of a list, and the posts of one thread."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from social_support.conversations import also_on
from social_support.conversations.reasons import in_words
from social_support.networks.contract import PRIVATE
from social_support.networks.registry import labels

EXCERPT_LENGTH = 240


def reply_label(visibility: str) -> str:
    """What the button is called: a wrong label is the incident."""
    return _("Reply Privately") if visibility == PRIVATE else _("Reply in Public")


def card(conversations: Sequence[str]) -> list[dict[str, Any]]:
    """What a list shows of each conversation, in the order given, by a fixed number of queries.

    also_on: the other channels that the newest post came through (see also_on.channels), as far as
    the session's user sees them.
    """
    if not conversations:
        return []
    rows = frappe.db.sql(
        """SELECT conversation.name, conversation.channel, channel.channel_name,
            conversation.network, conversation.company, conversation.visibility,
            conversation.status,
            conversation.outcome, conversation.category, conversation.sentiment,
            conversation.priority, conversation.priority_reasons, conversation._assign,
            conversation.last_inbound_on AS posted_on, conversation.respond_by,
            conversation.on_hold_until, conversation.issue, conversation.tell_customer,
            conversation.first_response_time AS answered_in, conversation.profile,
            profile.handle, post.name AS interaction, post.text,
            post.permalink, post.can_reply, post.cannot_reply_reason, post.deleted,
            post.same_post_key
        FROM `tabSocial Conversation` conversation
        LEFT JOIN `tabSocial Channel` channel ON channel.name = conversation.channel
        LEFT JOIN `tabSocial Profile` profile ON profile.name = conversation.profile
        LEFT JOIN `tabSocial Interaction` post ON post.name = conversation.last_inbound
        WHERE conversation.name IN %(names)s""",
        {"names": tuple(conversations)},
        as_dict=True,
    )
    people = _full_names(rows)
    by_name = {row["name"]: _as_card(row, people) for row in also_on.with_channels(rows)}
    return [by_name[name] for name in conversations if name in by_name]


def posts(conversation: str, limit: int = 100) -> list[dict[str, Any]]:
    """The newest `limit` posts of the conversation, in and out, oldest first."""
    rows = frappe.db.sql(
        """SELECT post.name, post.direction, post.kind, post.visibility, post.text,
            post.content_warning, post.posted_on, post.edited_on, post.deleted, post.permalink,
            post.can_reply, post.cannot_reply_reason, post.hidden_on_network,
            post.added_by_hand, post.text_removed, post.profile,
            post.like_count, post.share_count, post.reply_count,
            profile.handle, profile.display_name, profile.url, profile.verified, profile.followers,
            (SELECT COUNT(*) FROM `tabSocial Interaction Revision` revision
                WHERE revision.interaction = post.name) AS revisions
        FROM `tabSocial Interaction` post
        LEFT JOIN `tabSocial Profile` profile ON profile.name = post.profile
        WHERE post.conversation = %(conversation)s
        ORDER BY post.posted_at_utc DESC, post.name DESC LIMIT %(limit)s""",
        {"conversation": conversation, "limit": limit},
        as_dict=True,
    )
    return [_as_post(row) for row in reversed(rows)]


def _as_card(row: dict[str, Any], people: dict[str, str]) -> dict[str, Any]:
    assigned = frappe.parse_json(row.pop("_assign") or "[]")
    text = row.pop("text") or ""
    del row["same_post_key"]
    words = " ".join(text.split())
    excerpt = words if len(words) <= EXCERPT_LENGTH else words[: EXCERPT_LENGTH - 1] + "…"
    return row | {
        "network_label": labels().get(row["network"], row["network"]),
        "assignees": [people.get(user, user) for user in assigned],
        "excerpt": excerpt,
        "priority_reasons": in_words(row["priority_reasons"]),
        "reply_label": reply_label(row["visibility"]),
    }


def _full_names(rows: list[dict[str, Any]]) -> dict[str, str]:
    users = {user for row in rows for user in frappe.parse_json(row["_assign"] or "[]")}
    if not users:
        return {}
    found = frappe.get_all("User", filters={"name": ["in", users]}, fields=["name", "full_name"])
    return {user.name: user.full_name for user in found}


def _as_post(row: dict[str, Any]) -> dict[str, Any]:
    who = ("profile", "handle", "display_name", "url", "verified", "followers")
    author = {field: row.pop(field) for field in who}
    return row | {"author": author}
