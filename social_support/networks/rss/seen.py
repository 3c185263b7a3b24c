"""What stands in the cursor of a feed: how to ask for it again, and which entries were stored.

A feed is one document that is read as a whole, so what is new is told by comparison alone. Opaque
JSON to everybody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256

from ..http import Download
from .entries import Entry, id_of, version_of

# 22 characters each have to fit into a column of 64 KB. An entry behind these is stored again to
# the same row.
MOST = 2000
ID, VERSION = 12, 6


@dataclass(frozen=True)
class Seen:
    """`url`: where the feed has moved for good. `etag` and `modified` go with the next question,
    once all of the document that they belong to is stored. `entries`: one mark for each.
    """

    url: str = ""
    etag: str = ""
    modified: str = ""
    entries: tuple[str, ...] = ()

    @classmethod
    def of(cls, cursor: str) -> Seen:
        """Raises no error: what is no cursor of ours has seen nothing."""
        try:
            data = json.loads(cursor)
        except ValueError:
            return cls()
        known = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        return cls(**known | {"entries": tuple(known.get("entries", ()))})

    def headers(self) -> dict[str, str]:
        """Ask for the document only if it changed: RFC 9110, 13.1."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}

    def new_among(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those that were not seen, or read differently now."""
        known = set(self.entries)
        return [entry for entry in entries if mark(entry) not in known]

    def with_entries(self, entries: Iterable[Entry]) -> Seen:
        """When these are stored too."""
        marks = dict.fromkeys([*map(mark, entries), *self.entries])
        return replace(self, entries=tuple(marks)[:MOST])

    def having_read(self, entries: Sequence[Entry], download: Download) -> Seen:
        """When the whole document is stored; `entries` are oldest first."""
        return Seen(
            url=download.moved_to or self.url,
            etag=download.headers.get("ETag") or "",
            modified=download.headers.get("Last-Modified") or "",
            entries=tuple(map(mark, reversed(entries)))[:MOST],
        )

    def as_cursor(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value})


def mark(entry: Entry) -> str:
    """The entry and its version, in few characters."""
    name = id_of(entry) or version_of(entry)
    return sha256(name.encode()).hexdigest()[:ID] + version_of(entry)[:VERSION]
