"""A server that is often in trouble, by dice that a seed decides.

What it knows and how its API looks comes from whoever inherits `FaultyServer`.
"""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
import time
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler
from typing import ClassVar, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.http_server import FakeServer
from tests.fakes.town import Habits

SAME_PAGE, OVERLAP = "same page again", "overlapping page"
FULL, SHORT = 40, 5
SLOW_SECONDS = 0.8
Instead = Callable[[BaseHTTPRequestHandler], None]


class Query(NamedTuple):
    """A call: its unquoted path below the server, its parameters (the last value of each; `several`
    has them all), and what goes wrong with it. `page_size`: how many entries fit.
    """

    path: str
    parameters: dict[str, str]
    several: dict[str, list[str]]
    oddity: str
    page_size: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Faults:
    """The dice. `share`: which part of the calls goes wrong; `kinds`: in which ways; `happened`:
    what did, by kind.
    """

    seed: int
    kinds: Sequence[str] = ()
    share: float = 0.18
    on: bool = True
    happened: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.kinds = self.kinds or KINDS
        self._dice = random.Random(f"faults {self.seed}")
        self._lock = threading.Lock()

    def next(self) -> str | None:
        """What goes wrong with this call, if anything."""
        with self._lock:
            self.happened["calls"] += 1
            if not self.on or self._dice.random() > self.share:
                return None
            kind = self._dice.choice(self.kinds)
            self.happened[kind] += 1
            return kind

    def page_size(self) -> int:
        """Networks hold back what they filter: few pages are full."""
        with self._lock:
            return self._dice.randint(SHORT, FULL) if self.on else FULL


class FaultyServer(FakeServer):
    """`respond` answers well; what becomes of the answer is up to `faults`.

    `instead`: what comes in place of an answer, by kind; `kinds`: all that may go wrong there;
    `tells_edits`: whether the network says when a post was edited, so that edits of our own posts
    can be known; `habits`: what people do there.
    """

    instead: ClassVar[dict[str, Instead]] = {}
    kinds: ClassVar[Sequence[str]] = ()
    tells_edits = True
    habits = Habits()

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.faults = faults

    @abstractmethod
    def respond(self, query: Query) -> tuple[int, object]:
        """Status and JSON."""

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        kind = self.faults.next()
        try:
            query = self._query(handler, kind or "")
            if instead := (INSTEAD | self.instead).get(kind):
                instead(handler)
                return
            status, data = self.respond(query)
            (BROKEN.get(kind) or send)(handler, json.dumps(data).encode(), status)
        except OSError:
            return  # the other side was killed

    def _query(self, handler: BaseHTTPRequestHandler, oddity: str) -> Query:
        parts = urlsplit(handler.path)
        several = parse_qs(parts.query)
        last = {name: values[-1] for name, values in several.items()}
        headers = dict(handler.headers)
        body = handler.rfile.read(int(headers.get("Content-Length") or 0))
        size = self.faults.page_size()
        return Query(unquote(parts.path), last, several, oddity, size, headers, body)


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """A whole answer."""
    begin(handler, status, len(body), **headers)
    handler.wfile.write(body)


def begin(handler: BaseHTTPRequestHandler, status: int, length: int, **headers: str) -> None:
    handler.send_response(status)
    defaults = {"Content-Type": "application/json", "Content-Length": str(length)}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in (defaults | named).items():
        handler.send_header(name, value)
    handler.end_headers()


def in_seconds(handler: BaseHTTPRequestHandler) -> None:
    send(handler, b'{"error": "Too many requests"}', 429, Retry_After="120")


def at_a_time(handler: BaseHTTPRequestHandler) -> None:
    until = (datetime.now(timezone.utc) + timedelta(minutes=5)).isoformat()
    send(handler, b'{"error": "Too many requests"}', 429, X_RateLimit_Reset=until)


def web_page(handler: BaseHTTPRequestHandler) -> None:
    send(handler, b"<!doctype html><title>Back soon</title>", Content_Type="text/html")


def reset(handler: BaseHTTPRequestHandler, *_answer: object) -> None:
    """Not a goodbye: the other side reads `Connection reset by peer`."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def reset_halfway(handler: BaseHTTPRequestHandler, body: bytes, status: int) -> None:
    begin(handler, status, len(body))
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    reset(handler)


def half_json(handler: BaseHTTPRequestHandler, body: bytes, status: int) -> None:
    send(handler, body[: len(body) // 2], status)


def wrong_length(handler: BaseHTTPRequestHandler, body: bytes, status: int) -> None:
    begin(handler, status, len(body) + 1000)
    handler.wfile.write(body)


def slow_body(handler: BaseHTTPRequestHandler, body: bytes, status: int) -> None:
    begin(handler, status, len(body))
    step = len(body) // 4 + 1
    for start in range(0, len(body), step):
        handler.wfile.write(body[start : start + step])
        handler.wfile.flush()
        time.sleep(SLOW_SECONDS / 4)


INSTEAD = {
    "429 with Retry-After": in_seconds,
    "429 with X-RateLimit-Reset": at_a_time,
    "500": lambda handler: send(handler, b'{"error": "Something went wrong"}', 500),
    "503": lambda handler: send(handler, b"<h1>Down</h1>", 503, Retry_After="60"),
    "web page": web_page,
    "reset": reset,
}
BROKEN = {
    "reset halfway": reset_halfway,
    "half JSON": half_json,
    "wrong Content-Length": wrong_length,
    "slow body": slow_body,
}
KINDS = (*INSTEAD, *BROKEN, SAME_PAGE, OVERLAP)
