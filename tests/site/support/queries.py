"""Count what is asked of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The texts of the SQL statements run inside the block, in order."""
    queries: list[str] = []
    original = frappe.db.sql

    def noting(query: Any, *args: Any, **kwargs: Any) -> Any:
        queries.append(str(query))
        return original(query, *args, **kwargs)

    frappe.db.sql = noting
    try:
        yield queries
    finally:
        del frappe.db.sql
