"""Sentences that are put together without Frappe and translated where they are shown."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """An English sentence with {0}, {1} for `values`, which may be sentences themselves."""

    text: str
    values: tuple = ()

    def told(self, translate) -> str:
        """The sentence as `translate` says it, a function from English to the reader's words."""
        values = (v.told(translate) if isinstance(v, Words) else v for v in self.values)
        return translate(self.text).format(*values)
