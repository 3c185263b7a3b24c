"""The scene in which a worker dies: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from devbench.demo import people
from devbench.demo.stage import Stage
from devbench.errors import DevbenchError

POSTS_EACH = 4
SLOW_MS = 1500
KILLED_WITHIN, WHOLE_WITHIN = 60.0, 150.0


def play(stage: Stage) -> bool:
    """Kill the worker and its work-horse in the middle of a reading, and start it again."""
    bench = stage.bench
    letters = [
        (who, f"@shop Where can I find part {n}?")
        for n in range(POSTS_EACH)
        for who in people.CROWD
    ]
    with bench.step(f"{len(letters)} posts are written"):
        posts = stage.write(letters)
    with _slow(bench.mastodon_url):
        threading.Thread(target=_read, args=(stage,), daemon=True).start()
        with bench.step("A worker reads, slowly; it is killed with its work-horse"):
            stored = _kill_in_the_middle(stage, posts)
    bench.say(f"      {stored} of {len(posts)} posts were stored when it died.")
    with bench.step("A worker is started again, and the scheduler goes on"):
        bench.services.start("worker")
        whole = _until(lambda: _count(stage, posts) >= len(posts), WHOLE_WITHIN)
    rows = stage.interactions(posts)
    ids = [row["external_id"] for row in rows]
    stage.close({row["conversation"] for row in rows})
    bench.say(f"      {len(set(ids))} of {len(posts)} posts are stored, {len(ids)} rows in all.")
    bench.say("\nWatch: every post is there once; the channel reads again within two minutes.")
    return whole and len(ids) == len(set(ids)) == len(posts) and 0 < stored < len(posts)


def _read(stage: Stage) -> None:
    """Press Read Now. That the reading dies is the scene, so what comes of it is not told."""
    with suppress(DevbenchError):
        stage.manager.call("channels.read_now", channel=stage.channel)


def _kill_in_the_middle(stage: Stage, posts: list[str]) -> int:
    """Kill the worker when some posts are stored; how many were."""
    _until(lambda: _count(stage, posts) > 0, KILLED_WITHIN)
    worker = stage.bench.services.pid("worker")
    for pid in (*_children(worker), worker):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return _count(stage, posts)


def _count(stage: Stage, posts: list[str]) -> int:
    return len({row["external_id"] for row in stage.interactions(posts)})


def _children(pid: int) -> list[int]:
    """The work-horse: https://man7.org/linux/man-pages/man5/proc_pid_task.5.html."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


@contextmanager
def _slow(server: str) -> Iterator[None]:
    """Let the network take its time, so that a reading has a middle."""
    faults = f"{server}/api/v1/_mock/faults"
    effect = {"type": "latency", "delay_ms": SLOW_MS}
    rule = {"match": {"path": "/api/v1/notifications"}, "effect": effect, "count": None}
    _call("POST", faults, rule)
    try:
        yield
    finally:
        _call("DELETE", faults)


def _call(verb: str, address: str, body: dict | None = None) -> None:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, data=data, method=verb, headers=headers)
    urllib.request.urlopen(request, timeout=20).close()
