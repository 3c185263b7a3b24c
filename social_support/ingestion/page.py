"""Store one page with everything that hangs on it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime
from pymysql.err import DataError, IntegrityError, InterfaceError, OperationalError
from rq.timeouts import JobTimeoutException

from social_support.conversations.clock import to_site, to_utc
from social_support.conversations.patience import BUSY, patiently
from social_support.conversations.store import Stored, begin_page, store_posts
from social_support.conversations.store.adopt import adopt_by_hand
from social_support.customers.identify import identify
from social_support.ingestion import failures, streams, sync_log
from social_support.ingestion.lease import Lease, LeaseLost
from social_support.networks.contract import Gap, Page
from social_support.triage.assess import assess

ONE_POST = "social_support_one_post"
# What the database says of a single row: a value that does not fit, for one.
REFUSALS = (DataError, IntegrityError, frappe.DuplicateEntryError)
# No post is the reason for these: the page is read once more as it is.
OF_THE_MACHINE = (*BUSY, OperationalError, InterfaceError, LeaseLost, JobTimeoutException)
# So often a page is read once more whose every post fails: that looks like no post's own fault.
TRIES_OF_ALL = 3


def store_page(
    channel: Document,
    lease: Lease,
    state: dict,
    page: Page,
    summary: sync_log.Summary,
    *,
    quiet: bool = False,
    also: Callable[[], None] | None = None,
) -> None:
    """Store `page` and move the cursor, all or nothing, and commit.

    `also` does what else belongs into the transaction, in place of moving the cursor; `quiet`
    alerts nobody of the posts. A deadlock or a lock time-out undoes the transaction, which is then
    tried again; raises QueryDeadlockError or QueryTimeoutError after the third time. A page that
    the database refuses, or that our own code fails on, is stored post by post, so that only the
    bad one is set aside; raises what was raised where the code fails on every post, until the
    stream has failed three times.
    """

    def store(take: Callable[..., Stored]) -> Stored:
        begin_page(channel.name)
        lease.renew()
        stored = take(channel, page, state["name"], quiet=quiet)
        _note(channel, state, page, stored)
        (also or (lambda: streams.advance(state["name"], page.next_cursor)))()
        return stored

    try:
        stored = patiently(lambda: store(_take_in_at_once))
    except OF_THE_MACHINE:
        raise
    except Exception:
        frappe.db.rollback()
        all_may_fail = state["failures"] >= TRIES_OF_ALL
        stored = patiently(lambda: store(partial(_take_in_singly, all_may_fail=all_may_fail)))
    summary.add(stored, len(page.rejected))


def _take_in_at_once(channel: Document, page: Page, state: str, *, quiet: bool) -> Stored:
    adopt_by_hand(channel, page.posts)
    return take_in(channel, page, state, quiet=quiet)


def _take_in_singly(
    channel: Document, page: Page, state: str, *, quiet: bool, all_may_fail: bool
) -> Stored:
    total, failed = Stored(), []
    for post in page.posts:
        frappe.db.savepoint(ONE_POST)
        try:
            part = _take_in_at_once(channel, replace(page, posts=(post,)), state, quiet=quiet)
        except OF_THE_MACHINE:
            raise
        except Exception as error:
            frappe.db.rollback(save_point=ONE_POST)
            if not isinstance(error, REFUSALS):
                failed.append(error)
                failures.log(channel)
            part = Stored(set_aside=[(post, why_not_stored(error))])
        for column in fields(Stored):
            setattr(total, column.name, getattr(total, column.name) + getattr(part, column.name))
    if failed and len(failed) == len(page.posts) and not all_may_fail:
        raise failed[0]
    return total


def why_not_stored(error: Exception) -> str:
    """What set a single post aside, as a sentence in the reader's language."""
    if isinstance(error, REFUSALS):
        return _("The database does not take this post: {0}").format(error)
    return _(
        "This app fails on the post; the Error Log has the details. Press Try Again after the next "
        "update."
    )


def take_in(
    channel: Document, page: Page, state: str, *, by_hand: bool = False, quiet: bool = False
) -> Stored:
    """Store the posts, find out who wrote them and what they need, and mark them to be announced.

    The caller holds the channel's lock and commits.
    """
    stored = store_posts(channel, page.posts, by_hand=by_hand)
    identify(stored.fresh_profiles, stored.new)
    assess(stored.conversations, stored.inbound_new)
    # Also an answer of ours, known before, that finds its conversation only now.
    news = dict.fromkeys([*stored.new, *stored.outbound_new])
    streams.mark_unannounced(state, [*news], quiet=quiet)
    return stored


def _note(channel: Document, state: dict, page: Page, stored: Stored) -> None:
    stream = state["stream"]
    for raw, reason in page.rejected:
        sync_log.set_aside(channel, stream, raw, _(reason))
    for post, reason in stored.set_aside:
        sync_log.set_aside(channel, stream, post.raw, _(reason), post.external_id)
    for remark in page.remarks:
        sync_log.notice(channel, stream, _(remark))
    if page.gap:
        streams.note_gap(state["name"], page.gap)
        sync_log.notice(channel, stream, _gap_in_words(page.gap))


def _gap_in_words(gap: Gap) -> str:
    since, until = (format_datetime(to_site(to_utc(time))) for time in gap)
    return _("Posts from {0} to {1} are missing: the network does not show them any more.").format(
        since, until
    )
