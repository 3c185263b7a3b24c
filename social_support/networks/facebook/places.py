"""Where a walk goes on that was broken off, said by times and ids: Meta's cursors are not kept.

A place is JSON to whoever keeps it. Whoever goes on there walks once more over what is newer,
without yielding it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from ..newest_first import Entry
from ..times import parse_time
from ..values import as_dict

MOST_READ_AGAIN = 300


@dataclass(frozen=True)
class Spot:
    """How far a list was read that comes newest first: down to this time, and of what bears the
    same time these `ids`.
    """

    at: datetime | None = None
    ids: tuple[str, ...] = ()

    def passed(self, external_id: str, at: datetime | None) -> bool:
        """Whether this was read before."""
        if not (self.at and at):
            return False
        return at > self.at or (at == self.at and external_id in self.ids)

    def behind(self, entries: Iterable[tuple[str, datetime | None]]) -> Spot:
        """The spot when these are read as well."""
        known = [(external_id, at) for external_id, at in entries if at]
        oldest = min((at for _id, at in known), default=self.at)
        if oldest is None or (self.at and oldest > self.at):
            return self
        ids = [external_id for external_id, at in known if at == oldest]
        return Spot(oldest, (*(self.ids if oldest == self.at else ()), *ids))


@dataclass(frozen=True)
class Place:
    """A place in a list of rows that have lists below them. `rows`: those that are read; `of`: the
    row whose list is being read, and `below`, how far. `top`: the newest row's time when the walk
    began. What has moved above it since was written to meanwhile and is read once more: `again`
    holds those that were, {id: time}.
    """

    rows: Spot = Spot()
    of: str = ""
    below: Spot = Spot()
    top: datetime | None = None
    again: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str | None) -> Place:
        """The place in a text; what is none begins at the newest."""
        try:
            data = as_dict(json.loads(text or "{}"))
        except ValueError:
            data = {}
        spots = [_spot(data.get(name)) for name in ("rows", "below")]
        times = {name: parse_time(at) for name, at in as_dict(data.get("again")).items()}
        again = {name: at for name, at in times.items() if at}
        top = parse_time(data.get("top"))
        return cls(spots[0], str(data.get("of") or ""), spots[1], top, again)

    def __str__(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    def has_moved(self, external_id: str, at: datetime | None) -> bool:
        """Whether a row has moved up since the walk began, and since it was read once more."""
        seen = self.again.get(external_id, self.top)
        return bool(self.top and seen and at and at > self.top and at > seen)

    def begun(self, external_id: str) -> Spot:
        """How far the list below a row was read."""
        return self.below if external_id == self.of else Spot()

    def within(self, external_id: str, below: Spot) -> Place:
        """The place in the middle of the list below a row."""
        return replace(self, of=external_id, below=below)

    def after(self, external_id: str, at: datetime | None) -> Place:
        """The place when the list below a row is read."""
        return replace(self, rows=self.rows.behind([(external_id, at)]), of="", below=Spot())

    def with_again(self, external_id: str, at: datetime) -> Place:
        """The place when the list below a row that has moved is read once more."""
        kept = dict([*self.again.items()][-MOST_READ_AGAIN:])
        return replace(self, again=kept | {external_id: at})


def unread(entries: Sequence[Entry], spot: Spot) -> list[Entry]:
    """Those that were not read before."""
    return [entry for entry in entries if not spot.passed(entry.id, entry.at)]


def behind(entries: Sequence[Entry], spot: Spot) -> Spot:
    """The spot when these are read as well."""
    return spot.behind((entry.id, entry.at) for entry in entries)


def _spot(data: object) -> Spot:
    found = as_dict(data)
    ids = found.get("ids")
    return Spot(parse_time(found.get("at")), tuple(ids) if isinstance(ids, list) else ())
