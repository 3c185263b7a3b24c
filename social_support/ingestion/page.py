"""Store one page with everything that hangs on it, in one transaction."""

from __future__ import annotations

import random
import time

import frappe
from frappe.model.document import Document

from social_support.conversations.store import Stored, lock_channel, store_posts
from social_support.conversations.store.adopt import adopt_by_hand
from social_support.customers.identify import identify
from social_support.ingestion import streams, sync_log
from social_support.ingestion.lease import Lease
from social_support.networks.contract import Page
from social_support.triage.assess import assess

TRIES = 3


def store_page(
    channel: Document, lease: Lease, state: dict, page: Page, summary: sync_log.Summary
) -> None:
    """Store `page` and move the cursor, all or nothing, and commit.

    A deadlock or a lock time-out undoes the transaction, which is then tried again; raises
    QueryDeadlockError or QueryTimeoutError after the third time.
    """
    # Nothing is pending here: the lock is to be the first statement of its transaction.
    frappe.db.rollback()
    for attempt in range(1, TRIES + 1):
        try:
            stored = _store(channel, lease, state, page)
            # The page's own step: posts and cursor stand together from here on.
            frappe.db.commit()
        except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
            frappe.db.rollback()
            if attempt == TRIES:
                raise
            time.sleep(random.uniform(0.05, 0.2) * attempt)
        else:
            summary.add(stored, len(page.rejected))
            return


def _store(channel: Document, lease: Lease, state: dict, page: Page) -> Stored:
    lock_channel(channel.name)
    lease.renew()
    adopt_by_hand(channel, page.posts)
    stored = take_in(channel, page, state.name)
    _note(channel, state.stream, page, stored)
    streams.advance(state.name, page.next_cursor)
    return stored


def take_in(channel: Document, page: Page, state: str, *, by_hand: bool = False) -> Stored:
    """Store the posts, find out who wrote them and what they need, and mark them to be announced.

    The caller holds the channel's lock and commits.
    """
    stored = store_posts(channel, page.posts, by_hand=by_hand)
    identify(stored.fresh_profiles, stored.inbound_new)
    assess(stored.conversations, stored.inbound_new)
    streams.mark_unannounced(state, stored.inbound_new)
    return stored


def _note(channel: Document, stream: str, page: Page, stored: Stored) -> None:
    for raw, reason in page.rejected:
        sync_log.set_aside(channel, stream, raw, frappe._(reason))
    for post, reason in stored.set_aside:
        sync_log.set_aside(channel, stream, post.raw, frappe._(reason))
    for remark in page.remarks:
        sync_log.notice(channel, stream, frappe._(remark))
