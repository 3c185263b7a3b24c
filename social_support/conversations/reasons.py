"""Why a conversation has its priority: kept untranslated, said in the reader's language."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import frappe
from frappe import _


def packed(reasons: Iterable[tuple[str, str | int]]) -> str:
    """[(text with {0} for its value, value)] as it is stored."""
    return _json(tuple(reasons))


@lru_cache(maxsize=256)
def _json(reasons: tuple[tuple[str, str | int], ...]) -> str:
    return json.dumps(reasons)


def in_words(stored: str | None) -> str:
    """What `packed` stored, as one line in the language of the session."""
    return " · ".join(_said(text, value) for text, value in frappe.parse_json(stored) or [])


def _said(text: str, value: Any) -> str:
    return _(text).format(_(value) if isinstance(value, str) else value)
