"""The connector of RSS and Atom feeds: read only, politely, and as far as broken feeds allow.

Not confirmed for every publisher, so being wrong there fails softly: that a feed which is gone for
good answers 410, and that an id stays when an entry is edited (else the edit is a post of its own).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from ..contract import (
    Account,
    ConnectionField,
    Identity,
    Page,
    Post,
    Stream,
)
from ..errors import AddressNotAllowed, NotFound, Terminal
from ..http import NOT_MODIFIED, Download, Http
from ..pages import FROM_THE_FUTURE, read_all
from ..read_only import ReadOnly
from ..times import utc_now
from ..words import _
from . import document
from .entries import NO_ANSWER, Entry, id_of, is_from_the_future, moment_of, post_of
from .seen import Seen, mark

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
GONE = 410
LONGEST_LINK = 140
PAGE = 100
BROKEN = _("The feed is broken. What could be read of it is kept.")
MOVED = _("The feed has moved for good. It is read at its new address from now on.")


class Rss(ReadOnly):
    """One feed. Its own address is the account; nobody who writes in it is that account."""

    key = "rss"
    label = "RSS / Atom"
    streams = ("Feed",)
    no_answer = NO_ANSWER
    whole_address = True
    has_handles = False
    connection_fields = (
        ConnectionField(
            "server_url",
            _("Feed Address"),
            _("The address of the RSS or Atom feed, for example https://example.com/feed.xml"),
        ),
    )

    def __init__(self, account: Account, http: Http):
        super().__init__(account, http)
        self._address = account.server.strip()

    def verify(self) -> Identity:
        """Raises UnexpectedPayload where there is no feed; a web page's own feed is named."""
        feed = self._document(self._download(Seen()))
        host = urlsplit(self._address).netloc
        link = feed.link if len(feed.link) <= LONGEST_LINK else ""
        return Identity(self._address, host, feed.title or host, link)

    # Reading

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        seen = Seen.of(cursor)
        download = self._download(seen)
        if download.status == NOT_MODIFIED:
            return
        entries, remarks = self._read(download)
        after = seen.having_read(entries, download)
        left = seen.new_among(entries)
        while left or seen != after:
            part, left = left[:PAGE], left[PAGE:]
            seen = seen.with_entries(part) if left else after
            yield _page(part, seen.as_cursor(), remarks)
            remarks = ()

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        """`place` is the mark of the last entry that was read."""
        download, now = self._download(Seen()), utc_now()
        entries, remarks = self._read(download)
        starts_at = Seen().having_read(entries, download).as_cursor() if place is None else None
        left = [entry for entry in reversed(entries) if moment_of(entry, now) >= since]
        if place is not None:
            left = _behind(place, left)
        while left or starts_at:
            part, left = left[:PAGE], left[PAGE:]
            goes_on = mark(part[-1]) if left else None
            page = _page(part[::-1], goes_on, remarks if starts_at else ())
            yield replace(page, starts_at=starts_at)
            starts_at = None

    def _download(self, seen: Seen) -> Download:
        if not self._address:
            raise AddressNotAllowed(_("Enter the address of the feed in the channel."))
        try:
            return self.http.download(
                seen.url or self._address, {"Accept": ACCEPT, **seen.headers()}
            )
        except NotFound as error:
            raise _not_there(error.status == GONE, urlsplit(self._address).netloc) from error

    def _document(self, download: Download) -> document.Document:
        content_type = download.headers.get("Content-Type") or ""
        return document.read(download.body, self._address, content_type, utc_now())

    def _read(self, download: Download) -> tuple[list[Entry], tuple[str, ...]]:
        """What stands in the feed, oldest first, and what is to be said of it."""
        feed, now = self._document(download), utc_now()
        # Feeds begin with the newest; those of one second stay in that order.
        one_each = {id_of(entry) or mark(entry): entry for entry in reversed(feed.entries)}
        in_order = sorted(one_each.values(), key=lambda entry: moment_of(entry, now))
        return in_order, (BROKEN,) * feed.broken + (MOVED,) * bool(download.moved_to)

    def read_raw(self, raw: object) -> Post:
        return post_of(raw, utc_now())


def _page(entries: Sequence[Entry], cursor: str | None, remarks: tuple[str, ...]) -> Page:
    now = utc_now()
    posts, rejected = read_all(entries, lambda entry: post_of(entry, now))
    if any(is_from_the_future(entry, now) for entry in entries):
        remarks = (*remarks, FROM_THE_FUTURE)
    return Page(posts, cursor, rejected, remarks)


def _behind(place: str, newest_first: list[Entry]) -> list[Entry]:
    """The older ones; none where that entry is not shown any more: only the oldest fall out."""
    marks = [mark(entry) for entry in newest_first]
    return newest_first[marks.index(place) + 1 :] if place in marks else []


def _not_there(for_good: bool, host: str) -> Terminal:
    if for_good:
        return NotFound(
            _("{0} says that this feed has ended for good. Enter another address, or switch off."),
            host,
        )
    return NotFound(_("There is no feed at this address of {0}. Check the address."), host)
