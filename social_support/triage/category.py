"""Which category a post belongs to, by the words that the categories list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
        return bool(self._pattern and self._pattern.search(text))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = [re.escape(word.strip()) for word in self.words.splitlines() if word.strip()]
        if not words:
            return None
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def category_of(text: str, categories: Sequence[Category]) -> Category | None:
    """The most severe category with a word in `text`; serious problems come before chatter."""
    found = [category for category in categories if category.tells(text)]
    return max(found, key=severity, default=None)


def severity(category: Category) -> int:
    """How serious: the place of its priority among LEVELS."""
    return LEVELS.index(category.priority)
