"""Walk through Mastodon's pages. https://docs.joinmastodon.org/api/guidelines/#pagination

Ids are opaque: they are handed back as they came and compared for equality, never for order. The
server's order decides, and it puts the newest first in every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import newest_first
from ..errors import UnexpectedPayload
from ..newest_first import Entry, Slice, Step, Walk
from ..times import parse_time
from ..words import _

PAGE_SIZE = 80
# The index behind the search takes posts in a little later than the server shows them elsewhere.
INDEX_DELAY = timedelta(minutes=10)

Ask = Callable[[dict], list]


def _as_it_is(entry: object) -> object:
    return entry


def _all(entry: object) -> bool:
    return True


@dataclass(frozen=True)
class Source:
    """A list of the server's: how to ask for it, which of its entries are wanted, and where each
    one's status stands. `goes_forward`: whether it knows `min_id`, as all but the search do.
    """

    ask: Ask
    wanted: Callable[[object], bool] = _all
    status_of: Callable[[object], object] = _as_it_is
    goes_forward: bool = True

    def forward(self, cursor: str) -> Iterator[Step]:
        """What stands behind `cursor`, in steps."""
        if self.goes_forward:
            return _forward(self.ask, cursor)
        return newest_first.forward(self._older, cursor, look_again=INDEX_DELAY)

    def backward(self, place: str | None, since: datetime) -> Iterator[Step]:
        """What was written from `place` back to `since`, by the dates of the entries."""
        for step in newest_first.backward(self._older, place, since):
            if self.goes_forward and step.starts_at:
                step = step._replace(starts_at=newest_first.seen_of(step.starts_at).seen)
            yield step

    def _older(self, walk: Walk) -> Slice:
        entries = self.ask({"limit": PAGE_SIZE} | ({"max_id": walk.next} if walk.next else {}))
        return Slice([_entry(entry) for entry in entries], last_id(entries) if entries else None)


def _forward(ask: Ask, cursor: str) -> Iterator[Step]:
    """Page by page (`min_id` leaves no gap, as `since_id` does)."""
    seen = {cursor}
    while entries := ask({"min_id": cursor, "limit": PAGE_SIZE}):
        cursor = last_id(entries[::-1])
        if cursor in seen:
            return
        seen.add(cursor)
        yield Step(tuple(_entry(entry) for entry in reversed(entries)), cursor)


def last_id(entries: list) -> str:
    """The last id in a list: the cursor that stands behind it when the list is oldest first."""
    found = next((i for i in map(_entry_id, reversed(entries)) if i), None)
    if found is None:
        raise UnexpectedPayload(_("The network sent a list without ids."))
    return found


def _entry(entry: object) -> Entry:
    created = parse_time(entry.get("created_at")) if isinstance(entry, dict) else None
    return Entry(_entry_id(entry) or "", created, entry)


def _entry_id(entry: object) -> str | None:
    value = entry.get("id") if isinstance(entry, dict) else None
    return str(value) if isinstance(value, (str, int)) and str(value) else None
