"""A feed's bytes → what each entry says, as plain data: `feedparser` does the reading.

Broken feeds are common. What could be read of one is kept, and said to be from a broken feed.
"""

from __future__ import annotations

import io
from datetime import datetime, timezone
from time import struct_time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import feedparser

from ..errors import UnexpectedPayload
from ..text import html_to_text
from ..words import _
from .entries import Entry

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
HTML_TYPES = ("text/html", "application/xhtml+xml")
# The encoding differs from what was declared: nothing is lost for that.
HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


class Document(NamedTuple):
    """A feed: its title, and its entries as `Post.raw` keeps them, in the feed's order."""

    title: str
    link: str
    entries: list[Entry]
    broken: bool


def read(body: bytes, address: str, content_type: str, now: datetime) -> Document:
    """The feed in `body`, which was asked for at `address`. Raises UnexpectedPayload."""
    # A file object: feedparser takes bare bytes for the name of a file first.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": address, "content-type": content_type},
    )
    if not parsed.get("version") and not parsed.entries:
        raise _no_feed(parsed, address)
    feed = parsed.feed
    about = {
        "address": address,
        "title": _plain(feed.get("title"), feed.get("title_detail")),
        "language": feed.get("language") or "",
    }
    entries = [_entry(entry, about, now) for entry in parsed.entries if entry]
    broken = bool(parsed.bozo) and not isinstance(parsed.get("bozo_exception"), HARMLESS)
    return Document(about["title"], feed.get("link") or "", entries, broken)


def _no_feed(parsed: Any, address: str) -> UnexpectedPayload:
    """A web page names its feed in its head, as browsers and readers look for it."""
    host = urlsplit(address).netloc
    for link in parsed.feed.get("links") or []:
        if link.get("rel") == "alternate" and link.get("type") in FEED_TYPES and link.get("href"):
            message = _("{0} is a web page and no feed. Its feed is {1}: enter that address.")
            return UnexpectedPayload(message, address, link["href"])
    return UnexpectedPayload(_("{0} shows no feed at this address. Check the address."), host)


def _entry(entry: Any, about: dict[str, str], now: datetime) -> Entry:
    author, source = entry.get("author_detail") or {}, entry.get("source") or {}
    content = next(iter(entry.get("content") or []), None) or entry.get("summary_detail") or {}
    return {
        "feed": about,
        "id": entry.get("id") or "",
        "link": entry.get("link") or "",
        "title": entry.get("title") or "",
        "title_type": _type(entry.get("title_detail")),
        "text": content.get("value") or "",
        "text_type": _type(content),
        "author": author.get("name") or entry.get("author") or source.get("title") or "",
        "author_url": author.get("href") or "",
        "author_email": author.get("email") or "",
        "language": content.get("language") or "",
        "published": _iso(_own(entry, "published_parsed")),
        "updated": _iso(_own(entry, "updated_parsed")),
        "read_on": now.isoformat(),
    }


def _own(entry: Any, key: str) -> struct_time | None:
    """The value under this very key: feedparser answers another date where there is none."""
    return dict.get(entry, key)


def _iso(moment: struct_time | None) -> str:
    try:
        return datetime(*moment[:6], tzinfo=timezone.utc).isoformat() if moment else ""
    except ValueError:
        return ""


def _type(detail: Any) -> str:
    return "html" if (detail or {}).get("type") in HTML_TYPES else "text"


def _plain(value: object, detail: Any) -> str:
    text = str(value or "")
    return html_to_text(text) if _type(detail) == "html" else text
