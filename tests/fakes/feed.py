"""A publisher of a feed who answers as RFC 9110 says: an ETag, "not modified", moved, gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from xml.sax.saxutils import escape

from tests.fakes.http_server import FakeServer, send

PATH = "/feed.xml"


@dataclass
class Entry:
    """An entry of the feed. Times are UTC."""

    id: str
    text: str
    written: datetime
    updated: datetime
    title: str = ""
    author: str = "anna"


@dataclass
class Publisher:
    """Keeps the feed of `server`, as Atom with the newest entry first."""

    server: FakeServer
    entries: list[Entry] = field(default_factory=list)
    at_most: int = 10_000
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.script(PATH, self._answer)

    @property
    def url(self) -> str:
        return f"{self.server.url}{PATH}"

    def write(self, text: str, **other: object) -> str:
        """A new entry; its id."""
        external_id = f"urn:entry:{len(self.entries) + 1}"
        now = datetime.now(timezone.utc)
        known = {"id": external_id, "text": text, "written": now, "updated": now}
        self.entries.append(Entry(**known | other))
        return external_id

    def edit(self, external_id: str, text: str, updated: datetime) -> None:
        entry = next(entry for entry in self.entries if entry.id == external_id)
        entry.text, entry.updated = text, updated

    def document(self) -> bytes:
        shown = self.entries[::-1][: self.at_most]
        entries = "".join(self._entry(entry) for entry in shown)
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f'<title>Shop talk</title><id>urn:feed</id><link href="{self.server.url}/"/>'
            f"{entries}</feed>"
        ).encode()

    def _entry(self, entry: Entry) -> str:
        return (
            f"<entry><id>{entry.id}</id><title>{escape(entry.title)}</title>"
            f"<published>{entry.written.isoformat()}</published>"
            f"<updated>{entry.updated.isoformat()}</updated>"
            f"<author><name>{escape(entry.author)}</name></author>"
            f'<link href="{self.server.url}/posts/{entry.id}"/>'
            f'<content type="text">{escape(entry.text)}</content></entry>'
        )

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = self.document()
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        same = handler.headers.get("If-None-Match") == tag
        self.answers.append(304 if same else 200)
        headers = {"ETag": tag, "Content-Type": "application/atom+xml; charset=utf-8"}
        send(handler, 304 if same else 200, b"" if same else body, headers)
