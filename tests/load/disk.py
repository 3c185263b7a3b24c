"""What posts take on disk."""

from __future__ import annotations

import frappe

from tests.load import site
from tests.load.measures import Report
from tests.load.network import recorded_bodies
from tests.load.pipeline import by_the_pipeline
from tests.load.recorded import Crowd, RecordedServer

PER = 10_000


def measure(report: Report, *, posts: int) -> None:
    """Read `posts` posts into an empty site, and leave it empty."""
    before = _sizes()
    server = RecordedServer(Crowd("disk", strangers=posts // 2), posts)
    by_the_pipeline(site.channel().name, server, recorded_bodies(server))
    after = _sizes()
    added = {table: (after[table] - before[table]) * PER / posts for table in after}
    payloads = added.pop("Social Payload")
    report.title(f"On disk, indexes included, for {PER:,} posts (measured with {posts:,})")
    report.row("posts, authors, conversations, suggestions, logs", _megabytes(sum(added.values())))
    report.row("the network's own answers, kept for 30 days", _megabytes(payloads))
    site.empty()


def _sizes() -> dict[str, int]:
    """Bytes of each of our tables."""
    tables = [f"tab{doctype}" for doctype in site.ALL_TABLES]
    frappe.db.sql(f"ANALYZE TABLE {', '.join(f'`{table}`' for table in tables)}")
    rows = frappe.db.sql(
        """SELECT table_name, data_length + index_length FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_name IN %s""",
        [tables],
    )
    return {name.removeprefix("tab"): int(size) for name, size in rows}


def _megabytes(size: float) -> str:
    return f"{size / 2**20:,.1f} MB"
