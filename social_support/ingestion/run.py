"""Read one channel: the job that stands behind a poll.

fetch a page → one transaction [lock, store, identify, triage, advance] → commit → … → announce.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import frappe
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.ingestion import failures, streams
from social_support.ingestion.announce import announce
from social_support.ingestion.backfill import newest
from social_support.ingestion.connection import learn_account
from social_support.ingestion.lease import Lease, LeaseLost
from social_support.ingestion.page import store_page
from social_support.ingestion.refresh import changed_posts
from social_support.ingestion.sync_log import Summary
from social_support.ingestion.threads import with_roots
from social_support.networks.contract import Network, Page, Stream

# The next tick goes on with what does not fit, so that no channel keeps a worker for long.
MAX_PAGES = 10
RUN_SECONDS = 120
CHANGES_EVERY_SECONDS = 300
# The scheduler looks once a minute: a stream that is due half a minute early is read in time.
HALF_A_TICK = 30


@dataclass
class Run:
    """One job's work on one channel."""

    channel: Document
    network: Network
    lease: Lease
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """For how long it has been going on."""
        return time.monotonic() - self.began


def read_channel(channel: str, token: str) -> None:
    """The job: read what is due on the channel, under the lease that `token` proves."""
    # Whoever pressed Read Now, what is stored must not depend on what that person may do.
    frappe.set_user("Administrator")
    lease = Lease(channel, token)
    try:
        lease.renew()
        _read(channels.load(channel), lease)
    except LeaseLost:
        # Another run has the channel. Nothing is lost: it begins where the last commit ended.
        frappe.db.rollback()


def _read(channel: Document, lease: Lease) -> None:
    if channels.is_read(channel):
        due = streams.due(channel.name)
        with failures.recorded(channel, due):
            _read_streams(_begin(channel, lease), due)
        with failures.logged(channel):
            announce(channel.name)
    lease.release()
    # The job's last step: from here on others may read the channel.
    frappe.db.commit()


def _begin(channel: Document, lease: Lease) -> Run:
    if not (channel.account_external_id and channel.handle):
        # Without knowing who we are, our own posts would look like a customer's; a new token may
        # be that of another account.
        learn_account(channel, _open(channel, lease))
        # A step of its own: it holds whatever becomes of the reading.
        frappe.db.commit()
    return Run(channel, _open(channel, lease), lease)


def _open(channel: Document, lease: Lease) -> Network:
    def keep_the_lease() -> None:
        lease.renew()
        # A step of its own: the lease has to be seen by others, and no transaction and no lock may
        # stay open while we wait for the network.
        frappe.db.commit()

    network = channels.network_of(channel)
    network.http.before_call = keep_the_lease
    return network


def _read_streams(run: Run, due: list[dict]) -> None:
    for state in due:
        if run.seconds > RUN_SECONDS:
            break
        with failures.recorded(run.channel, [state]) as outcome:
            _read_stream(run, state)
        if outcome.ends_the_run:
            break


def _read_stream(run: Run, state: dict) -> None:
    summary = Summary(run.channel, state.stream)
    to_its_end = _read_pages(run, state, summary)
    run.lease.renew()
    streams.succeeded(state.name, _seconds_until_next(run, state) if to_its_end else 0)
    summary.write()
    # The stream's last step: that it was read is known whatever becomes of the next one.
    frappe.db.commit()


def _read_pages(run: Run, state: dict, summary: Summary) -> bool:
    """Read what fits into this job; whether that was all."""
    pages = _pages(run, state)
    for _page in range(MAX_PAGES):
        if run.seconds > RUN_SECONDS:
            return False
        page = next(pages, None)
        if page is None:
            return True
        store_page(run.channel, run.lease, state, page, summary)
    return False


def _pages(run: Run, state: dict) -> Iterator[Page]:
    if state.stream == streams.CHANGES:
        yield from changed_posts(run.channel, run.network)
        return
    for page in _new_pages(run, state):
        yield with_roots(run.channel, run.network, page)


def _new_pages(run: Run, state: dict) -> Iterable[Page]:
    stream = Stream(state.stream, state.term or "")
    if state.cursor_value:
        return run.network.fetch(stream, state.cursor_value)
    since = streams.began(state) - timedelta(days=run.channel.backfill_days)
    return newest(run.network.look_back(stream, None, since), run.channel.backfill_posts)


def _seconds_until_next(run: Run, state: dict) -> float:
    every = max(run.channel.poll_interval, 1) * 60
    if state.stream == streams.CHANGES:
        every = max(every, CHANGES_EVERY_SECONDS)
    return max(every - HALF_A_TICK - run.seconds, 0)
