"""Read forward a list into which posts may come late, behind those that were shown before.

Bluesky's lists are in the order of the authors' own clocks, and a clock that is a minute slow puts
a new post behind one that was read already. So each walk passes the newest post of the last one
and ends an hour before it; what it brought before is known by the cursor, and not brought again.
The cursor is JSON: {"walk": the cursor of `networks.newest_first`, "known", "now": ids in short,
"since": nothing older was ever asked for}.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from .. import newest_first
from ..newest_first import Ask, Entry, Step, seen_of
from ..times import parse_time

LATE = timedelta(hours=1)
# A cursor that grows without end would be too long to be kept; what is shown once more is stored
# once all the same.
MOST_KNOWN = 1000


@dataclass
class Place:
    """How far the reading has come: `known` was brought by the last finished walk, `now` by this
    one.
    """

    walk: str
    known: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    since: datetime | None = None

    @classmethod
    def at(cls, cursor: str) -> Place:
        try:
            data = json.loads(cursor)
            ids = tuple(data["known"]), tuple(data["now"])
            return cls(data["walk"], *ids, parse_time(data.get("since")))
        except (ValueError, TypeError, KeyError):
            return cls(cursor)

    @property
    def cursor(self) -> str:
        ids = {"known": self.known[:MOST_KNOWN], "now": self.now[:MOST_KNOWN]}
        since = {"since": self.since.isoformat()} if self.since else {}
        return json.dumps({"walk": self.walk} | ids | since)

    def after(self, step: Step) -> Place:
        """The place behind a step of its walk."""
        now = (*self.now, *map(_short, reversed(step.entries)))
        if _is_over(step):
            return replace(self, walk=step.cursor, known=now, now=())
        return replace(self, walk=step.cursor, now=now)

    def is_new(self, entry: Entry) -> bool:
        is_too_old = self.since and entry.at and entry.at < self.since
        return not is_too_old and (not entry.id or _short(entry) not in self.known)


def forward(ask: Ask, cursor: str) -> Iterator[Step]:
    """What is new behind `cursor`, or has come late, for `Network.fetch`."""
    place = began = Place.at(cursor)
    for step in newest_first.forward(ask, began.walk, look_again=LATE):
        fresh = tuple(entry for entry in step.entries if place.is_new(entry))
        place = place.after(step)
        if fresh or step.gap or (_is_over(step) and place.cursor != cursor):
            yield step._replace(entries=fresh, cursor=place.cursor)
    # A walk that ended where the last one did made no step of that.
    ended = replace(began, known=place.now, now=()).cursor
    if place.now and ended != cursor:
        yield Step((), ended)


def backward(ask: Ask, place: str | None, since: datetime) -> Iterator[Step]:
    """What was written from now, or from `place`, back to `since`, for `Network.look_back`."""
    for step in newest_first.backward(ask, place, since):
        if step.starts_at:
            known = tuple(map(_short, reversed(step.entries)))
            step = step._replace(starts_at=Place(step.starts_at, known, since=since).cursor)
        yield step


def earliest(cursor: str) -> datetime | None:
    """Where a walk behind `cursor` will end, as far as that is known."""
    seen_at = seen_of(Place.at(cursor).walk).seen_at
    return seen_at and seen_at - LATE


def _is_over(step: Step) -> bool:
    """Whether the walk ended with this step."""
    return seen_of(step.cursor).next is None


def _short(entry: Entry) -> str:
    return b64encode(sha256(entry.id.encode()).digest()[:6]).decode()
