"""By what a person is recognised in other people's rows: names, addresses, and what they wrote.

Pure: no database. A word that many share ("Anna", "bob") tells nobody apart and is not looked for
by itself; a handle is, with its @.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import cached_property

from social_support.conversations.store.subject import ERASED

SHORTEST_LINE = 16
LONGEST_BEGINNING = 40
SHORTEST_NAME, SHORTEST_PLAIN_WORD, SHORTEST_NUMBER = 6, 10, 9
# A line that is an address or a number alone may be in the company's own papers, and stays there.
_ONLY_AN_ADDRESS = re.compile(r"\S+@\S+|[+\d\s()/.-]+")


def names_of(handle: str, *others: str) -> list[str]:
    """What to look for of a handle, and of the display name, id and addresses in `others`."""
    handle = handle.strip().lstrip("@")
    local = handle.split("@")[0]
    found = [f"@{word}" for word in (handle, local) if word]
    found += [word.strip() for word in (handle, *others) if _tells_apart(word.strip())]
    return list(dict.fromkeys(found))


def lines_of(texts: Iterable[str]) -> list[str]:
    """The lines of these texts that are long enough to be nobody else's."""
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    long = (line for line in lines if len(line) >= SHORTEST_LINE)
    return list(dict.fromkeys(line for line in long if not _ONLY_AN_ADDRESS.fullmatch(line)))


class Needles:
    """Looks for a person in any text, as it was written or as HTML, JSON escape it."""

    def __init__(self, names: Iterable[str], lines: Iterable[str]) -> None:
        self.names = _variants(names)
        self.lines = _variants(lines)

    def found_in(self, text: str) -> bool:
        """Whether the text names the person, or repeats the beginning of a line of theirs."""
        lower = text.lower()
        if any(begin in lower for begin in self._beginnings):
            return True
        return any(name.lower() in lower for name in self.names) and bool(self._named.search(text))

    def without(self, text: str) -> str:
        """The text with `ERASED` in place of what was found."""
        for line in self.lines:
            text = _cut(text, line)
        return self._named.sub(lambda found: ("@" if found[0][0] == "@" else "") + ERASED, text)

    @cached_property
    def _beginnings(self) -> list[str]:
        return [line[:LONGEST_BEGINNING].lower() for line in self.lines]

    @cached_property
    def _named(self) -> re.Pattern[str]:
        # Longest first: "@anna@example.social" is more than "@anna".
        ordered = sorted(self.names, key=len, reverse=True)
        words = "|".join(map(re.escape, ordered)) or r"(?!)"
        return re.compile(rf"(?<![\w@])(?:{words})(?![\w@]|-\w)", re.IGNORECASE)


def _cut(text: str, line: str) -> str:
    """Take the line out, and as much of its beginning as stands where it was cut short."""
    begin = re.compile(re.escape(line[:LONGEST_BEGINNING]), re.IGNORECASE)
    parts, position = [], 0
    for found in begin.finditer(text):
        if found.start() < position:
            continue
        end = found.end()
        for character in line[LONGEST_BEGINNING:]:
            if end >= len(text) or text[end].lower() != character.lower():
                break
            end += 1
        parts += [text[position : found.start()], ERASED]
        position = end
    return "".join([*parts, text[position:]])


def _variants(words: Iterable[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        escaped = (html.escape(word), html.escape(word, quote=False))
        as_json = (json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1])
        found += [word, *escaped, *as_json]
    return list(dict.fromkeys(found))


def _tells_apart(word: str) -> bool:
    if len(word) < SHORTEST_NAME:
        return False
    if word.isdigit():
        return len(word) >= SHORTEST_NUMBER
    return not word.isalpha() or len(word) >= SHORTEST_PLAIN_WORD
