"""How much of a network a channel reads a day: some bill for every post.

Counted for each UTC day on the channel's By Hand row, in the transaction of the page that was read.
The network's own count is known only after a call, so the last page may go over the limit, by what
one page holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations.clock import to_site, utc_now
from social_support.conversations.store import lock_channel
from social_support.ingestion import streams, sync_log
from social_support.ingestion.lease import LEASE_STREAM, state_key
from social_support.networks.contract import Network, Page

SPENT = "BudgetSpent"
# What a new channel of a network that bills gets, where nobody entered anything else.
DEFAULT = 1000


def reads_today(state: dict[str, Any]) -> int:
    """What was read today, UTC, by the channel whose By Hand row this is."""
    return int(state["reads_today"] or 0) if state["reads_on"] == utc_now().date() else 0


def spent(state: dict[str, Any], channel: Document) -> bool:
    """Whether the channel has read what it may read today. `state`: its By Hand row."""
    return bool(channel.read_budget) and reads_today(state) >= channel.read_budget


def resets_at() -> datetime:
    """When the next day begins: naive UTC."""
    return datetime.combine(utc_now().date() + timedelta(days=1), time())


def counts_of(channel: str) -> dict[str, Any]:
    """The channel's By Hand row, as `spent` takes it."""
    key = {"state_key": state_key(channel, LEASE_STREAM)}
    return frappe.db.get_value(streams.DOCTYPE, key, ["reads_on", "reads_today"], as_dict=True)


@dataclass
class Meter:
    """Counts what one run reads: what the network counts, or posts where it counts nothing."""

    channel: Document
    network: Network
    counted: int = 0
    today: int = field(init=False)

    def __post_init__(self) -> None:
        self.today = reads_today(counts_of(self.channel.name)) if self.limit else 0

    @property
    def limit(self) -> int:
        return self.channel.read_budget or 0

    @property
    def spent(self) -> bool:
        return bool(self.limit) and self.today >= self.limit

    def share_left(self) -> int | None:
        """How much may be spent now on what can wait: at noon half of the day's budget may be gone,
        so that new posts can be read in the evening too. None: no limit.
        """
        if not self.limit:
            return None
        of_the_day = 1 - (resets_at() - utc_now()) / timedelta(days=1)
        return max(int(self.limit * of_the_day) - self.today, 0)

    def read(self, page: Page | None = None) -> int:
        """What was read since the last `book`; the page's posts where the network counts none."""
        if self.network.price_per_read or self.network.reads or not self.limit:
            return self.network.reads - self.counted
        return len(page.posts) + len(page.rejected) if page else 0

    def book(self, page: Page | None = None) -> None:
        """Count what was read. The caller commits, and says `booked` when that is done."""
        if reads := self.read(page):
            _count(self.channel.name, reads)

    def booked(self, page: Page | None = None) -> None:
        """What was read stands in the database."""
        self.today += self.read(page)
        self.counted = self.network.reads


def pause(channel: Document) -> None:
    """Let the streams of a channel that has spent its budget wait until the next day, and say so in
    the sync log, once. The caller commits.
    """
    lock_channel(channel.name)
    waiting = {"channel": channel.name, "active": 1, "next_run_utc": ("is", "set")}
    if not frappe.db.exists(streams.DOCTYPE, waiting | {"error_kind": SPENT}):
        sync_log.notice(channel, "", _in_words(channel))
    facts = {"error_kind": SPENT, "failures": 0, "last_error": _in_words(channel)}
    frappe.db.set_value(
        streams.DOCTYPE, waiting, facts | {"next_run_utc": resets_at()}, update_modified=False
    )


def settle(channel: Document) -> None:
    """Go on at once where the budget was raised. The caller commits."""
    state = counts_of(channel.name)
    if state and not spent(state, channel):
        streams.end_wait(channel.name, SPENT)


def _in_words(channel: Document) -> str:
    return _(
        "The read budget of {0} a day is spent. Reading goes on at {1}; raise the budget to go on "
        "at once."
    ).format(channel.read_budget, frappe.utils.format_datetime(to_site(resets_at())))


def _count(channel: str, reads: int) -> None:
    frappe.db.sql(
        f"""UPDATE `tab{streams.DOCTYPE}` SET
            reads_today = IF(reads_on = UTC_DATE(), reads_today, 0) + %(reads)s,
            reads_on = UTC_DATE()
        WHERE state_key = %(key)s""",
        {"reads": reads, "key": state_key(channel, LEASE_STREAM)},
    )
