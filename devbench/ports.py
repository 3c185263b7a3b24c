"""Loopback ports: chosen free when the bench is built, kept, exchanged when another took them."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Callable
from pathlib import Path

NAMES = (
    "mariadb",
    "redis_cache",
    "redis_queue",
    "test_redis_cache",
    "test_redis_queue",
    "test2_redis_cache",
    "test2_redis_queue",
    "web",
    "mastodon",
    "public",
    "x",
    "bluesky_db",
    "bluesky",
)
# Below Linux's range for outgoing connections, above the ports that programs like to have.
FIRST, LAST = 21000, 31000


def load(file: Path, *, ours: Callable[[str], bool]) -> dict[str, int]:
    """The port of each service, from `file`; missing and foreign-held ones are chosen anew.

    `ours(name)` tells whether that service of ours is running, so that its port is rightly busy.
    """
    kept: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    ports = {name: kept[name] for name in NAMES if name in kept}
    for name in NAMES:
        if name not in ports or (not ours(name) and not is_free(ports[name])):
            ports[name] = choose(taken=set(ports.values()))
    if ports != kept:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(ports, indent=2) + "\n")
    return ports


def choose(taken: set[int]) -> int:
    """A free port that is not in `taken`."""
    for port in random.sample(range(FIRST, LAST), LAST - FIRST):
        if port not in taken and is_free(port):
            return port
    raise RuntimeError(f"No free port between {FIRST} and {LAST}.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
