"""Read one channel: the jobs that stand behind a poll and behind the reading of older posts.

fetch a page → one transaction [lock, store, identify, triage, advance] → commit → … → announce.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.ingestion import backfill, budget, failures, refresh, schedule, streams
from social_support.ingestion.announce import announce
from social_support.ingestion.connection import learn_account
from social_support.ingestion.lease import Lease, LeaseLost, claim
from social_support.ingestion.page import store_page
from social_support.ingestion.push import waiting
from social_support.ingestion.sync_log import Summary
from social_support.ingestion.threads import with_roots
from social_support.networks.contract import Network, Page, Stream

# The next tick goes on with what does not fit, so that no channel keeps a worker for long.
MAX_PAGES = 10
RUN_SECONDS = 40
# A poll reads older posts only until then, so that a short past is there at once; a job of their
# own begins no page after this, and asks for no thread five seconds later: with the longest call,
# 40 seconds, others wait a minute at most.
OLDER_SECONDS = 5
READ_BACK_SECONDS = 15
THREADS_SECONDS = 5
# Others have their say about stored posts until then, and about a hundred of them in any case.
ANNOUNCE_SECONDS = 50
CHANGES_EVERY_SECONDS = 300
# What the network pushes is still read, in case a push was lost.
RARER_WHERE_PUSHED = 10
# The scheduler looks once a minute: a stream that is due half a minute early is read in time.
HALF_A_TICK = 30


@dataclass
class Run:
    """One job's work on one channel, which `began` by the monotonic clock."""

    channel: Document
    network: Network
    lease: Lease
    meter: budget.Meter
    began: float

    @property
    def seconds(self) -> float:
        """For how long it has been going on."""
        return time.monotonic() - self.began

    def is_over(self, at_most: float = RUN_SECONDS) -> bool:
        """Whether no other page may be begun, `at_most` seconds after the beginning."""
        return self.seconds > at_most or self.meter.spent


def read_channel(channel: str, token: str) -> None:
    """The job: read what is due on the channel, under the lease that `token` proves."""
    _work(channel, Lease(channel, token), OLDER_SECONDS)


def read_back(channel: str) -> None:
    """The job: read older posts of the channel, after what is due, unless somebody reads it now."""
    lease = claim(channel)
    # A step of its own: others have to see that the channel is read.
    frappe.db.commit()
    if lease:
        _work(channel, lease, READ_BACK_SECONDS)


def _work(channel: str, lease: Lease, older_until: float) -> None:
    # Whoever pressed Read Now, what is stored must not depend on what that person may do.
    frappe.set_user("Administrator")
    try:
        lease.renew()
        doc = channels.load(channel)
        if channels.is_read(doc):
            _read(doc, lease, older_until)
        lease.release()
        # The job's last step: from here on others may read the channel.
        frappe.db.commit()
    except LeaseLost:
        # Another run has the channel. Nothing is lost: it begins where the last commit ended.
        frappe.db.rollback()
        return
    if channels.is_read(doc) and backfill.next_running(channel):
        schedule.enqueue_older(channel)
    # What was pushed meanwhile found the channel being read.
    waiting.enqueue_if_any(doc.network)


def _read(channel: Document, lease: Lease, older_until: float) -> None:
    began, due = time.monotonic(), streams.due(channel.name)
    # Where only older posts are to be read, it is their stream that waits after an error.
    with failures.recorded(channel, due or backfill.running(channel.name)):
        run = begin(channel, lease, began)
        if _read_streams(run, due) and _announce(channel, lease, began):
            _read_older_posts(run, older_until)
        _settle_the_budget(run)
    _announce(channel, lease, began)


def _announce(channel: Document, lease: Lease, began: float) -> bool:
    """Whether nothing is left for which there was no time."""
    told_all = True
    with failures.logged(channel):
        told_all = announce(
            channel.name, lease.keeper(), lambda: time.monotonic() - began > ANNOUNCE_SECONDS
        )
    return told_all


def knows_account(channel: Document) -> bool:
    """Whether the network was asked whose account the channel has."""
    return bool(channel.account_external_id and channel.handle)


def begin(channel: Document, lease: Lease, began: float) -> Run:
    """Get ready to read the channel, whose account is asked for where it is not known yet."""
    if not knows_account(channel):
        # Without knowing who we are, our own posts would look like a customer's; a new token may
        # be that of another account.
        learn_account(channel, _open(channel, lease))
        # A step of its own: it holds whatever becomes of the reading.
        frappe.db.commit()
    network = _open(channel, lease)
    return Run(channel, network, lease, budget.Meter(channel, network), began)


def _open(channel: Document, lease: Lease) -> Network:
    def keep_the_lease() -> None:
        lease.renew()
        # A step of its own: the lease has to be seen by others, and no transaction and no lock may
        # stay open while we wait for the network.
        frappe.db.commit()

    network = channels.network_of(channel)
    network.http.before_call = keep_the_lease
    return network


def _read_streams(run: Run, due: list[dict]) -> bool:
    """Read what is new; whether the run may go on."""
    for state in due:
        if run.is_over():
            return False
        with failures.recorded(run.channel, [state]) as outcome:
            _read_stream(run, state)
        if outcome.ends_the_run:
            return False
    return True


