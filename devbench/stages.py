"""Stages of the build: each is done once, resumes after an interruption, tells its time.

A stage is done when its stamp is there and carries the key of its inputs: the hash of everything
that decides its result. Stages that do not need each other run side by side.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from devbench import commands, report
from devbench.errors import DevbenchError, StageFailed


@dataclass(frozen=True)
class Stage:
    """One step of the build.

    name    short, also the name of the stamp and of the log
    title   what the person at the terminal reads
    make    does the work; raises DevbenchError when it can't
    inputs  strings and files whose contents decide the result
    needs   names of stages, in the same build, that must be done before
    made    a path that has to exist for the stage to count as done
    always  has nothing to resume: runs at every build, without a line when it was quick
    """

    name: str
    title: str
    make: Callable[[], None]
    inputs: tuple[str | Path, ...] = ()
    needs: tuple[str, ...] = ()
    made: Path | None = None
    always: bool = False


@dataclass
class Builder:
    """Runs stages and keeps their stamps in `stamps`."""

    stamps: Path
    workers: int = 4

    def build(self, stages: Iterable[Stage]) -> list[str]:
        """Do what is missing, in the order of the needs; return the names of what was done.

        Raises StageFailed for the first stage that fails, after those that run beside it ended.
        """
        return self._run_all({stage.name: stage for stage in stages})

    def is_done(self, stage: Stage) -> bool:
        """Whether the stage's stamp fits its inputs, and what it made is still there."""
        if stage.always:
            return False
        if stage.made is not None and not stage.made.exists():
            return False
        stamp = self.stamps / stage.name
        return stamp.exists() and stamp.read_text() == key_of(stage)

    def forget(self, name: str) -> None:
        """Let the stage be built anew at the next start."""
        (self.stamps / name).unlink(missing_ok=True)

    def _run_all(self, todo: dict[str, Stage]) -> list[str]:
        finished: set[str] = set()
        made: list[str] = []
        running: dict[Future[None], Stage] = {}
        with ThreadPoolExecutor(self.workers) as pool:
            while todo or running:
                for stage in _ready(todo, finished):
                    del todo[stage.name]
                    if self.is_done(stage):
                        finished.add(stage.name)
                    else:
                        running[pool.submit(self._make, stage)] = stage
                for future in _first_done(running):
                    stage = running.pop(future)
                    future.result()
                    finished.add(stage.name)
                    made.append(stage.name)
        return made

    def _make(self, stage: Stage) -> None:
        started = time.monotonic()
        key = key_of(stage)
        self.forget(stage.name)
        try:
            stage.make()
        except DevbenchError as error:
            report.failed(stage.title, time.monotonic() - started)
            raise _failure(stage, error) from error
        seconds = time.monotonic() - started
        if not stage.always:
            self.stamps.mkdir(parents=True, exist_ok=True)
            (self.stamps / stage.name).write_text(key)
        if not stage.always or seconds > 1:
            report.done(stage.title, seconds)


def key_of(stage: Stage) -> str:
    """A hash of the stage's inputs: of strings, of files, of all files below folders."""
    digest = hashlib.sha256()
    for given in stage.inputs:
        for part in _parts(given):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(given: str | Path) -> Iterable[bytes]:
    if isinstance(given, str):
        yield given.encode()
        return
    files = sorted(given.rglob("*")) if given.is_dir() else [given]
    for file in files:
        if file.is_file():
            yield str(file.name).encode()
            yield file.read_bytes()


def _first_done(running: Iterable[Future[None]]) -> set[Future[None]]:
    try:
        return wait(running, return_when=FIRST_COMPLETED).done
    except KeyboardInterrupt:
        commands.end_running()
        raise


def _ready(todo: dict[str, Stage], finished: set[str]) -> list[Stage]:
    return [stage for stage in todo.values() if set(stage.needs) <= finished]


def _failure(stage: Stage, error: DevbenchError) -> StageFailed:
    return StageFailed(
        f"The stage “{stage.title}” failed: {error.reason}",
        hint=error.hint or "Read the log, then start the same command again: it resumes here.",
        log=error.log,
    )
