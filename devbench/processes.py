"""Processes that outlive the command that started them, known by pid and start time.

A pid alone is not enough: after a crash or a reboot the number may belong to somebody else. The
pid file therefore keeps the process's start time as well, and nothing is ever signalled whose
start time differs.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def start(
    argv: Sequence[str | Path],
    *,
    pid_file: Path,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Start `argv` in a session of its own, its output appended to `log`; return its pid."""
    log.parent.mkdir(parents=True, exist_ok=True)
    pid_file.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in argv],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    pid_file.write_text(json.dumps({"pid": process.pid, "started": started_at(process.pid)}))
    return process.pid


def running_pid(pid_file: Path) -> int | None:
    """The pid of the process that the file tells of, or None when it no longer runs."""
    try:
        kept = json.loads(pid_file.read_text())
        pid, started = int(kept["pid"]), kept["started"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    _reap(pid)
    return pid if started is not None and started_at(pid) == started else None


def stop(pid_file: Path, *, patience: float = 15.0) -> bool:
    """End the process that the file tells of, and its session; False when it did not run.

    It gets SIGTERM, and after `patience` seconds SIGKILL.
    """
    pid = running_pid(pid_file)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        if not _gone(pid_file, patience):
            os.killpg(pid, signal.SIGKILL)
            _gone(pid_file, 5.0)
    pid_file.unlink(missing_ok=True)
    return pid is not None


def started_at(pid: int) -> int | None:
    """The process's start time in clock ticks since boot; None when there is no such process.

    https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, fields 3 and 22.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])


def _gone(pid_file: Path, patience: float) -> bool:
    end = time.monotonic() + patience
    while running_pid(pid_file) is not None:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _reap(pid: int) -> None:
    """Collect the process when it is a dead child of ours."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
