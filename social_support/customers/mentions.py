"""Which of the things that a customer bought does a post speak of?

The code or the whole name of an item is the surest sign, then a word of its name. Words are
compared by their beginnings, for languages add endings: "бормашината" is a "бормашина". Only what
this very customer bought is looked for, so a word says enough.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

WORD = re.compile(r"[^\W_]+")
LEAST_LETTERS = 4
MOST_ENDING = 3
CODE, NAME, PART, NOT = 3, 2, 1, 0

Item = TypeVar("Item")


def mentioned(text: str, items: Iterable[tuple[str, str, Item]], most: int) -> list[Item]:
    """The items (code, name, item) that `text` speaks of: the surest ones, in the order given."""
    words = _words(text)
    found = [(_how_sure(words, code, name), item) for code, name, item in items]
    surest = max((sure for sure, _item in found), default=NOT)
    return [item for sure, item in found if sure == surest != NOT][:most]


def _how_sure(words: list[str], code: str, name: str) -> int:
    code_words, name_words = _words(code), _words(name)
    if _telling(code_words) and _in_row(words, code_words):
        return CODE
    if len(name_words) > 1 and _in_row(words, name_words):
        return NAME
    parts = [part for part in name_words if len(part) >= LEAST_LETTERS and part.isalpha()]
    return PART if any(_same(word, part) for part in parts for word in words) else NOT


def _words(text: str) -> list[str]:
    return WORD.findall((text or "").casefold())


def _telling(code_words: list[str]) -> bool:
    """A code like 7 or A1 stands in many posts for something else."""
    return sum(map(len, code_words)) >= LEAST_LETTERS


def _in_row(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))


def _same(word: str, part: str) -> bool:
    return word.startswith(part) and len(word) - len(part) <= MOST_ENDING
