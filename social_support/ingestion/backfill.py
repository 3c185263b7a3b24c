"""What was written before a channel began to listen, read page by page and bounded.

The first reading of a stream is one page of `Network.look_back`: the newest posts, and from where
reading goes on. Older pages follow in jobs of their own (`run.read_back`). How far they have come
stands on the stream's row, so that a run may end behind any page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import frappe
from frappe.model.document import Document

from social_support.conversations.clock import to_site, to_utc, utc_now
from social_support.conversations.store import lock_channel
from social_support.ingestion import announce, failures, streams, sync_log
from social_support.ingestion.words import Words
from social_support.networks.contract import Page, Post
from social_support.networks.errors import Terminal
from social_support.networks.words import _

CUT = _("Only the newest posts were read back; older ones were left out.")
REACHED, LIMIT, STOPPED = "Reached", "Limit", "Stopped"
NOT_ENDED = {"back_since_utc": ("is", "set"), "back_ended": ""}
FIELDS = (
    *streams.FIELDS,
    "back_place",
    "back_since_utc",
    "back_reached_utc",
    "back_read",
    "next_run_utc",
)


class Part(NamedTuple):
    """What of a page is wanted, how many older posts that makes in all, and why the page was the
    last one ("": it was not).
    """

    page: Page
    read: int
    ended: str


def part_of(page: Page, began: datetime, read: int, at_most: int) -> Part:
    """What of a page is kept when `read` posts from before `began` (UTC, aware) are kept already
    and `at_most` may be: of the older ones the newest, and all that is not older.
    """
    older = [post for post in page.posts if is_older(post, began)]
    too_many = older[: max(len(older) - max(at_most - read, 0), 0)]
    left_out = {id(post) for post in too_many}
    kept = tuple(post for post in page.posts if id(post) not in left_out)
    read += len(older) - len(too_many)
    full = bool(older) and read >= at_most
    if too_many or (full and page.next_cursor is not None):
        ended = LIMIT
    else:
        ended = "" if page.next_cursor is not None else REACHED
    remarks = (*page.remarks, CUT) if ended == LIMIT else page.remarks
    return Part(replace(page, posts=kept, remarks=remarks), read, ended)


def is_older(post: Post, began: datetime) -> bool:
    """Whether a post was written before the channel began to listen."""
    return post.posted_on is not None and post.posted_on < began


def has_reached_older(state: dict[str, Any]) -> bool:
    """Whether what is read next was written before the channel began to listen."""
    reached = state["back_reached_utc"]
    return bool(reached) and streams.aware(reached) < streams.began(state)


def reads_back_until(state: dict[str, Any], channel: Document) -> datetime:
    """How far back the stream is read: UTC and aware, counted from when the channel began."""
    return streams.began(state) - timedelta(days=channel.backfill_days)


def begin(state: dict[str, Any], part: Part, since: datetime) -> None:
    """Keep what the first page said, in its transaction."""
    facts = {"cursor_value": part.page.starts_at, "back_since_utc": to_utc(since)}
    _keep(state, facts | progress_of(part))
    _tell_ended(state, part.ended)


def advance(state: dict[str, Any], part: Part) -> None:
    """Keep how far the reading has come, in the transaction of the page. A person may have stopped
    it meanwhile: that stays.
    """
    _keep(state, progress_of(part), **NOT_ENDED)
    _tell_ended(state, part.ended)


def end(state: dict[str, Any], why: str) -> None:
    """There is no older page. The caller commits."""
    _keep(state, {"back_ended": why, "back_place": None}, **NOT_ENDED)
    _tell_ended(state, why)


@contextmanager
def ended_by_refusal(channel: Document, state: dict[str, Any]) -> Iterator[None]:
    """What the network refuses of the past alone does not stop what is new."""
    try:
        yield
    except Terminal as error:
        if failures.concerns_the_account(error):
            raise
        frappe.db.rollback()
        sync_log.failed(channel, state["stream"], failures.in_words(error))
        end(state, STOPPED)
        # A step of its own: the rest of the run goes on.
        frappe.db.commit()


def next_running(channel: str) -> dict[str, Any] | None:
    """The stream whose older pages are to be read next."""
    return min(running(channel), key=streams.in_order, default=None)


def running(channel: str) -> list[dict[str, Any]]:
    """The streams whose older pages are to be read: none that waits for whatever reason."""
    rows = frappe.get_all(
        streams.DOCTYPE,
        filters={"channel": channel, "active": 1, **NOT_ENDED},
        or_filters={"failures": 0, "next_run_utc": ("<=", utc_now())},
        fields=[*FIELDS],
        order_by="name",
    )
    return [row for row in rows if row.next_run_utc and row.error_kind != "BudgetSpent"]


def is_running(state: str) -> bool:
    """Whether nobody stopped the reading of older posts."""
    return bool(frappe.db.exists(streams.DOCTYPE, {"name": state, **NOT_ENDED}))


def stop(channel: str) -> None:
    """Read no older posts of the channel. What is stored stays. The caller commits."""
    lock_channel(channel)
    filters = {"channel": channel, **NOT_ENDED}
    facts = {"back_ended": STOPPED, "back_place": None}
    frappe.db.set_value(streams.DOCTYPE, filters, facts, update_modified=False)


def start(channel: str) -> None:
    """Read the older posts again, from now back, with the present bounds. The caller commits."""
    lock_channel(channel)
    doc = frappe.get_doc("Social Channel", channel)
    filters = {"channel": channel, "active": 1, "cursor_value": ("is", "set")}
    for state in frappe.get_all(streams.DOCTYPE, filters, [*FIELDS]):
        since = to_utc(reads_back_until(state, doc))
        facts = {"back_since_utc": since, "back_read": 0, "back_ended": ""}
        _keep(state, facts | {"back_place": None, "back_reached_utc": None})
    streams.make_due(channel)


def progress(channel: str) -> dict[str, Any]:
    """{running, read, at_most, reached, since, ended} of the channel's streams together.

    read: posts from before the channel began; reached, since: site time, None before the first
    page; ended: why, "" while it is running.
    """
    rows = frappe.get_all(
        streams.DOCTYPE,
        filters={"channel": channel, "active": 1, "back_since_utc": ("is", "set")},
        fields=["back_since_utc", "back_reached_utc", "back_read", "back_ended"],
    )
    each = frappe.db.get_value("Social Channel", channel, "backfill_posts") or 0
    return progress_in(rows, each)


def progress_in(states: Sequence[dict[str, Any]], at_most: int) -> dict[str, Any]:
    """The same, from the states of a channel that reads back `at_most` posts of each stream."""
    rows = [row for row in states if row.back_since_utc]
    running = [row for row in rows if not row.back_ended]
    ended = {row.back_ended for row in rows}
    return {
        "running": bool(running),
        "read": sum(row.back_read or 0 for row in rows),
        "at_most": at_most * len(rows),
        "reached": _site(max, [row.back_reached_utc for row in running or rows]),
        "since": _site(min, [row.back_since_utc for row in rows]),
        "ended": "" if running else next((w for w in (STOPPED, LIMIT, REACHED) if w in ended), ""),
    }


def _tell_ended(state: dict[str, Any], ended: str) -> None:
    """One notification for all that was read back, when the last of the streams has ended."""
    running = {"channel": state["channel"], "active": 1, **NOT_ENDED}
    if not ended or frappe.db.exists(streams.DOCTYPE, running):
        return
    if read := progress(state["channel"])["read"]:
        channel = frappe.get_doc("Social Channel", state["channel"])
        words = _("{0}: {1} older posts were read and sorted into conversations.")
        announce.tell(channel, Words(words, (channel.channel_name, read)))


def progress_of(part: Part) -> dict[str, Any]:
    """What the stream's row says of the reading when `part` is stored."""
    times = [to_utc(post.posted_on) for post in part.page.posts if post.posted_on]
    return {
        "back_ended": part.ended,
        "back_read": part.read,
        "back_place": None if part.ended else part.page.next_cursor,
        **({"back_reached_utc": min(times)} if times else {}),
    }


def _keep(state: dict[str, Any], facts: dict[str, Any], **only_where: Any) -> None:
    filters = {"name": state["name"], **only_where}
    frappe.db.set_value(streams.DOCTYPE, filters, facts, update_modified=False)


def _site(choose: Any, times: list[datetime | None]) -> datetime | None:
    known = [time for time in times if time]
    return to_site(choose(known)) if known else None
