"""Posts as rows: each one a fact, with what the network said of it beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document

from social_support.conversations.clock import site_zone, to_site, to_utc, utc_now
from social_support.conversations.keys import new_name, post_key, same_post_key
from social_support.conversations.store.profiles import Profile
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.networks.contract import PRIVATE, Post

INCOMING, OUTGOING = "Incoming", "Outgoing"
SHARE = "Share"
PRIVATE_THREAD = "private:"
KNOWN = (
    "name",
    "external_key",
    "conversation",
    "profile",
    "direction",
    "kind",
    "visibility",
    "deleted",
    "text_removed",
    "added_by_hand",
    "thread_id",
    "parent_id",
    "parent_key",
    "posted_at_utc",
    "text",
    "content_warning",
    "edited_on",
    "permalink",
    "can_reply",
    "cannot_reply_reason",
    "hidden_on_network",
    "reply_count",
    "share_count",
    "like_count",
)


@dataclass(slots=True, eq=False)
class Arrival:
    """A post on its way into the store, with the row names it was given.

    at, on: when it was written, naive UTC and the site's time; moves: it opens or moves work.
    """

    name: str
    post: Post
    key: str
    profile: str
    incoming: bool
    at: datetime
    on: datetime
    thread_id: str = ""
    conversation: str | None = None
    moves: bool = False

    @property
    def is_share(self) -> bool:
        return self.post.kind == SHARE

    @property
    def is_private(self) -> bool:
        return self.post.visibility == PRIVATE


def arrivals_of(
    channel: Document, posts: Iterable[Post], profiles: Mapping[str, Profile]
) -> list[Arrival]:
    """The new posts as arrivals, oldest first, in one order whatever the order of the page.

    What an account of ours wrote is outgoing, wherever it was written.
    """
    ours, zone = our_accounts(channel.network), site_zone()
    arrivals = [_arrival(channel.name, post, profiles, ours, zone) for post in posts]
    return sorted(arrivals, key=lambda arrival: (arrival.at, arrival.post.external_id))


def _arrival(
    channel: str, post: Post, profiles: Mapping[str, Profile], ours: set[str], zone: ZoneInfo
) -> Arrival:
    author, at = post.author.external_id, to_utc(post.posted_on)
    return Arrival(
        name=new_name(),
        post=post,
        key=post_key(channel, post.external_id),
        profile=profiles[author].name,
        incoming=author not in ours,
        at=at,
        on=to_site(at, zone),
    )


def our_accounts(network: str) -> set[str]:
    """The ids of the accounts of all our channels on `network`."""
    rows = frappe.db.sql(
        "SELECT account_external_id FROM `tabSocial Channel`"
        " WHERE network = %s AND account_external_id != ''",
        network,
    )
    return {row[0] for row in rows}


def known_interactions(channel: str, posts: Sequence[Post]) -> dict[str, dict[str, Any]]:
    """Which of `posts` are stored already: {external id: row}."""
    ids = {post_key(channel, post.external_id): post.external_id for post in posts}
    rows = select_in("Social Interaction", KNOWN, "external_key", list(ids))
    return {ids[row["external_key"]]: row for row in rows}


def store_arrivals(
    channel: Document,
    arrivals: Sequence[Arrival],
    payloads: Mapping[str, str],
    shares: Mapping[str, int],
    by_hand: bool,
) -> None:
    """Insert the posts and their raw payloads, in the order of their keys.

    payloads: {external id: JSON}; shares: how often each was passed on, as far as is known here.
    """
    always = {
        "channel": channel.name,
        "added_by_hand": int(by_hand),
        "checked_at_utc": utc_now(),
    }
    network, zone = channel.network, site_zone()
    rows = [
        {**always, **_row(channel.name, network, arrival, zone, shares.get(arrival.key, 0))}
        for arrival in sorted(arrivals, key=lambda arrival: arrival.key)
    ]
    insert_rows("Social Interaction", rows)
    insert_rows(
        "Social Payload",
        [
            {"name": new_name(), "interaction": arrival.name, "payload": payload}
            for arrival in arrivals
            if (payload := payloads.get(arrival.post.external_id))
        ],
    )


def parent_key_of(channel: str, post: Post) -> str | None:
    """Below what a post hangs: the post that it answers or, where one of our private posts answers
    none, the private thread of the person it is for.
    """
    if post.parent_id:
        return post_key(channel, post.parent_id)
    return private_key(channel, post.addressed_to) if post.addressed_to else None


def private_key(channel: str, author: str) -> str:
    """The `parent_key` of what we wrote to this author (an external id) in private."""
    return post_key(channel, PRIVATE_THREAD + author)


def edited_on(post: Post, zone: ZoneInfo) -> datetime | None:
    """When the post was edited last, in the site's time."""
    return to_site(to_utc(post.edited_on), zone) if post.edited_on else None


def _row(
    channel: str, network: str, arrival: Arrival, zone: ZoneInfo, shares: int
) -> dict[str, Any]:
    post = arrival.post
    return {
        "name": arrival.name,
        "conversation": arrival.conversation,
        "profile": arrival.profile,
        "direction": INCOMING if arrival.incoming else OUTGOING,
        "kind": post.kind,
        "visibility": post.visibility,
        "posted_on": arrival.on,
        "posted_at_utc": arrival.at,
        "permalink": post.permalink,
        "language": post.language,
        "rating": post.rating or 0,
        "can_reply": int(post.can_reply),
        "cannot_reply_reason": post.cannot_reply_reason,
        "hidden_on_network": int(bool(post.hidden)),
        "external_id": post.external_id,
        "thread_id": arrival.thread_id,
        "parent_id": post.parent_id or "",
        "parent_key": parent_key_of(channel, post),
        "external_key": arrival.key,
        "same_post_key": same_post_key(network, post.global_id or post.external_id),
        "text": post.text,
        "content_warning": post.content_warning,
        "edited_on": edited_on(post, zone),
        "reply_count": post.counts.replies or 0,
        "share_count": max(post.counts.shares or 0, shares),
        "like_count": post.counts.likes or 0,
    }
