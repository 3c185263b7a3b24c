"""How long another job waits while a channel is read back, on one real worker."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import frappe
from frappe.utils.background_jobs import get_job
from rq.job import Job, JobStatus

from social_support.ingestion.schedule import QUEUE, enqueue, job_id
from tests.load import site
from tests.load.measures import Report
from tests.load.network import bodies_made_when_asked, body_of
from tests.load.recorded import Crowd, RecordedServer

# A server far away, and one job after the other that has nothing to do with us.
SECONDS_PER_CALL = 0.5
ASK_EVERY_SECONDS = 0.5
PATIENCE_SECONDS = 240
ENDED = (JobStatus.FINISHED, JobStatus.FAILED)


def measure(report: Report, *, posts: int) -> None:
    """Read back `posts` posts from a slow server while other jobs are enqueued."""
    with _server(posts) as address, _worker():
        channel = site.channel(server_url=address, backfill_days=365, backfill_posts=posts).name
        site.start_at(channel, None)
        others, ours = _watch(channel)
    report.title(f"One worker, reading back {posts:,} posts, {SECONDS_PER_CALL} s a call")
    report.row("the backfill's longest job", f"{max(map(_took, ours)):.1f} s")
    report.row(
        f"the longest wait of {len(others)} other jobs",
        f"{max(map(_waited, others)):.1f} s",
        beside="wanted: ≤ 60 s",
    )


def _watch(channel: str) -> tuple[list[Job], list[Job]]:
    """Enqueue one other job after the other, in the same queue, until the backfill has ended.

    (They, the backfill's.)
    """
    others, tokens = [], set()
    end = time.monotonic() + PATIENCE_SECONDS
    while not site.mentions(channel, "back_ended").back_ended:
        if time.monotonic() > end:
            raise RuntimeError("The backfill does not end.")
        # Sooner than the scheduler, which looks once a minute.
        tokens.add(enqueue(channel))
        if not others or others[-1].get_status() in ENDED:
            others.append(frappe.enqueue("frappe.utils.now", queue=QUEUE))
        time.sleep(ASK_EVERY_SECONDS)
        frappe.db.commit()
    ours = [job for token in tokens if (job := get_job(job_id(token)))]
    return _ended(others), _ended(ours)


def _ended(jobs: list[Job]) -> list[Job]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and not all(job.get_status() in ENDED for job in jobs):
        time.sleep(ASK_EVERY_SECONDS)
    for job in jobs:
        job.refresh()
    return [job for job in jobs if job.ended_at]


def _took(job: Job) -> float:
    return (job.ended_at - job.started_at).total_seconds()


def _waited(job: Job) -> float:
    return (job.started_at - job.enqueued_at).total_seconds()


@contextmanager
def _worker() -> Iterator[None]:
    words = ("-m", "frappe.utils.bench_helper", "frappe", "worker", "--queue", QUEUE)
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def _server(posts: int) -> Iterator[str]:
    """The address of a server that takes its time."""
    notifications = bodies_made_when_asked(
        RecordedServer(Crowd("far", strangers=posts // 2), posts)
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(SECONDS_PER_CALL)
            address = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(address.query).items()}
            body = body_of(address.path, query, notifications)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep the report for the report."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
