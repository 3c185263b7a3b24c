"""How much memory a backfill takes, each in a process of its own."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from tests.load import site
from tests.load.children import run_inside
from tests.load.measures import Report
from tests.load.network import bodies_made_when_asked, reading_from
from tests.load.recorded import Crowd, RecordedServer


def measure(report: Report, *, few: int, many: int) -> None:
    found = {posts: run_inside("tests.load.memory.backfill", posts=posts) for posts in (few, many)}
    report.title(f"A backfill of {many:,} posts and one of {few:,}")
    for posts, answer in found.items():
        report.row(f"peak memory with {posts:,}", f"{answer['peak'] / 2**20:,.1f} MB")
        report.row(
            f"its {answer['jobs']} jobs: posts a second, longest job",
            f"{answer['stored'] / answer['seconds']:,.0f} posts/s",
            beside=f"{answer['longest']:.1f} s",
        )
    ratio = found[many]["peak"] / found[few]["peak"]
    words = f"memory with {many:,} against {few:,}"
    report.figure("memory_100k_vs_1k", ratio, words, wanted="≤ 1.3")


def backfill(posts: int) -> dict[str, Any]:
    """Read back `posts` posts of a new channel, job after job, in this very process."""
    channel = site.channel(backfill_days=365, backfill_posts=posts)
    site.start_at(channel.name, None)
    server = RecordedServer(Crowd(f"backfill{posts}x", strangers=posts // 2), posts)
    jobs = []
    with reading_from(bodies_made_when_asked(server)):
        while not site.mentions(channel.name, "back_ended").back_ended:
            jobs.append(_seconds(channel.name))
    return {
        "peak": peak(),
        "stored": site.posts_of(channel.name),
        "seconds": sum(jobs),
        "longest": max(jobs),
        "jobs": len(jobs),
    }


def peak() -> int:
    """The most memory that this process ever had, in bytes.

    Not getrusage's, which tells that of the parent where a child began as its copy.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024


def _seconds(channel: str) -> float:
    before = site.posts_of(channel)
    began = time.perf_counter()
    site.run_job(channel)
    if site.posts_of(channel) == before and not site.mentions(channel, "back_ended").back_ended:
        raise RuntimeError("The backfill does not go on.")
    return time.perf_counter() - began
