"""Walk through Mastodon's pages. https://docs.joinmastodon.org/api/guidelines/#pagination

Ids are opaque: they are handed back as they came and compared for equality, never for order. The
server's order decides, and it puts the newest first in every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ..errors import UnexpectedPayload
from ..times import parse_time
from ..words import _

PAGE_SIZE = 80
MAX_PAGES_BACK = 100

Ask = Callable[[dict], list]


def forward(ask: Ask, cursor: str) -> Iterator[list]:
    """What stands behind `cursor`, page by page, each oldest first (`min_id` leaves no gap, as
    `since_id` does).
    """
    seen = {cursor}
    while entries := ask({"min_id": cursor, "limit": PAGE_SIZE}):
        cursor = last_id(entries[::-1])
        if cursor in seen:
            return
        seen.add(cursor)
        yield entries[::-1]


def backward(
    ask: Ask, cursor: str | None = None, since: datetime | None = None
) -> tuple[list[list], bool]:
    """The pages from now back to `cursor` or `since`, oldest first, and whether the walk got
    there.

    For a beginning without a cursor, and for searches, which know no way forward. `since` looks at
    `created_at`.
    """
    pages: list[list] = []
    seen: set[str] = set()
    query: dict = {"limit": PAGE_SIZE} | ({"min_id": cursor} if cursor else {})
    for _page in range(MAX_PAGES_BACK):
        entries = ask(query)
        fresh = [entry for entry in entries if _entry_id(entry) not in seen]
        wanted = list(_until(fresh, cursor, since))
        if wanted:
            pages.insert(0, wanted[::-1])
        if len(wanted) < len(entries) or not entries:
            return pages, True
        seen |= {_entry_id(entry) for entry in entries}
        query = query | {"max_id": last_id(entries)}
    return pages, False


def last_id(entries: list) -> str:
    """The last id in a list: the cursor that stands behind it when the list is oldest first."""
    found = next((i for i in map(_entry_id, reversed(entries)) if i), None)
    if found is None:
        raise UnexpectedPayload(_("The network sent a list without ids."))
    return found


def _until(entries: list, cursor: str | None, since: datetime | None) -> Iterator:
    for entry in entries:
        created = parse_time(entry.get("created_at")) if isinstance(entry, dict) else None
        too_old = since is not None and created is not None and created < since
        if too_old or (cursor is not None and _entry_id(entry) == cursor):
            return
        yield entry


def _entry_id(entry: object) -> str | None:
    value = entry.get("id") if isinstance(entry, dict) else None
    return str(value) if isinstance(value, (str, int)) and str(value) else None
