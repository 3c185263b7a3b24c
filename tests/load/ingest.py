"""The benchmark of ingestion, from its first line to the line of JSON at its end."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.load import (
    disk,
    growth,
    machine,
    memory,
    side_by_side,
    site,
    stored,
    tick,
    waiting,
    workers,
)
from tests.load.measures import Report, say


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
        return _run(Report(), QUICK if quick else FULL)


def _run(report: Report, size: Size) -> dict[str, float]:
    machine.tell(report)
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
