"""What a reader sees of a post's HTML, as plain text.

What somebody typed must come back character for character: spaces are kept, paragraphs are a blank
line, entities are the characters that they stand for, and a shortened link is the whole address.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

PARAGRAPHS = {"p", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
LINES = {"div", "li"}
BULLET = "• "
HIDDEN = {"script", "style", "template", "title"}
# What most profiles and posts are made of is read without a parser, to the same end: plain
# paragraphs with line breaks, and mentions and hashtags as Mastodon writes them.
ONE_PARAGRAPH = re.compile(r"(?:<p>)?([^<&]*)(?:</p>)?")
NAMED = re.compile(
    r'(?:<span class="h-card"(?: translate="no")?>)?<a href="[^"<>]*" class="(?:u-url mention|'
    r'mention hashtag)"(?: rel="tag")?>([@#])<span>([^<>&\n]+)</span></a>(?:</span>)?'
)
BREAK = re.compile(r"<br ?/?>")
_WORDS = r"(?:[^<>&\n]|&(?:amp|lt|gt|quot|#39|#x27);)+"
PARAGRAPHS_ONLY = re.compile(rf"(?:<p>{_WORDS}(?:(?:{BREAK.pattern})+{_WORDS})*</p>)+")
# A line end in the source is not one on the screen; those that are typed come as <br> and <p>.
SOURCE_LINE_END = re.compile(r"[ \t]*\n\s*")


def html_to_text(html: str) -> str:
    """The plain text of an HTML fragment, without blank lines at its ends."""
    if simple := ONE_PARAGRAPH.fullmatch(html):
        return _inline(simple[1], at_block=True).strip("\n")
    plain = NAMED.sub(r"\1\2", html)
    if PARAGRAPHS_ONLY.fullmatch(plain):
        paragraphs = plain.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
        return unescape(BREAK.sub("\n", "\n\n".join(paragraphs)))
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0
        self._preformatted = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._preformatted += tag == "pre"
        self._hidden += tag in HIDDEN
        self._break_before(tag)
        if tag == "br":
            self._add("\n")
        elif tag == "li":
            self._add(BULLET)
        elif tag == "img":
            self._add(_attributes(attrs).get("alt", ""))
        elif tag == "a":
            self._link = (_address(_attributes(attrs)), len(self.pieces))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._preformatted = max(0, self._preformatted - (tag == "pre"))
        self._hidden = max(0, self._hidden - (tag in HIDDEN))
        if tag == "a" and self._link:
            self._end_link(*self._link)
        self._break_before(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._preformatted:
            at_block = not self.pieces or self.pieces[-1].endswith("\n")
            data = _inline(data, at_block=at_block)
        self._add(data)

    def _add(self, text: str) -> None:
        if text:
            self.pieces.append(text)

    def _break_before(self, tag: str) -> None:
        wanted = 2 if tag in PARAGRAPHS else 1 if tag in LINES else 0
        standing = "".join(self.pieces[-2:]) if wanted else ""
        if standing and not standing.endswith(BULLET):
            self._add("\n" * (wanted - len(standing) + len(standing.rstrip("\n"))))

    def _end_link(self, address: str, start: int) -> None:
        shown = "".join(self.pieces[start:])
        self.pieces[start:] = [link_in_full(shown, address)]
        self._link = None


def _inline(data: str, *, at_block: bool) -> str:
    """Text between two tags; nothing where it only sets the source of two blocks apart."""
    is_layout = at_block and "\n" in data and not data.strip()
    return "" if is_layout else SOURCE_LINE_END.sub(" ", data)


def _attributes(attrs: list[tuple[str, str | None]]) -> dict[str, str]:
    return {name: value or "" for name, value in attrs}


def _address(attributes: dict[str, str]) -> str:
    """The address of a link that leads to a page; nothing for a mention or a hashtag, which say it
    all themselves.
    """
    classes = set(attributes.get("class", "").split())
    target = attributes.get("href", "")
    is_page = target.startswith(("http://", "https://")) and not classes & {"mention", "hashtag"}
    return target if is_page else ""


def link_in_full(shown: str, address: str) -> str:
    """The words of a link, with the address where they don't show it; the address alone where they
    shorten it.
    """
    if not address or "://" in shown:
        return shown
    bare = address.partition("://")[2]
    if bare.rstrip("/") == shown.rstrip("/") or not shown.strip():
        return shown or address
    if shown.endswith(("…", "...")) and bare.startswith(shown.rstrip("….")):
        return address
    return shown if shown.startswith(("@", "#")) else f"{shown} ({address})"
