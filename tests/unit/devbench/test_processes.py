"""Only what we started is ever stopped: a pid alone proves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devbench import processes

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = (
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.fixture
def pid_file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "run" / "web.pid"
    yield file
    processes.stop(file, patience=0.1)


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that we did not start through a pid file."""
    process = subprocess.Popen(SLEEP)
    yield process
    process.kill()
    process.wait()


def test_a_started_process_is_known_and_stopped(pid_file, tmp_path):
    pid = processes.start(SLEEP, pid_file=pid_file, log=tmp_path / "web.log")
    assert processes.running_pid(pid_file) == pid
    assert processes.stop(pid_file)
    assert processes.started_at(pid) is None
    assert not pid_file.exists()


def test_a_process_with_the_same_pid_but_another_start_is_left_alone(pid_file, stranger):
    pid_file.parent.mkdir(parents=True)
    started = processes.started_at(stranger.pid)
    pid_file.write_text(json.dumps({"pid": stranger.pid, "started": started - 1}))
    assert processes.running_pid(pid_file) is None
    assert not processes.stop(pid_file)
    assert stranger.poll() is None


@pytest.mark.parametrize("content", ["", "4711", "{}", '{"pid": 1}', "null", "not json"])
def test_a_broken_pid_file_means_that_nothing_runs(pid_file, content):
    pid_file.parent.mkdir(parents=True)
    pid_file.write_text(content)
    assert processes.running_pid(pid_file) is None
    assert not processes.stop(pid_file)


def test_a_process_that_ended_by_itself_is_not_running(pid_file, tmp_path):
    pid = processes.start([sys.executable, "-c", ""], pid_file=pid_file, log=tmp_path / "log")
    wait_for_end(pid)
    assert processes.running_pid(pid_file) is None


def test_one_that_ignores_the_request_to_end_is_killed_with_its_children(pid_file, tmp_path):
    log = tmp_path / "log"
    processes.start([sys.executable, "-c", STUBBORN], pid_file=pid_file, log=log)
    child = wait_for_number(log)
    assert processes.stop(pid_file, patience=0.2)
    wait_for_end(child)


def test_output_goes_to_the_log(pid_file, tmp_path):
    log = tmp_path / "logs" / "web.log"
    processes.start([sys.executable, "-c", "print(42)"], pid_file=pid_file, log=log)
    assert wait_for_number(log) == 42


def wait_for_number(log: Path) -> int:
    end = time.monotonic() + 30
    while not log.read_text().strip():
        assert time.monotonic() < end, "nothing was printed"
        time.sleep(0.02)
    return int(log.read_text())


def wait_for_end(pid: int) -> None:
    end = time.monotonic() + 30
    while processes.started_at(pid) is not None:
        assert time.monotonic() < end, f"{pid} is still running"
        time.sleep(0.02)
