"""Store one page of posts, in the transaction of whoever calls."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document

from social_support.conversations.sift import sift
from social_support.conversations.store.changes import store_changes
from social_support.conversations.store.interactions import (
    Arrival,
    known_interactions,
    our_accounts,
    store_arrivals,
)
from social_support.conversations.store.profiles import store_profiles
from social_support.conversations.store.work import place_in_conversations
from social_support.networks.contract import Post


@dataclass
class Stored:
    """What became of a page of posts; all lists hold names of rows.

    new, inbound_new: interactions; changed: interactions edited or deleted since; known: how many
    were stored already; profiles, fresh_profiles: authors, the latter new or with new facts;
    conversations: those that a new inbound post opened or moved; set_aside: posts that can't be
    stored, each with the reason.
    """

    new: list[str] = field(default_factory=list)
    inbound_new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    known: int = 0
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
    """Let no other transaction store posts of `channel` until this one ends.

    This has to be the transaction's first statement, unless `begin_page` opened that: InnoDB takes
    its snapshot at the first plain read, and one taken before the lock would not show what the last
    holder stored.
    """
    frappe.db.sql(
        """SELECT name FROM `tabSocial Stream State` FORCE INDEX (channel)
        WHERE channel = %s ORDER BY name FOR UPDATE""",
        channel,
    )


def store_posts(channel: Document, posts: Sequence[Post], *, by_hand: bool = False) -> Stored:
    """Store `posts` of `channel` with their authors and conversations, each once.

    The caller holds the channel's lock (`lock_channel`) and commits. Posts whose `thread_id` is
    None join the thread of the post they answer, if that one is stored or in the same page.
    """
    fitting, set_aside = sift(posts)
    known = known_interactions(channel.name, fitting)
    stored = Stored(set_aside=set_aside)
    _store_new(
        channel, [post for post in fitting if post.external_id not in known], stored, by_hand
    )
    seen_before = [post for post in fitting if post.external_id in known]
    stored.changed = store_changes(seen_before, known)
    stored.known = len(seen_before) - len(stored.changed)
    return stored


def _store_new(channel: Document, posts: Sequence[Post], stored: Stored, by_hand: bool) -> None:
    # A deletion of what we never had tells us nothing to keep.
    posts = [post for post in posts if not post.deleted]
    if not posts:
        return
    profiles = store_profiles(channel.network, [post.author for post in posts])
    stored.profiles = sorted({profile.name for profile in profiles.values()})
    stored.fresh_profiles = sorted({p.name for p in profiles.values() if p.fresh})
    ours = our_accounts(channel.network)
    arrivals = [
        Arrival.of(post, profiles[post.author.external_id].name, ours)
        for post in sorted(posts, key=lambda post: post.posted_on)
    ]
    stored.conversations = place_in_conversations(channel, arrivals)
    store_arrivals(channel, arrivals, by_hand)
    stored.new = [arrival.name for arrival in arrivals]
    stored.inbound_new = [arrival.name for arrival in arrivals if arrival.incoming]
