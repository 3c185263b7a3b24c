"""The benchmark of ingestion, from its first line to the line of JSON at its end."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass

import frappe

from tests.load import disk, growth, memory, side_by_side, site, stored, tick, waiting, workers
from tests.load.measures import Report


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    posts: int
    small: int
    large: int
    few: int
    many: int
    channels: int
    posts_per_worker: int
    workers: tuple[int, ...]
    backfill: int
    disk: int


FULL = Size(9, 800, 10_000, 1_000_000, 1_000, 100_000, 1_000, 4_000, (2, 4), 800, 10_000)
QUICK = Size(3, 480, 2_000, 20_000, 400, 4_000, 1_000, 400, (2,), 0, 800)


def run(quick: bool) -> dict[str, float]:
    """Measure, tell, and leave the site empty; the figures that have a goal."""
    site.check()
    with site.alone():
        return _run(Report(say), QUICK if quick else FULL)


def _run(report: Report, size: Size) -> dict[str, float]:
    tell_where(report)
    disk.measure(report, posts=size.disk)
    channel = site.channel().name
    stored.fill(channel, size.small)
    known = stored.known_authors(size.small)
    side_by_side.measure(report, channel, rounds=size.rounds, posts=size.posts, known=known)
    growth.measure(
        report,
        channel,
        rounds=size.rounds,
        posts=size.posts,
        small=size.small,
        large=size.large,
    )
    memory.measure(report, few=size.few, many=size.many)
    workers.measure(report, posts=size.posts_per_worker, counts=size.workers)
    if size.backfill:
        waiting.measure(report, posts=size.backfill)
    tick.measure(report, channels=size.channels)
    say(json.dumps(report.figures))
    return report.figures


def tell_where(report: Report) -> None:
    """What was measured on."""
    version = frappe.db.sql("SELECT VERSION()")[0][0]
    memory_of_all = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    report.title("Where")
    report.row("machine", f"{os.cpu_count()} cores, {memory_of_all:.0f} GB, {_processor()}")
    report.row("Python", platform.python_version())
    report.row("Frappe", frappe.__version__)
    report.row("MariaDB", version)
    report.row("its buffer pool", f"{site.buffer_pool() / 2**30:.2f} GB")


def _processor() -> str:
    with open("/proc/cpuinfo") as lines:
        names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        return next(names, platform.machine())


def say(line: str) -> None:
    """A line of the report, as soon as it is known."""
    print(line, flush=True)
