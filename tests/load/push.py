"""What it costs to refuse pushes, beside Frappe's own cheapest answer; one line of JSON at its end.

A gunicorn of the bench, as in production, is offered more than two cores can answer, on a schedule
and from outside: `/api/method/ping` and hostile pushes of every kind, in turns.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe
from frappe.utils.background_jobs import get_queues

from social_support.ingestion.push import deliveries
from tests.load import machine, site
from tests.load.arrivals import Offer, Outcome
from tests.load.children import REPOSITORY
from tests.load.hostile_pushes import BODY, HEADER, PING, SECRET, calls, signature
from tests.load.measures import Rates, Report, say

RATE = 1_000
# Whoever offers less measures its own load maker.
OFFERED_AT_LEAST = 0.98 * RATE
PATIENCE = 60
WAYS = {"ping": "Frappe's ping", "refused": "hostile pushes of every kind"}


@dataclass(frozen=True)
class Size:
    """How often each way has its turn, and for how many seconds."""

    rounds: int
    seconds: float


# Short turns, because whatever else the machine does comes and goes.
FULL, QUICK = Size(30, 3), Size(6, 2)


def run(quick: bool) -> dict[str, float]:
    """Measure, tell, and leave the site empty; the figures that have a goal."""
    site.check()
    with site.alone():
        return _run(Report(), QUICK if quick else FULL)


def _run(report: Report, size: Size) -> dict[str, float]:
    machine.tell(report)
    site.channel(
        network="webhook",
        server_url="https://reviews.example.com",
        app_secret=SECRET,
        listens_to=[],
    )
    # Whoever has seen a delivery that was taken in can send it once more.
    deliveries.keep("webhook", "", {HEADER: signature(BODY)}, BODY)
    before = _rows_and_jobs()
    with _server() as port:
        _warm_up(port)
        outcomes = _in_turns(port, size)
    after = _rows_and_jobs()
    _tell(report, outcomes, size)
    for what, known in before.items():
        report.figure(what, after[what] - known, f"more {what} than before", wanted="0")
    say(json.dumps(report.figures))
    return report.figures


def _in_turns(port: int, size: Size) -> dict[str, list[Outcome]]:
    outcomes: dict[str, list[Outcome]] = {way: [] for way in WAYS}
    for number in range(size.rounds):
        # Who begins changes: a turn is felt in the next one.
        for way in list(WAYS)[:: 1 if number % 2 else -1]:
            outcomes[way].append(_offer(port, way, size.seconds))
    return outcomes


def _offer(port: int, way: str, seconds: float) -> Outcome:
    kinds = [PING] if way == "ping" else [kind for kind in calls() if kind != PING]
    return Offer(port, RATE, seconds, kinds).make()


def _tell(report: Report, outcomes: dict[str, list[Outcome]], size: Size) -> None:
    report.title(f"Offered {RATE:,} a second for {size.seconds} s, {size.rounds} times each")
    rates = Rates()
    for way, of_way in outcomes.items():
        for outcome in of_way:
            rates.add(f"{way} offered", outcome.offered, 1)
            rates.add(way, outcome.answered, size.seconds)
    for way, words in WAYS.items():
        report.rates(rates, {f"{way} offered": f"{words}: offered"}, of="requests/s")
        report.rates(rates, {way: f"{words}: answered"}, of="answers/s")
        _tell_of_waiting(report, outcomes[way])
    for kind, found in _statuses(outcomes["refused"]).items():
        report.row(f"what {kind} got", _in_words(found))
    ratio = rates.ratio("refused", "ping")
    report.figure("refused_to_ping", ratio, "answered, refused to ping", wanted="0.9 or more")
    least = min(rates.of(f"{way} offered") for way in WAYS)
    report.figures["offered"] = round(least)
    if least < OFFERED_AT_LEAST:
        say(f"  The load maker offered {least:,.0f} a second only: this is no figure of {RATE:,}.")


def _tell_of_waiting(report: Report, outcomes: list[Outcome]) -> None:
    report.row("  most that waited at once", f"{max(each.waiting for each in outcomes):,}")
    report.row("  the longest wait", f"{max(each.longest for each in outcomes):.1f} s")


def _statuses(outcomes: list[Outcome]) -> dict[str, Counter[str]]:
    """By kind, how many of all that were offered got what."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        for kind, statuses in outcome.statuses.items():
            found[kind].update(statuses)
    return found


def _in_words(found: Counter[str]) -> str:
    return ", ".join(f"{status}: {count:,}" for status, count in sorted(found.items()))


def _rows_and_jobs() -> dict[str, int]:
    # A snapshot of before would hide what the server stored since.
    frappe.db.commit()
    return {
        "rows": sum(frappe.db.count(doctype) for doctype in site.ALL_TABLES),
        "jobs": sum(len(queue) for queue in get_queues()),
    }


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
    for way in WAYS:
        _offer(port, way, 2)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionError:
        return False
    return True
