"""How well the channels are read: a row for each. The figures come from `ingestion`."""

from __future__ import annotations

from typing import Any

from social_support.ingestion import sync_health, sync_notes


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Frappe's call: columns, rows, what stands below, no chart, what stands above."""
    rows = sync_health.rows()
    return sync_health.columns(), rows, sync_notes.notes(), None, sync_health.summary()
