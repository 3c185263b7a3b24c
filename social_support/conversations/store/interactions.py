"""Posts as rows: each one a fact, with what the network said of it beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.clock import to_site, to_utc
from social_support.conversations.keys import new_name, post_key, same_post_key
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.networks.contract import Post

INCOMING, OUTGOING = "Incoming", "Outgoing"
COMPARED = ("text", "content_warning", "edited_on", "reply_count", "share_count", "like_count")


@dataclass
class Arrival:
    """A post on its way into the store, with the row names it was given."""

    name: str
    post: Post
    profile: str
    incoming: bool
    posted_at_utc: datetime
    thread_id: str = ""
    conversation: str | None = None

    @classmethod
    def of(cls, post: Post, profile: str, our_accounts: set[str]) -> "Arrival":
        """A new arrival; what an account of ours wrote is outgoing, wherever it was written."""
        incoming = post.author.external_id not in our_accounts
        return cls(new_name(), post, profile, incoming, to_utc(post.posted_on))


def our_accounts(network: str) -> set[str]:
    """The ids of the accounts of all our channels on `network`."""
    filters = {"network": network, "account_external_id": ("is", "set")}
    return set(frappe.get_all("Social Channel", filters=filters, pluck="account_external_id"))


def known_interactions(channel: str, posts: Sequence[Post]) -> dict[str, dict[str, Any]]:
    """Which of `posts` are stored already: {external id: row}."""
    ids = {post_key(channel, post.external_id): post.external_id for post in posts}
    fields = (
        "name",
        "external_key",
        "conversation",
        "direction",
        "deleted",
        "added_by_hand",
        *COMPARED,
    )
    rows = select_in("Social Interaction", fields, "external_key", list(ids))
    return {ids[row["external_key"]]: row for row in rows}


def store_arrivals(channel: Document, arrivals: Sequence[Arrival], by_hand: bool) -> None:
    """Insert the posts and their raw payloads, in the order of their keys."""
    rows = [_row(channel, arrival, by_hand) for arrival in arrivals]
    insert_rows("Social Interaction", sorted(rows, key=lambda row: row["external_key"]))
    insert_rows("Social Payload", [_payload(arrival) for arrival in arrivals if arrival.post.raw])


def changing_facts(post: Post) -> dict[str, Any]:
    """What may change of a post after it was stored, as columns."""
    return {
        "text": post.text,
        "content_warning": post.content_warning,
        "edited_on": to_site(to_utc(post.edited_on)) if post.edited_on else None,
        "reply_count": post.counts.replies or 0,
        "share_count": post.counts.shares or 0,
        "like_count": post.counts.likes or 0,
    }


def _row(channel: Document, arrival: Arrival, by_hand: bool) -> dict[str, Any]:
    post = arrival.post
    return {
        "name": arrival.name,
        "channel": channel.name,
        "conversation": arrival.conversation,
        "profile": arrival.profile,
        "direction": INCOMING if arrival.incoming else OUTGOING,
        "kind": post.kind,
        "visibility": post.visibility,
        "added_by_hand": int(by_hand),
        "posted_on": to_site(arrival.posted_at_utc),
        "posted_at_utc": arrival.posted_at_utc,
        "permalink": post.permalink,
        "language": post.language,
        "rating": post.rating or 0,
        "can_reply": int(post.can_reply),
        "cannot_reply_reason": post.cannot_reply_reason,
        "external_id": post.external_id,
        "thread_id": arrival.thread_id,
        "parent_id": post.parent_id or "",
        "parent_key": post_key(channel.name, post.parent_id) if post.parent_id else None,
        "external_key": post_key(channel.name, post.external_id),
        "same_post_key": same_post_key(channel.network, post.global_id or post.external_id),
        **changing_facts(post),
    }


def _payload(arrival: Arrival) -> dict[str, Any]:
    payload = frappe.as_json(arrival.post.raw, indent=None)
    return {"name": new_name(), "interaction": arrival.name, "payload": payload}
