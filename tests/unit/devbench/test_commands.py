"""Commands write to their log, tell how they ended, and end when the build is interrupted."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from devbench import commands
from devbench.errors import CommandFailed


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "stage.log"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_output_and_errors_go_to_the_log(log):
    commands.run(python("import sys; print('out'); print('err', file=sys.stderr)"), log=log)
    assert {"out", "err"} <= set(log.read_text().split())


def test_a_failure_names_the_command_its_code_its_log_and_what_to_do(log):
    with pytest.raises(CommandFailed) as failure:
        commands.run(python("print('no space left'); exit(3)"), log=log, hint="Make room.")
    told = "\n".join(failure.value.lines())
    for part in ("ended with 3", "no space left", str(log), "Make room."):
        assert part in told


def test_a_missing_program_is_a_failure_too(log):
    with pytest.raises(CommandFailed):
        commands.run(["no-such-program-here"], log=log)
    assert "not found" in log.read_text()


def test_an_interrupted_build_ends_its_commands(log):
    failures: list[CommandFailed] = []

    def run() -> None:
        try:
            commands.run(python("print('up', flush=True); import time; time.sleep(60)"), log=log)
        except CommandFailed as failure:
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    end = time.monotonic() + 30
    while not (log.exists() and log.read_text().endswith("up\n")):
        assert time.monotonic() < end
        time.sleep(0.02)
    commands.end_running()
    thread.join(30)
    assert len(failures) == 1
