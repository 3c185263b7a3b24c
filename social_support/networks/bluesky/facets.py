"""Links and names in a text. https://docs.bsky.app/docs/advanced-guides/post-richtext

Bluesky keeps a text plain, and beside it which of its bytes, in UTF-8, are a link, somebody's name
or a tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..text import link_in_full
from ..values import as_dict, objects, text_of

LINK, MENTION, TAG = (f"app.bsky.richtext.facet#{kind}" for kind in ("link", "mention", "tag"))
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?')\]]", re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
HANDLE = re.compile(rf"(?<![\w@/.])@((?:{_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9])", re.I | re.A)
HASHTAG = re.compile(r"(?<![^\s(])#(?!\d+\b)([^\s#.,;:!?()\[\]\"'“”„…]{1,64})")


class Span(NamedTuple):
    """A part of a text, by its bytes, and what it is."""

    start: int
    end: int
    feature: dict

    @property
    def facet(self) -> dict:
        return {
            "index": {"byteStart": self.start, "byteEnd": self.end},
            "features": [self.feature],
        }


def as_written(text: str, facets: object) -> str:
    """A text with its links in full: what is shown of them may be shortened, or other words."""
    data, end = text.encode(), 0
    pieces: list[str] = []
    for span in sorted(_links(facets), key=lambda span: span.start):
        if not end <= span.start < span.end <= len(data):
            continue
        try:
            between, shown = data[end : span.start].decode(), data[span.start : span.end].decode()
        except UnicodeDecodeError:  # it begins or ends in the middle of a character
            continue
        pieces += [between, link_in_full(shown, span.feature["uri"])]
        end = span.end
    return "".join([*pieces, data[end:].decode()])


def mentioned(facets: object) -> Iterator[str]:
    """The DIDs of those whom a text names."""
    for facet in objects(facets):
        for feature in objects(facet.get("features")):
            if feature.get("$type") == MENTION:
                yield text_of(feature.get("did"))


def facets_of(text: str, did_of: Callable[[str], str | None]) -> list[dict]:
    """The facets of a text of ours; `did_of` tells whose handle it is, None if nobody's.

    Nothing is a link and a name at once: what comes first in the text is.
    """
    spans = [*_addresses_in(text), *_names_in(text, did_of), *_tags_in(text)]
    facets, end = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start >= end:
            facets.append(span.facet)
            end = span.end
    return facets


def _links(facets: object) -> Iterator[Span]:
    for facet in objects(facets):
        index = as_dict(facet.get("index"))
        start, end = index.get("byteStart"), index.get("byteEnd")
        for feature in objects(facet.get("features")):
            is_link = feature.get("$type") == LINK and text_of(feature.get("uri"))
            if is_link and isinstance(start, int) and isinstance(end, int):
                yield Span(start, end, feature)


def _addresses_in(text: str) -> Iterator[Span]:
    whole = [(*found.span(), found[0]) for found in ADDRESS.finditer(text)]
    for start, end, address in (*whole, *_bare_addresses(text)):
        uri = address if "://" in address else f"https://{address}"
        yield _span(text, start, end, {"$type": LINK, "uri": uri})


def _bare_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Addresses like firma.bg, which only the list of all top domains tells from a full stop."""
    if not re.search(r"\w\.\w", text):
        return
    # Loads its tables for half a second, which whoever only reads should not wait for.
    from twitter_text import extract_urls_with_indices

    for found in extract_urls_with_indices(text, {"extract_urls_without_protocol": True}):
        start, end = found["indices"]
        if "://" not in found["url"] and not text[:start].endswith(("@", "/", ".")):
            yield start, end, found["url"]


def _names_in(text: str, did_of: Callable[[str], str | None]) -> Iterator[Span]:
    for found in HANDLE.finditer(text):
        if did := did_of(found[1].lower()):
            yield _span(text, *found.span(), {"$type": MENTION, "did": did})


def _tags_in(text: str) -> Iterator[Span]:
    for found in HASHTAG.finditer(text):
        yield _span(text, *found.span(), {"$type": TAG, "tag": found[1]})


def _span(text: str, start: int, end: int, feature: dict) -> Span:
    before = len(text[:start].encode())
    return Span(before, before + len(text[start:end].encode()), feature)
