"""By what a person is recognised in other people's rows: names, addresses, and what they wrote.

Pure: no database. What singles a person out counts anywhere: the handle with its @, ids and
addresses. A display name or a line of text may be somebody else's as well: it counts where the
person is singled out beside it, or a document of ours about them is referred to.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import takewhile

from social_support.conversations.store.subject import ERASED

SHORTEST_LINE = 16
# A line of this length is nobody else's, even where nothing beside it says whose it is.
LONGEST_BEGINNING = SHORTEST_ALONE = 40
SHORTEST_NAME, SHORTEST_PLAIN_WORD, SHORTEST_NUMBER = 6, 10, 9
# A word begins here, also behind a line's end or a letter that JSON escapes.
_BEGIN = r"(?:(?<![\w@])|(?<=\\[nrt])|(?<=\\u[0-9a-f]{4}))"
# How JSON, or an error that shows values, tells a document's name.
_QUOTED = re.compile(r"""(?<=["'])[^"'\\\s]+(?=\\?["'])""")
# A line that is an address or a number alone may be in the company's own papers, and stays there.
_ONLY_AN_ADDRESS = re.compile(r"\S+@\S+|[+\d\s()/.-]+")


def marks_of(handle: str, *others: str) -> list[str]:
    """What singles out whoever has this handle, and the id and addresses in `others`.

    The handle has its @, or its server: a bare word may mean anything.
    """
    handle = handle.strip().lstrip("@")
    found = [f"@{handle}"] if handle else []
    found += [handle] if "@" in handle else []
    found += [word for word in others if _tells_apart(word) and word != handle]
    return list(dict.fromkeys(found))


def names_of(handle: str, *others: str) -> list[str]:
    """What else they are called: the handle without @ or server, and the names in `others`."""
    handle = handle.strip().lstrip("@")
    local = handle.split("@")[0]
    found = [f"@{word}" for word in (handle, local) if word]
    found += [word.strip() for word in (handle, *others) if _tells_apart(word.strip())]
    return list(dict.fromkeys(found))


def lines_of(texts: Iterable[str]) -> list[str]:
    """The lines of these texts that are long enough to be looked for."""
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    long = (line for line in lines if len(line) >= SHORTEST_LINE)
    return list(dict.fromkeys(line for line in long if not _ONLY_AN_ADDRESS.fullmatch(line)))


class Needles:
    """Looks for a person in any text, as it was written or as HTML, JSON escape it.

    marks: what singles them out; documents: the names of those of ours that are about them.
    """

    def __init__(
        self,
        marks: Iterable[str],
        names: Iterable[str] = (),
        lines: Iterable[str] = (),
        documents: Collection[str] = frozenset(),
    ) -> None:
        self.marks = _variants(marks)
        self.names = list(dict.fromkeys([*self.marks, *_variants(names)]))
        self.lines = list(lines)
        self.documents = documents

    def tells(self, text: str, values: Iterable[object] = (), *, line_alone: bool = False) -> bool:
        """Whether the text is about the person, and not about one who is called or wrote the same.

        values: the row's, one of which may be a document's name; line_alone: a long line is enough.
        """
        if not self.found_in(text):
            return False
        if self._marked.search(text) or self._refers(text, values):
            return True
        return line_alone and any(begin in text.lower() for begin in self._long)

    def _refers(self, text: str, values: Iterable[object]) -> bool:
        named = (*values, *_QUOTED.findall(text))
        return any(isinstance(name, str) and name in self.documents for name in named)

    def found_in(self, text: str) -> bool:
        """Whether the text has any of their names, or the beginning of a line of theirs."""
        lower = text.lower()
        if any(begin in lower for begin in self._beginnings):
            return True
        return any(name.lower() in lower for name in self.names) and bool(self._named.search(text))

    def without(self, text: str) -> str:
        """The text with `ERASED` in place of what was found."""
        for begin, rests in self._rests.items():
            text = _cut(text, begin, rests)
        return self._named.sub(lambda found: ("@" if found[0][0] == "@" else "") + ERASED, text)

    @cached_property
    def _rests(self) -> dict[str, list[str]]:
        return _rests_by_beginning(self.lines)

    @cached_property
    def _beginnings(self) -> list[str]:
        return [begin.lower() for begin in self._rests]

    @cached_property
    def _long(self) -> list[str]:
        long = [line for line in self.lines if len(line) >= SHORTEST_ALONE]
        return [begin.lower() for begin in _rests_by_beginning(long)]

    @cached_property
    def _marked(self) -> re.Pattern[str]:
        return _any_of(self.marks)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return _any_of(self.names)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    # Longest first: "@anna@example.social" is more than "@anna".
    ordered = sorted(words, key=len, reverse=True)
    either = "|".join(map(re.escape, ordered)) or r"(?!)"
    return re.compile(rf"{_BEGIN}(?:{either})(?![\w@]|[.-]\w)", re.IGNORECASE)


def _rests_by_beginning(lines: Iterable[str]) -> dict[str, list[str]]:
    """What follows each beginning, for each way to escape it."""
    found: dict[str, list[str]] = {}
    for line in lines:
        # Cut before it is escaped: a letter may become six characters.
        begins, wholes = _spellings(line[:LONGEST_BEGINNING]), _spellings(line)
        for begin, whole in set(zip(begins, wholes, strict=True)):
            found.setdefault(begin, []).append(whole[len(begin) :])
    return found


def _cut(text: str, begin: str, rests: Iterable[str]) -> str:
    """Take a line out, and as much of its rest as stands where it was cut short."""
    parts, position = [], 0
    for found in re.finditer(re.escape(begin), text, re.IGNORECASE):
        if found.start() < position:
            continue
        parts += [text[position : found.start()], ERASED]
        position = max(_end_of(rest, text, found.end()) for rest in rests)
    return "".join([*parts, text[position:]])


def _end_of(rest: str, text: str, start: int) -> int:
    """Where the text is another than `rest`, from `start` on."""
    pairs = zip(rest.lower(), text[start : start + len(rest)].lower(), strict=False)
    return start + sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _variants(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(spelled for word in words for spelled in _spellings(word)))


def _spellings(word: str) -> tuple[str, ...]:
    escaped = (html.escape(word), html.escape(word, quote=False))
    return word, *escaped, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]


def _tells_apart(word: str) -> bool:
    if len(word) < SHORTEST_NAME:
        return False
    if word.isdigit():
        return len(word) >= SHORTEST_NUMBER
    return not word.isalpha() or len(word) >= SHORTEST_PLAIN_WORD
