"""Look again at stored posts, so that edits, deletions and what spreads are seen.

Four kinds, the least recently checked of each first: those of which something says that they have
changed (`look_again`), those that the network wants to be checked (`Network.removed_within_hours`),
those that somebody works on, and all of the last two days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime
from pypika.queries import QueryBuilder, Table

from social_support.conversations.clock import to_site, utc_now
from social_support.conversations.keys import post_key
from social_support.ingestion import streams, sync_log
from social_support.ingestion.budget import Meter
from social_support.networks.contract import Network, Page

DOCTYPE = "Social Interaction"
MESSAGE = "Direct Message"
BATCHES = 4
WAITING = ("Open", "Replied")
WORKED_ON_FOR = timedelta(days=14)
RECENT = timedelta(hours=48)
NO_TIME = timedelta(0)
# On a network that bills every look. Where it is free, what fits into a run is looked at.
WORKED_ON_EVERY = timedelta(hours=2)
RECENT_EVERY = timedelta(hours=6)
# So much earlier than the network asks, for a run that fails.
MARGIN = timedelta(hours=4)


def changed_posts(channel: Document, network: Network, meter: Meter) -> Iterator[Page]:
    """Posts whose turn it is, as they stand now, in pages of `Network.refresh_batch`.

    At most four pages. What was read should be stored before the next call fails. Where a budget is
    set, no more than its share of the day is used, so that new posts can be read too.
    """
    size, left = network.refresh_batch, meter.share_left()
    ids = _due(channel.name, network, BATCHES * size)[:left]
    for start in range(0, len(ids), size):
        yield Page(tuple(network.refresh(ids[start : start + size])), None)
    if network.removed_within_hours and left is not None:
        _note_overdue(channel, network)


def checked(channel: Document, page: Page) -> None:
    """Remember, in the transaction that stores it, when the network showed what is on `page`."""
    keys = [post_key(channel.name, post.external_id) for post in page.posts]
    if keys:
        filters = {"external_key": ("in", keys)}
        now = {"checked_at_utc": utc_now()}
        frappe.db.set_value(DOCTYPE, filters, now, update_modified=False)


def look_again(channel: str, external_ids: Sequence[str]) -> None:
    """Have these posts looked at before all others, at the next chance. The caller commits."""
    if external_ids:
        keys = [post_key(channel, external_id) for external_id in external_ids]
        filters = {"external_key": ("in", keys)}
        frappe.db.set_value(DOCTYPE, filters, "checked_at_utc", None, update_modified=False)
        streams.changes_are_due(channel)


def _due(channel: str, network: Network, at_most: int) -> list[str]:
    bills = bool(network.price_per_read)
    ids = _oldest(_never_checked(_posts(channel, network, NO_TIME)), at_most)
    if network.removed_within_hours:
        ids += _to_be_checked(channel, network, at_most)
    ids += _worked_on(_posts(channel, network, WORKED_ON_EVERY * bills), at_most // 2)
    ids += _recent(_posts(channel, network, RECENT_EVERY * bills), at_most)
    return list(dict.fromkeys(ids))[:at_most]


def _to_be_checked(channel: str, network: Network, at_most: int) -> list[str]:
    every = _limit(network.removed_within_hours)
    return _oldest(_posts(channel, network, every), at_most)


def _never_checked(query: QueryBuilder) -> QueryBuilder:
    return query.where(_post().checked_at_utc.isnull())


def _recent(query: QueryBuilder, at_most: int) -> list[str]:
    return _oldest(_posted_since(query, RECENT), at_most)


def _worked_on(query: QueryBuilder, at_most: int) -> list[str]:
    post, conversation = _post(), frappe.qb.DocType("Social Conversation")
    query = _posted_since(query, WORKED_ON_FOR)
    query = query.join(conversation).on(conversation.name == post.conversation)
    return _oldest(query.where(conversation.status.isin(WAITING)), at_most)


def _post() -> Table:
    return frappe.qb.DocType(DOCTYPE)


def _posts(channel: str, network: Network, every: timedelta) -> QueryBuilder:
    """The ids of posts that were not looked at for so long."""
    post = _post()
    query = (
        frappe.qb.from_(post)
        .select(post.external_id)
        .where(post.channel == channel)
        .where(post.deleted == 0)
        .where(post.checked_at_utc.isnull() | (post.checked_at_utc < utc_now() - every))
        # A post added by hand whose id the network alone knows bears its link in place of it.
        .where(post.external_id != post.permalink)
        # What a person saw and our account can't see is not deleted for that.
        .where((post.added_by_hand == 0) | (post.can_reply == 1))
    )
    return query if network.refreshes_messages else query.where(post.kind != MESSAGE)


def _posted_since(query: QueryBuilder, ago: timedelta) -> QueryBuilder:
    # Left to itself the database may go through a channel's whole past in the order of its checks.
    query = query.force_index("channel_posted_at_utc_index")
    return query.where(_post().posted_at_utc > utc_now() - ago)


def _oldest(query: QueryBuilder, at_most: int) -> list[str]:
    return query.orderby(_post().checked_at_utc).limit(at_most).run(pluck=True)


def _limit(hours: int) -> timedelta:
    return max(timedelta(hours=hours) - MARGIN, timedelta(hours=hours) / 2)


def _note_overdue(channel: Document, network: Network) -> None:
    """Say once a day that the budget does not suffice to check what has to be checked."""
    hours = network.removed_within_hours
    if not _oldest(_posts(channel.name, network, timedelta(hours=hours)), 1):
        return
    message = _(
        "The read budget does not suffice to check all stored posts every {0} hours, as the "
        "network wants it, so that removed ones go. Raise the budget."
    ).format(hours)
    midnight = to_site(get_datetime(utc_now().date()))
    today = {"channel": channel.name, "message": message, "creation": (">=", midnight)}
    if not frappe.db.exists("Social Sync Log", today):
        sync_log.notice(channel, streams.CHANGES, message)
