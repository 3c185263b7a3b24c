"""Read forward what a network only gives newest first.

The walk goes from the newest post back to the newest one of the walk before, page by page, and may
be broken off after any of them: how far it has come stands in the cursor. `seen` moves only when a
walk is finished, to the post at which it began; what arrives meanwhile is the next walk's.

Ids are compared for equality, never for order. The cursor is opaque JSON to everybody else:
{"seen", "seen_at"} and, of a walk that is not finished, {"newest", "newest_at", "next",
"oldest_at", "read"}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from .contract import Gap
from .times import parse_time, utc_now

OVERLAP = timedelta(minutes=10)
# How often a page is asked for that leads back to where the walk has been.
TRIES = 3
NO_TIME = timedelta(0)


class Entry(NamedTuple):
    """One entry of an answer: its id ("" where it has none), when it was written (UTC, aware), and
    the network's JSON.
    """

    id: str
    at: datetime | None
    data: object


class Slice(NamedTuple):
    """What one call brought, newest first. `older` is the network's token for what lies behind it,
    None at the end.

    `cut`: the end is not that of what there is, but of what the network still shows.
    """

    entries: Sequence[Entry]
    older: str | None = None
    cut: bool = False


@dataclass(frozen=True)
class Walk:
    """How far the reading has come: `seen` is the newest post of the last finished walk, `next` the
    token to ask with (None: begin at the newest post), `read` how many entries this walk brought.
    """

    seen: str | None = None
    seen_at: datetime | None = None
    next: str | None = None
    newest: str | None = None
    newest_at: datetime | None = None
    oldest_at: datetime | None = None
    read: int = 0

    @property
    def finished(self) -> Walk:
        """Where the next walk ends: at the post at which this one began."""
        if self.newest is None:
            return Walk(self.seen, self.seen_at)
        return Walk(self.newest, self.newest_at or self.seen_at)

    def after(self, part: Slice, kept: Sequence[Entry]) -> Walk:
        """The walk when `kept`, the part of a slice that is wanted, is stored."""
        first = next((entry for entry in part.entries if entry.id), None)
        begins = self.newest is None and first is not None
        times = [entry.at for entry in kept if entry.at]
        return replace(
            self,
            next=part.older,
            newest=first.id if begins else self.newest,
            newest_at=_past(first.at) if begins else self.newest_at,
            oldest_at=min([*times, *([self.oldest_at] if self.oldest_at else [])], default=None),
            read=self.read + len(kept),
        )


class Step(NamedTuple):
    """A part of a `Page`: entries oldest first, the cursor or place behind them, and what else the
    page says.
    """

    entries: tuple[Entry, ...]
    cursor: str | None
    gap: Gap | None = None
    starts_at: str | None = None


class PlaceLost(Exception):
    """The network does not take the token of `Walk.next` any more: raise it while asking."""


Ask = Callable[[Walk], Slice]


def forward(
    ask: Ask, cursor: str, *, overlap: timedelta = OVERLAP, look_again: timedelta = NO_TIME
) -> Iterator[Step]:
    """What is new behind `cursor`, for `Network.fetch`; nothing new: no step.

    The walk ends at `seen`; when that post was deleted, `overlap` before its time; or where the
    network ends, with a gap if that is too early. With `look_again` it passes `seen` and ends that
    long before it: for a network whose index brings some posts late.
    """
    walk = seen_of(cursor)
    asked: set[str | None] = set()
    while True:
        part, walk = _ask(ask, walk, asked)
        asked.add(walk.next)
        kept, arrived = _new_entries(part.entries, walk, overlap, look_again)
        after = walk.after(part, kept)
        if not arrived and part.older is not None and part.older not in asked:
            yield Step(_oldest_first(kept), _as_cursor(after))
            walk = after
            continue
        gap = None if arrived or (part.older is None and not part.cut) else _gap(after)
        if kept or gap or _as_cursor(after.finished) != cursor:
            yield Step(_oldest_first(kept), _as_cursor(after.finished), gap)
        return


def backward(ask: Ask, place: str | None, since: datetime) -> Iterator[Step]:
    """What was written from now, or from `place`, back to `since`, for `Network.look_back`.

    `place` is a token of the network. The first step from now has `starts_at`, the last one has
    None as its cursor; nothing there: no step. Where the network goes on repeating what was shown,
    that step has a gap.
    """
    walk = Walk(next=place)
    asked: set[str | None] = set()
    begins = place is None
    while True:
        part, walk = _ask(ask, walk, asked)
        asked.add(walk.next)
        kept, arrived = _not_before(part.entries, since)
        after = walk.after(part, kept)
        goes_round = part.older is not None and part.older in asked
        ended = arrived or part.older is None or goes_round
        if part.entries or not ended or not begins:
            starts_at = _start(after, since) if begins else None
            gap = Gap(since, after.oldest_at or utc_now()) if goes_round and not arrived else None
            yield Step(_oldest_first(kept), None if ended else part.older, gap, starts_at)
        if ended:
            return
        walk, begins = after, False


def cursor_at(external_id: str | None, at: datetime | None) -> str:
    """The cursor that stands behind this post, written at `at` (UTC, aware)."""
    return _as_cursor(Walk(external_id, _past(at)))


def seen_of(cursor: str) -> Walk:
    """How far the reading behind `cursor` has come. A plain id is one that was seen."""
    try:
        data = json.loads(cursor)
    except ValueError:
        return Walk(seen=cursor)
    if not isinstance(data, dict):
        return Walk(seen=cursor)
    known = {name: data[name] for name in _NAMES if name in data}
    return Walk(**{n: parse_time(v) if n.endswith("_at") else v for n, v in known.items()})


_NAMES = [field.name for field in fields(Walk)]


def _ask(ask: Ask, walk: Walk, asked: Collection[str | None]) -> tuple[Slice, Walk]:
    """What the network answers, and the walk with which it was asked.

    A page that was shown before may come again by mistake, from a cache for one: it is asked again,
    and taken as the network's last word only when it does not change.
    """
    for _try in range(TRIES):
        try:
            part = ask(walk)
        except PlaceLost:
            walk = Walk(walk.seen, walk.seen_at)
            part = ask(walk)
        if part.older is None or part.older not in {*asked, walk.next}:
            break
    return part, walk


def _new_entries(
    entries: Sequence[Entry], walk: Walk, overlap: timedelta, look_again: timedelta
) -> tuple[Sequence[Entry], bool]:
    """Those before the end of the walk, and whether that is among them."""
    if walk.seen and not look_again:
        for number, entry in enumerate(entries):
            if entry.id == walk.seen:
                return entries[:number], True
    if walk.seen_at is None:
        return entries, False
    return _not_before(entries, walk.seen_at - (look_again or overlap))


def _not_before(entries: Sequence[Entry], moment: datetime) -> tuple[Sequence[Entry], bool]:
    """The entries without the older ones at their end, and whether there were such.

    Only at their end: a single post that bears an early date hides nothing behind it.
    """
    left = len(entries)
    while left and (at := entries[left - 1].at) and at < moment:
        left -= 1
    return entries[:left], left < len(entries)


def _gap(walk: Walk) -> Gap | None:
    """What lies between what was seen before and the oldest post that is still shown."""
    until = walk.oldest_at or utc_now()
    return Gap(walk.seen_at, until) if walk.seen_at and walk.seen_at < until else None


def _start(walk: Walk, since: datetime) -> str:
    """The cursor at the newest post. Where the first answer showed none, it reaches back to
    `since`: read twice rather than not at all.
    """
    return _as_cursor(Walk(walk.newest, walk.newest_at) if walk.newest else Walk(None, since))


def _as_cursor(walk: Walk) -> str:
    data = {name: value for name, value in asdict(walk).items() if value}
    return json.dumps(data, default=datetime.isoformat)


def _oldest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(reversed(entries))


def _past(at: datetime | None) -> datetime | None:
    """A date in the future would end every later walk too early."""
    return min(at, utc_now()) if at else None
