"""Read forward by time: what is new since the newest entry that was seen, a little before it again,
and the ids of what was seen in that little.

For lists that are not in the order of their entries: the comments under many posts, the messages of
many conversations. Meta's own cursors are not kept; a walk that is broken off goes on at a place
that its source names by times. The cursor is opaque JSON to everybody else: {"seen_at", "seen"}
and, of a walk that is not finished, {"newest_at", "met", "place"}.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import NamedTuple, Protocol

from ..newest_first import Entry, Step
from ..times import parse_time, utc_now
from ..values import as_dict

OVERLAP = timedelta(minutes=10)
# A Page that is written to more often reads some entries twice, which does no harm.
MOST_SEEN = 500


class Batch(NamedTuple):
    """What one call brought, in any order. `place`: where to go on, None at the end."""

    entries: Sequence[Entry]
    place: str | None


class Source(Protocol):
    """A list that is read from its newest entries back to `bound`, or from `place` on."""

    def batches(self, bound: datetime | None, place: str | None) -> Iterator[Batch]: ...


@dataclass
class Mark:
    """How far the reading has come. `seen`: short digests of the ids in the overlap before
    `seen_at`; `met`: those of this walk, with their times in seconds.
    """

    seen_at: datetime | None = None
    seen: list[str] = field(default_factory=list)
    newest_at: datetime | None = None
    met: dict[str, int] = field(default_factory=dict)
    place: str | None = None

    @classmethod
    def read(cls, cursor: str) -> Mark:
        """The mark in a cursor. What is none reads everything again."""
        try:
            data = json.loads(cursor)
        except ValueError:
            data = None
        data = as_dict(data)
        times = {name: parse_time(data.get(name)) for name in ("seen_at", "newest_at")}
        others = {name: data[name] for name in ("seen", "met", "place") if name in data}
        return cls(**times, **others)

    @property
    def bound(self) -> datetime | None:
        """From when on entries are looked at."""
        return self.seen_at - OVERLAP if self.seen_at else None

    def note(self, entry: Entry, *, moves: bool) -> bool:
        """Remember an entry of this walk; whether it is a new one. `moves`: its time counts as the
        newest that this walk has seen.
        """
        digest = _digest(entry)
        is_new = digest not in self.met and digest not in self.seen
        at = min(entry.at, utc_now()) if entry.at else self.newest_at or self.seen_at or utc_now()
        self.met[digest] = int(at.timestamp())
        if moves and entry.at:
            self.newest_at = max(at, self.newest_at or at)
        return is_new

    def cursor(self, place: str | None) -> str:
        """The cursor of a walk that goes on at `place`; without one, of a finished walk."""
        newest = max((at for at in (self.newest_at, self.seen_at) if at), default=None)
        since = newest and int((newest - OVERLAP).timestamp())
        met = {name: at for name, at in self.met.items() if since is None or at >= since}
        kept = dict(sorted(met.items(), key=lambda item: (-item[1], item[0]))[:MOST_SEEN])
        if place is None:
            return _as_json({"seen_at": newest, "seen": list(kept)})
        unfinished = {"newest_at": self.newest_at, "met": kept, "place": place}
        return _as_json({"seen_at": self.seen_at, "seen": self.seen} | unfinished)


def forward(source: Source, cursor: str) -> Iterator[Step]:
    """What is new behind `cursor`, for `Network.fetch`; nothing new: no step.

    A walk that goes on where another run broke off leaves the newest time as it was: what was
    written meanwhile, where the walk has been already, is the next one's.
    """
    mark = Mark.read(cursor)
    bound, resumed, found = mark.bound, mark.place is not None, False
    last = cursor
    for batch in source.batches(bound, mark.place):
        wanted = [one for one in batch.entries if not (one.at and bound) or one.at >= bound]
        new = [one for one in wanted if mark.note(one, moves=not resumed)]
        found = found or bool(new)
        if new:
            last = mark.cursor(batch.place)
            yield Step(_oldest_first(new), last)
    if (found or resumed) and mark.cursor(None) != last:
        yield Step((), mark.cursor(None))


def backward(source: Source, place: str | None, since: datetime) -> Iterator[Step]:
    """What was written from now, or from `place`, back to `since`, for `Network.look_back`."""
    begins = place is None
    for batch in source.batches(since, place):
        kept = [entry for entry in batch.entries if not entry.at or entry.at >= since]
        if not kept and begins and batch.place is None:
            return
        starts_at = _start(kept, since) if begins else None
        yield Step(_oldest_first(kept), batch.place, None, starts_at)
        begins = False


def cursor_at(moment: datetime) -> str:
    """The cursor behind everything that was written until `moment`."""
    return Mark(min(moment, utc_now())).cursor(None)


def _start(entries: Sequence[Entry], since: datetime) -> str:
    """The cursor at the newest entry; where there is none, back at `since`: read twice rather than
    not at all.
    """
    mark = Mark(None if entries else since)
    for entry in entries:
        mark.note(entry, moves=True)
    return mark.cursor(None)


def _digest(entry: Entry) -> str:
    named = entry.id or json.dumps(entry.data, sort_keys=True, default=str)
    return hashlib.blake2s(named.encode(), digest_size=6).hexdigest()


def _as_json(data: dict) -> str:
    known = {name: value for name, value in data.items() if value}
    return json.dumps(known, default=datetime.isoformat)


def _oldest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """By time; those of one second, the finest that Meta tells, against the order they came in."""
    earliest = datetime.min.replace(tzinfo=timezone.utc)
    ordered = list(reversed(entries))
    ordered.sort(key=lambda entry: entry.at or earliest)
    return tuple(ordered)
