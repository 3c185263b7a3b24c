"""Workers that are killed, and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests.site.support.bench import Bench
from tests.site.support.worker import QUEUES, children

WORKER, WORK_HORSE, BOTH = "worker killed", "work-horse killed", "both killed"


# Each job would import them for a second, in which nothing can go wrong.
MODULES = ("social_support.ingestion.run", "social_support.ingestion.push.drain")


class Crew:
    """`size` workers of the bench. A killed one's work-horse works on, as on a real machine."""

    def __init__(self, bench: Bench, log: Path, size: int = 2) -> None:
        self.bench = bench
        self.log = log
        self.size = size
        self.killed: Counter = Counter()
        self._workers: list[subprocess.Popen[bytes]] = []
        self._orphans: set[int] = set()

    def complete(self) -> None:
        """Start as many workers as are missing."""
        self._workers = [worker for worker in self._workers if worker.poll() is None]
        for _missing in range(self.size - len(self._workers)):
            with self.log.open("ab") as log:
                arguments = ("worker", "--queue", ",".join(QUEUES))
                self._workers.append(self.bench.start(*arguments, log=log, modules=MODULES))

    def lose_one(self, dice: random.Random) -> str | None:
        """Kill a work-horse that works, its worker, or both; what was killed."""
        working = [(w, horses) for w in self._workers if (horses := _horses(w))]
        if not working:
            return None
        worker, horses = dice.choice(working)
        what = dice.choices((WORK_HORSE, BOTH, WORKER), (8, 1, 1))[0]
        self.killed[what] += 1
        if what == WORKER:
            self._orphans |= set(horses)
        for pid in {WORKER: [worker.pid], WORK_HORSE: horses, BOTH: [worker.pid, *horses]}[what]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if what != WORK_HORSE:
            worker.wait(timeout=10)
        return what

    def at_work(self) -> bool:
        """Whether any job runs, also one whose worker was killed."""
        self._orphans = {pid for pid in self._orphans if _runs(pid)}
        return bool(self._orphans) or any(_horses(worker) for worker in self._workers)

    def go_home(self) -> None:
        """End the workers; what they do is done first."""
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.wait(timeout=60)
        for pid in self._orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _horses(worker: subprocess.Popen[bytes]) -> list[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        return [pid for pid in children(worker.pid) if _runs(pid)]
    return []


def _runs(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    return False
