"""Why a conversation has its priority: kept untranslated, said in the reader's language."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _


def packed(reasons: Iterable[tuple[str, str | int]]) -> str:
    """[(text with {0} for its value, value)] as it is stored."""
    return frappe.as_json(list(reasons), indent=None)


def in_words(stored: str | None) -> str:
    """What `packed` stored, as one line in the language of the session."""
    return " · ".join(_said(text, value) for text, value in frappe.parse_json(stored) or [])


def _said(text: str, value: Any) -> str:
    return _(text).format(_(value) if isinstance(value, str) else value)
