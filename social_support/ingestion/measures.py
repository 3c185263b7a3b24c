"""How fast, how much and how well channels were read in the last 24 hours, in a few queries
whatever the number of channels.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import create_batch

from social_support.conversations.clock import site_to_utc, to_site, utc_now
from social_support.conversations.keys import new_name
from social_support.ingestion import budget, streams, sync_log

WINDOW = timedelta(hours=24)
# The newest posts of a channel tell its lag: more would not tell it better.
NEWEST = 1000
AT_ONCE = 50
NAME_LENGTH = len(new_name())
STREAM_FACTS = (
    "channel",
    "stream",
    "creation",
    "active",
    "last_success_utc",
    "last_error",
    "last_error_utc",
    "gap_since_utc",
    "gap_until_utc",
    "next_run_utc",
    "reads_on",
    "reads_today",
)


@dataclass
class Measures:
    """What was measured of a channel. Times are naive UTC, lags seconds between post and store.

    began: since when it listens; posts: incoming ones of the last 24 hours that were not added by
    hand; errors: failed readings of the last 24 hours; set_aside: posts that wait for a person.
    """

    began: datetime | None = None
    lags: list[float] = field(default_factory=list)
    posts: int = 0
    errors: int = 0
    set_aside: int = 0
    reads: int = 0
    gap: tuple[datetime, datetime] | None = None
    last_success: datetime | None = None
    last_error: str = ""
    last_error_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """From when on posts tell the lag: those from before the channel listened do not."""
        return max(window_start(), self.began) if self.began else window_start()

    def lag(self, share: float) -> float | None:
        """Within how many seconds this share of the posts was stored; None without posts."""
        if not self.lags:
            return None
        return sorted(self.lags)[math.ceil(share * len(self.lags)) - 1]


def measure(channels: Sequence[str]) -> dict[str, Measures]:
    """What is known of each of these channels."""
    found = {channel: Measures() for channel in channels}
    if found:
        _look_at_streams(found)
        _look_at_log(found)
        _count_posts(found)
        _look_at_lags(found)
    return found


def window_start() -> datetime:
    """24 hours ago, naive UTC, to the minute: what a figure counts and what it opens agree."""
    return (utc_now() - WINDOW).replace(second=0, microsecond=0)


def _look_at_streams(found: dict[str, Measures]) -> None:
    of_channel = defaultdict(list)
    filters = {"channel": ("in", list(found))}
    for state in frappe.get_all(streams.DOCTYPE, filters, list(STREAM_FACTS)):
        if state.active:
            of_channel[state.channel].append(state)
    for channel, states in of_channel.items():
        _take_streams(found[channel], states)


def _take_streams(measures: Measures, states: list[dict[str, Any]]) -> None:
    chosen = [s for s in states if s.stream not in (*streams.HIDDEN, *streams.NEVER_READ)]
    measures.began = max((site_to_utc(state.creation) for state in chosen), default=None)
    measures.last_success = min(
        (state.last_success_utc for state in chosen if state.last_success_utc), default=None
    )
    failed = [state for state in states if state.last_error_utc]
    if failed:
        last = max(failed, key=lambda state: state.last_error_utc)
        measures.last_error, measures.last_error_at = last.last_error, last.last_error_utc
    gaps = [state for state in states if state.gap_since_utc and state.gap_until_utc]
    if gaps:
        measures.gap = (min(s.gap_since_utc for s in gaps), max(s.gap_until_utc for s in gaps))
    by_hand = next((state for state in states if state.stream == streams.BY_HAND), None)
    measures.reads = budget.reads_today(by_hand) if by_hand else 0


def _look_at_log(found: dict[str, Measures]) -> None:
    values = {"channels": tuple(found), "since": to_site(window_start())}
    rows = frappe.db.sql(
        f"""SELECT channel, SUM(status = '{sync_log.FAILED}' AND creation >= %(since)s) errors,
            SUM(status = '{sync_log.SET_ASIDE}') set_aside,
            MAX(IF(status = '{sync_log.FAILED}', CONCAT(name, message), '')) newest_failed
        FROM `tabSocial Sync Log`
        WHERE channel IN %(channels)s
            AND status IN ('{sync_log.FAILED}', '{sync_log.SET_ASIDE}')
        GROUP BY channel""",
        values,
        as_dict=True,
    )
    for row in rows:
        found[row.channel].errors = int(row.errors)
        found[row.channel].set_aside = int(row.set_aside)
        if not found[row.channel].last_error:
            # Names are in the order of their making: the greatest is that of the last failure.
            found[row.channel].last_error = row.newest_failed[NAME_LENGTH:]


def _count_posts(found: dict[str, Measures]) -> None:
    values = {"channels": tuple(found), "since": window_start()}
    rows = frappe.db.sql(
        """SELECT channel, COUNT(*) FROM `tabSocial Interaction`
        WHERE channel IN %(channels)s AND posted_at_utc >= %(since)s
            AND direction = 'Incoming' AND added_by_hand = 0
        GROUP BY channel""",
        values,
    )
    for channel, posts in rows:
        found[channel].posts = posts


def _look_at_lags(found: dict[str, Measures]) -> None:
    for channel, seconds in _lags(found):
        found[channel].lags.append(max(float(seconds), 0.0))


def _lags(found: dict[str, Measures]) -> Iterator[tuple[str, float]]:
    """Each channel's newest posts by themselves, from the index: the number of rows is bounded."""
    newest = f"""(SELECT channel, TIMESTAMPDIFF(MICROSECOND, posted_on, creation) / 1000000
        FROM `tabSocial Interaction`
        WHERE channel = %s AND posted_at_utc >= %s
            AND direction = 'Incoming' AND added_by_hand = 0
        ORDER BY posted_at_utc DESC LIMIT {NEWEST})"""
    listening = [(channel, each.since) for channel, each in found.items() if each.posts]
    for some in create_batch(listening, AT_ONCE):
        values = [value for pair in some for value in pair]
        yield from frappe.db.sql(" UNION ALL ".join([newest] * len(some)), values)
