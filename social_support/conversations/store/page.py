"""Store one page of posts, in the transaction of whoever calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import BY_HAND, state_key
from social_support.conversations.payload import Unfit, dumped, showable
from social_support.conversations.sift import sift
from social_support.conversations.store.changes import store_changes
from social_support.conversations.store.interactions import (
    Arrival,
    arrivals_of,
    known_interactions,
    store_arrivals,
)
from social_support.conversations.store.moves import follow
from social_support.conversations.store.near import Near, look_around
from social_support.conversations.store.profiles import (
    known_profiles,
    learn_names,
    store_profiles,
    unwanted,
)
from social_support.conversations.store.recount import recount
from social_support.conversations.store.shares import count_new, shares_in_page
from social_support.conversations.store.threads import find_threads
from social_support.conversations.store.work import place_in_conversations
from social_support.networks.contract import PUBLIC, Post

Row = dict[str, Any]


@dataclass
class Stored:
    """What became of a page of posts; all lists hold names of rows.

    new: interactions; inbound_new: those of them that open or move work; outbound_new: what we
    wrote, new, or only now with the conversation that it answers, or with nothing behind it any
    more, shares apart; changed: interactions edited or deleted since; known: how many were stored
    already; blocked: how many were dropped because of their author; profiles, fresh_profiles:
    authors, the latter new or with new facts; conversations: those with new inbound posts, and
    those that posts moved to; set_aside: posts that can't be stored, each with the reason.
    """

    new: list[str] = field(default_factory=list)
    inbound_new: list[str] = field(default_factory=list)
    outbound_new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    known: int = 0
    blocked: int = 0
    profiles: list[str] = field(default_factory=list)
    fresh_profiles: list[str] = field(default_factory=list)
    conversations: list[str] = field(default_factory=list)
    set_aside: list[tuple[Post, str]] = field(default_factory=list)


def begin_page(channel: str) -> None:
    """Open the transaction of a page of `channel`, and lock the channel. What is pending is undone.

    Under READ COMMITTED it sees whatever others have committed, and locks rows alone: the gaps
    between keys that MariaDB locks otherwise would make channels wait that share nothing.
    """
    # Each rollback of Frappe's opens the next transaction, and the level is to be set before.
    frappe.db.rollback()
    frappe.db.sql("ROLLBACK")
    frappe.db.sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    frappe.db.begin()
    lock_channel(channel)


def lock_channel(channel: str) -> None:
    """Let nobody else store posts of `channel` or change its streams until the transaction ends.

    Whoever changes streams locks this one row first: so nobody waits crosswise.

    This has to be the transaction's first statement, unless `begin_page` opened that: InnoDB takes
    its snapshot at the first plain read, and one taken before the lock would not show what the last
    holder stored.
    """
    frappe.db.sql(
        "SELECT name FROM `tabSocial Stream State` WHERE state_key = %s FOR UPDATE",
        state_key(channel, BY_HAND),
    )


def store_posts(channel: Document, posts: Sequence[Post], *, by_hand: bool = False) -> Stored:
    """Store `posts` of `channel` with their authors and conversations, each once.

    The caller holds the channel's lock (`lock_channel`) and commits; after an error the caller
    rolls back, nothing else remembers the page. Posts whose `thread_id` is None join the thread of
    the post they answer, if that one is stored or in the same page, or as soon as it arrives.
    """
    fitting, set_aside = sift(posts)
    known = known_interactions(channel.name, fitting)
    stored = Stored(set_aside=set_aside)
    # A deletion of what we never had tells us nothing to keep.
    fresh = [post for post in fitting if post.external_id not in known and not post.deleted]
    _store_new(channel, fresh, stored, by_hand)
    _store_known(channel, [post for post in fitting if post.external_id in known], known, stored)
    return stored


def _store_new(channel: Document, posts: Sequence[Post], stored: Stored, by_hand: bool) -> None:
    payloads, posts = _payloads(posts, stored)
    arrivals = _arrivals(channel, posts, stored)
    if not arrivals:
        return
    near = look_around(channel.name, arrivals)
    arrivals = _without_answers_to_erased(arrivals, near, stored)
    if not arrivals:
        return
    moved = follow(channel, find_threads(arrivals, near))
    for parent in near.parents.values():
        parent["conversation"] = moved.into.get(parent["conversation"], parent["conversation"])
    placed = place_in_conversations(channel, arrivals, near)
    shares = shares_in_page(channel.name, arrivals, near.shares)
    store_arrivals(channel, arrivals, payloads, shares, by_hand)
    count_new(channel.name, arrivals)
    recount(placed.unsure)
    stored.conversations = [*dict.fromkeys([*placed.touched, *sorted(moved.conversations)])]
    _tell(arrivals, placed.attached, stored)


def _payloads(posts: Sequence[Post], stored: Stored) -> tuple[dict[str, str], list[Post]]:
    """The network's own answers as text; a post whose answer can't be kept is set aside."""
    payloads, kept = {}, []
    for post in posts:
        try:
            if post.raw:
                payloads[post.external_id] = dumped(post.raw)
        except Unfit as error:
            stored.set_aside.append((replace(post, raw=showable(post.raw)), str(error)))
        else:
            kept.append(post)
    return payloads, kept


def _arrivals(channel: Document, posts: Sequence[Post], stored: Stored) -> list[Arrival]:
    """The posts of those authors who are heard, whose rows are made or refreshed. What we wrote to
    somebody who was erased is not stored either.
    """
    authors = {post.author.external_id: post.author for post in posts}
    addressed = {post.addressed_to for post in posts if post.addressed_to}
    known = known_profiles(channel.network, authors.keys() | addressed)
    unheard = unwanted(known)
    erased = {author for author in addressed & known.keys() if known[author]["erased"]}
    heard = [
        post
        for post in posts
        if post.author.external_id not in unheard and post.addressed_to not in erased
    ]
    stored.blocked = len(posts) - len(heard)
    wanted = {name: author for name, author in authors.items() if name not in unheard}
    profiles = store_profiles(channel.network, wanted, known)
    stored.profiles = sorted(profile.name for profile in profiles.values())
    stored.fresh_profiles = sorted(p.name for p in profiles.values() if p.fresh)
    return arrivals_of(channel, heard, profiles)


def _without_answers_to_erased(
    arrivals: list[Arrival], near: Near, stored: Stored
) -> list[Arrival]:
    """Our own answers name whom they answer."""
    kept = [one for one in arrivals if one.incoming or not near.answers_erased(one)]
    stored.blocked += len(arrivals) - len(kept)
    return kept


def _tell(arrivals: Sequence[Arrival], attached: Sequence[str], stored: Stored) -> None:
    stored.new = [arrival.name for arrival in arrivals]
    stored.inbound_new = [arrival.name for arrival in arrivals if arrival.moves]
    ours = [one.name for one in arrivals if not one.incoming and not one.is_share]
    stored.outbound_new = [*ours, *attached]


def _store_known(
    channel: Document, posts: Sequence[Post], known: Mapping[str, Row], stored: Stored
) -> None:
    _learn_threads(channel, posts, known, stored)
    authors = learn_names(channel.network, {p.author.external_id: p.author for p in posts})
    stored.fresh_profiles += sorted(author.name for author in authors.values())
    changed = store_changes(channel, posts, known)
    stored.changed = changed.names
    stored.outbound_new += changed.answers
    stored.known = len(posts) - len(changed.names)
    stored.conversations += sorted(changed.conversations - set(stored.conversations))


def _learn_threads(
    channel: Document, posts: Sequence[Post], known: Mapping[str, Row], stored: Stored
) -> None:
    """What was added by hand is in a thread of its link's name until the network tells its own."""
    told = {
        known[post.external_id]["name"]: (known[post.external_id]["thread_id"], post.thread_id)
        for post in posts
        if known[post.external_id]["added_by_hand"]
        and post.thread_id
        and post.visibility == known[post.external_id]["visibility"] == PUBLIC
    }
    moves = {old: new for old, new in told.values() if old != new}
    moved = follow(channel, moves, [name for name, (old, _new) in told.items() if old in moves])
    stored.conversations += sorted(moved.conversations - set(stored.conversations))
    for row in known.values():
        row["conversation"] = moved.into.get(row["conversation"], row["conversation"])
