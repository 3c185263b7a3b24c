"""Authors found by what people type: the beginning of a handle, or of a name.

Both are indexed, and nothing else is searched: the site's own global search would need an entry for
each stranger who ever wrote, and shows them to whoever searches, an outside agency included.
"""

from collections.abc import Sequence
from typing import Any

import frappe

PROFILE = "Social Profile"
FEWEST_CHARACTERS = 2
STANDS = [PROFILE, "erased", "=", 0]
SHOWN = ("name", "handle", "display_name", "network", "customer", "lead", "contact")


def authors(
    typed: str, filters: Any = None, *, start: int = 0, limit: int = 10
) -> list[frappe._dict]:
    """The authors whom the session's user may read, by handle, then by name: rows with SHOWN.

    typed: "@anna" and "anna" find @annap; fewer than two characters find nobody. filters: as
    frappe.get_list takes them.
    """
    word = typed.strip().lstrip("@")
    if len(word) < FEWEST_CHARACTERS:
        return []
    found: dict[str, frappe._dict] = {}
    for column in ("handle", "display_name"):
        rows = _beginning_with(word, column, filters, start + limit)
        found |= {row.name: row for row in rows if row.name not in found}
    return list(found.values())[start : start + limit]


def newest(filters: Any = None, *, start: int = 0, limit: int = 10) -> list[frappe._dict]:
    """The authors who came last: what is offered before anything was typed."""
    return frappe.get_list(
        PROFILE,
        filters=[*_as_list(filters), STANDS],
        fields=[*SHOWN],
        order_by="name desc",
        limit_start=start,
        limit_page_length=limit,
    )


def _beginning_with(word: str, column: str, filters: Any, limit: int) -> Sequence[frappe._dict]:
    pattern = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return frappe.get_list(
        PROFILE,
        filters=[*_as_list(filters), STANDS, [PROFILE, column, "like", pattern]],
        fields=[*SHOWN],
        order_by=f"{column} asc",
        limit_page_length=limit,
    )


def _as_list(filters: Any) -> list[list[Any]]:
    if isinstance(filters, dict):
        return [
            [PROFILE, field, *(value if isinstance(value, list | tuple) else ("=", value))]
            for field, value in filters.items()
        ]
    return list(filters or [])
