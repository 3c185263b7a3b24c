"""Lines on the terminal: every step is one line with its time."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_STARTED = time.monotonic()
_LOCK = threading.Lock()


def say(text: str = "") -> None:
    """Print a line at once, whole even when several threads print."""
    with _LOCK:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def done(text: str, seconds: float) -> None:
    say(f"  ✓ {text:<58} {seconds:6.1f} s")


def failed(text: str, seconds: float) -> None:
    say(f"  ✗ {text:<58} {seconds:6.1f} s")


@contextmanager
def step(text: str) -> Iterator[None]:
    """Print `text` with the time that the block took, as done or as failed."""
    started = time.monotonic()
    try:
        yield
    except BaseException:
        failed(text, time.monotonic() - started)
        raise
    done(text, time.monotonic() - started)


def total_seconds() -> float:
    """Seconds since the program started."""
    return time.monotonic() - _STARTED
