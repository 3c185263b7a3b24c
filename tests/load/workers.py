"""Several workers on several channels at the same time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import frappe

from tests.load import site
from tests.load.children import Child
from tests.load.measures import Report
from tests.load.network import recorded_bodies
from tests.load.pipeline import by_the_pipeline
from tests.load.recorded import Crowd, RecordedServer

# For each to start and make its bodies before all begin at once.
PREPARE_SECONDS = 4
PREPARED_A_SECOND = 2000
SHARED = 200


def measure(report: Report, *, posts: int, counts: Sequence[int]) -> None:
    """`posts` posts for each worker."""
    report.title(f"Workers side by side, each reading {posts:,} posts of a channel of its own")
    alone = _rate(_together(1, posts, shared=False)["answers"], posts)
    report.row("one worker", f"{alone:,.0f} posts/s")
    for count in counts:
        for shared in (False, True):
            found = _together(count, posts, shared=shared)
            rate = _rate(found["answers"], posts)
            whose = "the same authors" if shared else "authors apart"
            report.row(
                f"{count} workers, {whose}", f"{rate:,.0f} posts/s", beside=f"× {rate / alone:.2f}"
            )
            report.row(
                "    lock waits, deadlocks, failed pages",
                _troubles(found),
                beside="" if shared else "wanted: 0, 0, 0",
            )


def read(
    channel: str, crowd: str, shared: bool, posts: int, first_id: int, at: float
) -> list[float]:
    """One worker: [when it began, when it ended], by the machine's clock."""
    people = Crowd(crowd, known=SHARED, known_share=float(shared), strangers=posts // 2)
    server = RecordedServer(people, posts, first_id)
    bodies = recorded_bodies(server)
    time.sleep(max(at - time.time(), 0))
    began = time.time()
    by_the_pipeline(channel, server, bodies)
    return [began, time.time()]


def _together(count: int, posts: int, *, shared: bool) -> dict[str, Any]:
    channels = [site.channel().name for _number in range(count)]
    before, at = _counters(), time.time() + PREPARE_SECONDS + count * posts / PREPARED_A_SECOND
    children = [
        Child(
            "tests.load.workers.read",
            channel=channel,
            crowd=f"{channel}x",
            shared=shared,
            posts=posts,
            # Names that sort differently: the authors of two channels meet in any order.
            first_id=200_000_000_000 + number * 10_000_000,
            at=at,
        )
        for number, channel in enumerate(channels)
    ]
    answers = [child.answer() for child in children]
    after = _counters()
    changed = {name: after[name] - before[name] for name in after}
    return {"answers": answers, "failed": _failed(channels), **changed}


def _rate(answers: Sequence[Sequence[float]], posts: int) -> float:
    began, ended = zip(*answers, strict=True)
    return len(answers) * posts / (max(ended) - min(began))


def _troubles(found: dict[str, Any]) -> str:
    waits, deadlocks = found["Innodb_row_lock_waits"], found["Innodb_deadlocks"]
    return f"{waits}, {deadlocks}, {found['failed']}"


def _failed(channels: Sequence[str]) -> int:
    filters = {"channel": ("in", channels), "status": ("in", ("Failed", "Set Aside"))}
    return frappe.db.count("Social Sync Log", filters)


def _counters() -> dict[str, int]:
    """Of the whole database server: nobody else should be at work on it."""
    frappe.db.commit()
    names = ("Innodb_row_lock_waits", "Innodb_deadlocks")
    rows = frappe.db.sql("SHOW GLOBAL STATUS WHERE Variable_name IN %s", [names])
    return {name: int(value) for name, value in rows}
