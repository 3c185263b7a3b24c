"""The code's form: ruff and prettier, as configured at the root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", [("check",), ("format", "--check")])
def test_python_is_as_ruff_wants_it(command):
    run(sys.executable, "-m", "ruff", *command, ".")


def test_client_code_is_as_prettier_wants_it():
    files = subprocess.run(
        ["git", "ls-files", "*.js", "*.mjs", "*.scss", "*.css"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert files
    run(os.environ["SOCIAL_SUPPORT_PRETTIER"], "--check", *files)


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
