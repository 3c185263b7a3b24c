"""Which category a post belongs to, by the words that the categories list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from social_support.triage.priority import LEVELS

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Category:
    """A Social Category as triage needs it; `words` as entered, one word or phrase a line."""

    name: str
    priority: str
    user_group: str | None
    words: str

    def tells(self, text: str) -> bool:
        """Whether `text` has one of its words, as a whole word in any case and language."""
        return self._may_tell(text) and bool(self._pattern.search(text))

    def _may_tell(self, text: str) -> bool:
        """Whether the search is worth its time: most texts have none of the words."""
        folded = _folded(text)
        if folded is None:
            return bool(self._words)
        has_phrase = any(phrase in folded.text for phrase in self._folded_phrases)
        return has_phrase or not folded.words.isdisjoint(self._folded_words)

    @cached_property
    def _words(self) -> list[str]:
        return [word.strip() for word in self.words.splitlines() if word.strip()]

    @cached_property
    def _folded_words(self) -> frozenset[str]:
        """As they stand in a lower-case ASCII text, where a search takes ı for i as well."""
        return frozenset(
            word.replace("İ", "i").casefold().replace("ı", "i") for word in self._words
        )

    @cached_property
    def _folded_phrases(self) -> list[str]:
        """Those that are more than letters and digits."""
        return [word for word in self._folded_words if not WORD.fullmatch(word)]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._words))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


class Folded(NamedTuple):
    """A text in lower case, and the words in it."""

    text: str
    words: frozenset[str]


@lru_cache(maxsize=8)
def _folded(text: str) -> Folded | None:
    """None where there is more to the case of letters than lower and upper."""
    if not text.isascii():
        return None
    lower = text.lower()
    return Folded(lower, frozenset(WORD.findall(lower)))


def category_of(text: str, categories: Sequence[Category]) -> Category | None:
    """The most severe category with a word in `text`; serious problems come before chatter."""
    found = [category for category in categories if category.tells(text)]
    return max(found, key=severity, default=None)


def severity(category: Category) -> int:
    """How serious: the place of its priority among LEVELS."""
    return LEVELS.index(category.priority)