def _read_stream(run: Run, state: dict) -> None:
    summary = Summary(run.channel, state.stream)
    to_its_end = _read_pages(run, state, summary)
    run.lease.renew()
    streams.succeeded(state.name, _seconds_until_next(run, state) if to_its_end else 0)
    summary.write()
    run.meter.book()
    # The stream's last step: that it was read is known whatever becomes of the next one.
    frappe.db.commit()
    run.meter.booked()


def _read_pages(run: Run, state: dict, summary: Summary) -> bool:
    """Read what fits into this job; whether that was all."""
    if state.stream == streams.CHANGES:
        return _read_changes(run, state, summary)
    if not state.cursor_value:
        _read_first_page(run, state, summary)
        return True
    pages = run.network.fetch(_stream(state), state.cursor_value)
    for _page in range(MAX_PAGES):
        if run.is_over():
            return False
        page = next(pages, None)
        if page is None:
            return True
        _store(run, state, _with_roots(run, state, page, RUN_SECONDS), summary)
    return False


def _read_changes(run: Run, state: dict, summary: Summary) -> bool:
    for page in refresh.changed_posts(run.channel, run.network, run.meter):
        _store(run, state, page, summary, also=lambda page=page: refresh.checked(run.channel, page))
        if run.is_over():
            break
    return True


def _read_first_page(run: Run, state: dict, summary: Summary) -> None:
    since = backfill.reads_back_until(state, run.channel)
    page = next(run.network.look_back(_stream(state), None, since), None)
    if page:
        part = _part(run, state, page, 0, RUN_SECONDS)
        _store_part(run, state, part, summary, lambda: backfill.begin(state, part, since))


def _read_older_posts(run: Run, until: float) -> None:
    while state := backfill.next_running(run.channel.name):
        if run.is_over(_time_for(state, until)):
            break
        with (
            failures.recorded(run.channel, [state]) as outcome,
            backfill.ended_by_refusal(run.channel, state),
        ):
            _read_older_posts_of(run, state, until)
        # Not all at the end: the note of what is unannounced is written anew with each page. Where
        # others take their time with it, older posts wait for them.
        if outcome.ends_the_run or not _announce(run.channel, run.lease, run.began):
            break


def _read_older_posts_of(run: Run, state: dict, until: float) -> None:
    summary = Summary(run.channel, state.stream)
    for number, part in enumerate(_older_parts(run, state, until), 1):
        _store_part(run, state, part, summary, lambda part=part: backfill.advance(state, part))
        state.update(backfill.progress_of(part))
        enough = part.ended or number == MAX_PAGES or run.is_over(_time_for(state, until))
        if enough or not backfill.is_running(state.name):
            break
    else:
        backfill.end(state, backfill.REACHED)
    summary.write()
    # What was read is known whatever becomes of the next stream.
    frappe.db.commit()


def _time_for(state: dict, until: float) -> float:
    """Posts behind the first page that are no older than the channel's listening are new ones."""
    return until if backfill.has_reached_older(state) else RUN_SECONDS


def _older_parts(run: Run, state: dict, until: float) -> Iterator[backfill.Part]:
    since = streams.aware(state.back_since_utc)
    for page in run.network.look_back(_stream(state), state.back_place, since):
        yield _part(run, state, page, state.back_read, until)


def _part(run: Run, state: dict, page: Page, read: int, until: float) -> backfill.Part:
    page = _with_roots(run, state, page, until)
    return backfill.part_of(page, streams.began(state), read, run.channel.backfill_posts)


def _with_roots(run: Run, state: dict, page: Page, until: float) -> Page:
    def is_over() -> bool:
        return run.is_over(until + THREADS_SECONDS)

    return with_roots(run.channel, run.network, page, state.failures, is_over)


def _store_part(run: Run, state: dict, part: backfill.Part, summary: Summary, also) -> None:
    began = streams.began(state)
    quiet = all(backfill.is_older(post, began) for post in part.page.posts)
    _store(run, state, part.page, summary, quiet=quiet, also=also)


def _store(run: Run, state: dict, page: Page, summary: Summary, *, quiet=False, also=None) -> None:
    def book_and_go_on() -> None:
        run.meter.book(page)
        (also or (lambda: streams.advance(state.name, page.next_cursor)))()

    store_page(run.channel, run.lease, state, page, summary, quiet=quiet, also=book_and_go_on)
    run.meter.booked(page)


def _settle_the_budget(run: Run) -> None:
    """Count also what was read in vain, and wait for the next day when all is spent."""
    run.lease.renew()
    run.meter.book()
    frappe.db.commit()
    run.meter.booked()
    if run.meter.spent:
        budget.pause(run.channel)
        # A step of its own: the announcing that follows may fail.
        frappe.db.commit()


def _stream(state: dict) -> Stream:
    return Stream(state.stream, state.term or "")


def _seconds_until_next(run: Run, state: dict) -> float:
    every = max(run.channel.poll_interval, 1) * 60
    if state.stream == streams.CHANGES:
        every = max(every, CHANGES_EVERY_SECONDS)
    if state.stream in run.network.pushed and streams.is_pushed(run.channel.name):
        every *= RARER_WHERE_PUSHED
    return max(every - HALF_A_TICK - run.seconds, 0)
