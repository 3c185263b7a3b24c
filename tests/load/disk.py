"""What posts take on disk."""

from __future__ import annotations

import frappe

from tests.load.measures import Report
from tests.load.site import ALL_TABLES

PER = 10_000


def sizes() -> dict[str, int]:
    """Bytes of each of our tables, indexes included."""
    tables = [f"tab{doctype}" for doctype in ALL_TABLES]
    frappe.db.sql(f"ANALYZE TABLE {', '.join(f'`{table}`' for table in tables)}")
    rows = frappe.db.sql(
        """SELECT table_name, data_length + index_length FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_name IN %s""",
        [tables],
    )
    return {name.removeprefix("tab"): int(size) for name, size in rows}


def tell(report: Report, before: dict[str, int], after: dict[str, int], posts: int) -> None:
    """Say what `posts` posts added, for ten thousand."""
    added = {doctype: (after[doctype] - before[doctype]) * PER / posts for doctype in after}
    payloads = added.pop("Social Payload")
    report.title(f"On disk, for {PER:,} posts with their authors and conversations")
    report.row("without raw answers", _megabytes(sum(added.values())))
    report.row("the raw answers beside, kept for 30 days", _megabytes(payloads))


def _megabytes(size: float) -> str:
    return f"{size / 2**20:,.1f} MB"
