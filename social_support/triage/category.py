"""Which category a post belongs to, by the words that the categories list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from social_support.triage.priority import LEVELS


@dataclass(frozen=True)
class Category:
    """A Social Category as triage needs it; `words` as entered, one word or phrase a line."""

    name: str
    priority: str
    user_group: str | None
    words: str

    def tells(self, text: str) -> bool:
        """Whether `text` has one of its words, as a whole word in any case and language."""
        return self._may_tell(_folded(text)) and bool(self._pattern.search(text))

    def _may_tell(self, folded: str | None) -> bool:
        """Whether the search is worth its time: most texts have none of the words even in part."""
        if folded is None:
            return bool(self._words)
        return any(word in folded for word in self._folded_words)

    @cached_property
    def _words(self) -> list[str]:
        return [word.strip() for word in self.words.splitlines() if word.strip()]

    @cached_property
    def _folded_words(self) -> list[str]:
        """As they stand in a lower-case ASCII text, where a search takes ı for i as well."""
        return [word.replace("İ", "i").casefold().replace("ı", "i") for word in self._words]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._words))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _folded(text: str) -> str | None:
    """`text` in lower case, where that is all there is to the case of letters."""
    return text.lower() if text.isascii() else None


def category_of(text: str, categories: Sequence[Category]) -> Category | None:
    """The most severe category with a word in `text`; serious problems come before chatter."""
    found = [category for category in categories if category.tells(text)]
    return max(found, key=severity, default=None)


def severity(category: Category) -> int:
    """How serious: the place of its priority among LEVELS."""
    return LEVELS.index(category.priority)
