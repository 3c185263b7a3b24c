"""Requests that arrive on a schedule, whether or not earlier ones were answered.

A process of its own, with nothing of Frappe in it: `python -m tests.load.arrivals`, with an Offer
as JSON on stdin, prints an Outcome as JSON. Each request comes on a connection of its own, as
strangers' do.
"""

from __future__ import annotations

import json
import re
import resource
import selectors
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import cycle

from tests.load.hostile_pushes import calls

PATIENCE_SECONDS = 60
CHUNK = 1 << 16


@dataclass(frozen=True)
class Offer:
    """`rate` requests a second for `seconds`, of the named kinds in turn, to a port of here."""

    port: int
    rate: int
    seconds: float
    kinds: list[str]

    def make(self) -> Outcome:
        """Offer it in another process, and wait until all that waited was answered."""
        argv = [sys.executable, "-m", "tests.load.arrivals"]
        told = subprocess.run(
            argv, input=json.dumps(asdict(self)), stdout=subprocess.PIPE, text=True, check=True
        )
        return Outcome(**json.loads(told.stdout))


@dataclass
class Outcome:
    """What came of it.

    offered: requests a second that really began · answered: answers within the offer's seconds ·
    late: answers after them · statuses: of all answers, by kind; "cut off" where the connection
    ended without one, "no answer" where PATIENCE_SECONDS were over · waiting: how many waited at
    once, at most · longest: the seconds that one waited, at most
    """

    offered: float = 0.0
    answered: int = 0
    late: int = 0
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    waiting: int = 0
    longest: float = 0.0

    def count(self, kind: str, status: str) -> None:
        of_kind = self.statuses.setdefault(kind, {})
        of_kind[status] = of_kind.get(status, 0) + 1


class Line:
    """One request on its way, and what came back so far."""

    def __init__(self, port: int, kind: str, request: bytes) -> None:
        self.kind = kind
        self.began = time.monotonic()
        self._rest = memoryview(request)
        self._answer = b""
        self.socket = socket.socket()
        self.socket.setblocking(False)
        with suppress(BlockingIOError):
            self.socket.connect(("127.0.0.1", port))

    def go_on(self, events: int) -> bool:
        """Read and write what can be; True when it has ended."""
        try:
            # First what is there: who refuses a long body answers before it was sent.
            return self._read() if events & selectors.EVENT_READ else self._write()
        except BlockingIOError:
            return False
        except OSError:
            return True

    @property
    def sent(self) -> bool:
        return not self._rest

    @property
    def status(self) -> str:
        """What it was answered with."""
        words = self._answer.split(None, 2)
        return words[1].decode() if len(words) > 1 else "cut off"

    def _read(self) -> bool:
        got = self.socket.recv(CHUNK)
        self._answer += got
        return not got or _is_whole(self._answer)

    def _write(self) -> bool:
        self._rest = self._rest[self.socket.send(self._rest[:CHUNK]) :]
        return False


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return bool(end and length) and len(body) >= int(length[1])


class Arrivals:
    """The offer at work: one loop over all lines that wait."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._outcome = Outcome()
        self._selector = selectors.DefaultSelector()
        self._waiting: set[Line] = set()
        self._began = time.monotonic()

    def run(self) -> Outcome:
        known = calls()
        kinds = cycle(self._offer.kinds)
        number, total = 0, round(self._offer.rate * self._offer.seconds)
        while number < total or self._waiting:
            while number < total and self._now() >= number / self._offer.rate:
                kind = next(kinds)
                self._open(kind, known[kind])
                number += 1
            if number == total and not self._outcome.offered:
                # The last one has its share of a second as well.
                self._outcome.offered = total / max(self._now(), self._offer.seconds)
            self._listen(number / self._offer.rate - self._now() if number < total else 1)
            if self._now() > self._offer.seconds + PATIENCE_SECONDS:
                self._give_up()
        return self._outcome

    def _open(self, kind: str, request: bytes) -> None:
        line = Line(self._offer.port, kind, request)
        self._selector.register(line.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, line)
        self._waiting.add(line)
        self._outcome.waiting = max(self._outcome.waiting, len(self._waiting))

    def _listen(self, seconds: float) -> None:
        for key, events in self._selector.select(max(seconds, 0)):
            line = key.data
            if line.go_on(events):
                self._end(line, line.status)
            elif line.sent and key.events != selectors.EVENT_READ:
                self._selector.modify(line.socket, selectors.EVENT_READ, line)

    def _end(self, line: Line, status: str) -> None:
        self._selector.unregister(line.socket)
        line.socket.close()
        self._waiting.remove(line)
        self._outcome.count(line.kind, status)
        self._outcome.longest = max(self._outcome.longest, time.monotonic() - line.began)
        if not status.isdigit():
            return
        if self._now() <= self._offer.seconds:
            self._outcome.answered += 1
        else:
            self._outcome.late += 1

    def _give_up(self) -> None:
        for line in list(self._waiting):
            self._end(line, "no answer")

    def _now(self) -> float:
        return time.monotonic() - self._began


def main() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(json.dumps(asdict(Arrivals(Offer(**json.load(sys.stdin))).run())))


if __name__ == "__main__":
    main()
