"""What it costs to refuse a push, beside Frappe's own cheapest answer; one line of JSON at its end.

A gunicorn of the bench, as in production, gets as much as it can take: of `/api/method/ping`, of
what nobody signed, and of what is signed wrongly, in turns.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations

import frappe

from tests.load import machine, site
from tests.load.children import REPOSITORY
from tests.load.measures import Rates, Report, say

CALLERS = 8
PATIENCE = 60
SECRET = "the-secret-of-the-benchmark-and-of-nobody-else"
ADDRESS = "/api/method/social_support.api.push.receive?network=webhook"
BODY = json.dumps({"posts": [{"id": str(n), "text": "My drill" * 10} for n in range(10)]}).encode()
FORGED = "sha256=" + "0" * 64


@dataclass(frozen=True)
class Size:
    """How often each way has its turn, and for how many seconds."""

    rounds: int
    seconds: float


# Short turns, because whatever else the machine does comes and goes.
FULL, QUICK = Size(60, 2), Size(18, 1)


def run(quick: bool) -> dict[str, float]:
    """Measure, tell, and leave the site empty; the figures that have a goal."""
    site.check()
    with site.alone():
        return _run(Report(), QUICK if quick else FULL)


def _run(report: Report, size: Size) -> dict[str, float]:
    machine.tell(report)
    channel = site.channel(
        network="webhook",
        server_url="https://reviews.example.com",
        app_secret=SECRET,
        listens_to=[],
    )
    with _server() as port:
        _warm_up(port)
        rates, statuses = _side_by_side(port, size)
    report.title(f"Answers a second, {CALLERS} callers")
    report.rates(
        rates,
        {
            "ping": "Frappe's ping",
            "unsigned": f"refused: no signature, {len(BODY):,} bytes",
            "forged": f"refused: a wrong signature, {len(BODY):,} bytes",
        },
        of="answers/s",
    )
    for way, found in statuses.items():
        report.row(f"what {way} got", ", ".join(f"{s}: {n:,}" for s, n in sorted(found.items())))
    for way in ("unsigned", "forged"):
        report.figure(f"{way}_to_ping", rates.ratio(way, "ping"), way, wanted="0.9 or more")
    report.figure("rows", _rows(channel.name), "rows of ours afterwards", wanted="0")
    say(json.dumps(report.figures))
    return report.figures


def _side_by_side(port: int, size: Size) -> tuple[Rates, dict[str, Counter]]:
    rates, statuses = Rates(), {way: Counter() for way in _calls()}
    for number in range(size.rounds):
        orders = list(permutations(_calls().items()))
        # Each way comes after each other one equally often: a turn is felt in the next one.
        for way, call in orders[number % len(orders)]:
            began = time.monotonic()
            got = _offer(port, call, size.seconds)
            rates.add(way, got.total(), time.monotonic() - began)
            statuses[way] += got
    return rates, statuses


def _calls() -> dict[str, bytes]:
    return {
        "ping": _call("GET", "/api/method/ping"),
        "unsigned": _call("POST", ADDRESS, BODY),
        "forged": _call("POST", ADDRESS, BODY, f"X-Social-Support-Signature: {FORGED}"),
    }


def _call(verb: str, path: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"{verb} {path} HTTP/1.1", "Host: bench", *headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "Connection: keep-alive", "", ""]).encode() + body


def _offer(port: int, call: bytes, seconds: float) -> Counter:
    """How many answers of which status came, to callers who ask again at once."""
    until, found = time.monotonic() + seconds, [Counter() for _caller in range(CALLERS)]
    callers = [
        threading.Thread(target=_ask_until, args=(port, call, until, each)) for each in found
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return sum(found, Counter())


def _ask_until(port: int, call: bytes, until: float, found: Counter) -> None:
    while time.monotonic() < until:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
            answers = line.makefile("rb")
            while time.monotonic() < until:
                line.sendall(call)
                status = _status(answers)
                if not status:
                    break  # gunicorn ends a connection now and then
                found[status] += 1


def _status(answers) -> int:
    first = answers.readline()
    length = 0
    while header := answers.readline().strip().lower():
        name, _colon, value = header.partition(b":")
        length = int(value) if name == b"content-length" else length
    answers.read(length)
    return int(first.split()[1]) if first else 0


@contextmanager
def _server() -> Iterator[int]:
    """The port of a gunicorn that serves this site, with the bench's own settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "devbench.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
            *("--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "warning"),
        ],
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "DEVBENCH_SITE": frappe.local.site,
            "SITES_PATH": os.getcwd(),
        },
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _warm_up(port: int) -> None:
    """Wait for the server, and let both of its workers have loaded what they need."""
    deadline = time.monotonic() + PATIENCE
    while not _listens(port):
        if time.monotonic() > deadline:
            raise RuntimeError("The web server of the benchmark does not answer.")
        time.sleep(0.2)
    for call in _calls().values():
        _offer(port, call, 2)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionError:
        return False
    return True


def _rows(channel: str) -> int:
    frappe.db.commit()
    of_it = {"channel": channel}
    return frappe.db.count("Social Delivery") + frappe.db.count("Social Interaction", of_it)
