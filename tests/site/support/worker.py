"""A real RQ worker of the bench."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

import frappe
from frappe.utils.background_jobs import get_queue, get_workers

from tests.site.support.bench import Bench
from tests.site.support.waiting import wait_for

QUEUES = ("short", "default", "long")
# Frappe forks a process for each job, and each would take its first second to import them.
MODULES = ("social_support.ingestion.run", "social_support.replies.publishing")


class Worker:
    """Runs the bench's jobs; a worker that runs there already is used as it is."""

    def __init__(self, bench: Bench, log: Path) -> None:
        self.bench = bench
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        """Whether any worker of this bench runs; a killed one stays listed in Redis for long."""
        return any(is_running(worker) for worker in get_workers())

    def ensure(self) -> None:
        """Have a worker: start one unless one runs."""
        if self.alive():
            return
        with self.log.open("ab") as log:
            words = ("worker", "--queue", ",".join(QUEUES))
            self.process = self.bench.start(*words, log=log, modules=MODULES)
        wait_for(self.alive, 60, f"a worker to start (see {self.log})")

    def kill(self) -> None:
        """SIGKILL our worker and its work-horse, as a machine that dies does."""
        assert self.bench.is_ours, "Workers are killed on a bench of our own only."
        assert self.process, "This worker was not started by the tests."
        for pid in (*children(self.process.pid), self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=10)
        self.process = None

    def busy_with(self) -> list[str]:
        """Methods of this site's jobs that wait or run."""
        jobs = [job for queue in QUEUES for job in get_queue(queue).jobs]
        jobs += [job for w in get_workers() if is_running(w) and (job := w.get_current_job())]
        return [j.kwargs["method"] for j in jobs if j.kwargs.get("site") == frappe.local.site]

    def idle(self, seconds: float = 30) -> None:
        """Wait until no job of this site waits or runs."""
        self.ensure()
        wait_for(lambda: not self.busy_with(), seconds, f"the queues to empty (see {self.log})")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)


def is_running(worker) -> bool:
    if worker.hostname != socket.gethostname():
        return True
    with suppress(ProcessLookupError):
        os.kill(worker.pid, 0)
        return Path(f"/proc/{worker.pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    return False


def children(pid: int) -> list[int]:
    """Pids of the processes that the process started, theirs first."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, listed) for each in (*children(child), child)]
