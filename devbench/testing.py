"""`devbench test`: runs pytest on the bench's own test site, or on a bench that stands elsewhere."""

from __future__ import annotations

import argparse
import os
import subprocess

from devbench import build
from devbench.bench import Bench


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pytest", nargs=argparse.REMAINDER, help="arguments for pytest")


def run(bench: Bench, options: argparse.Namespace) -> int:
    """Build what the tests need, run pytest, return its exit code."""
    build.build_for_tests(bench)
    return subprocess.call(
        [str(bench.test_python), "-m", "pytest", *options.pytest],
        cwd=bench.repo,
        env={**os.environ, **_environment(bench)},
    )


def _environment(bench: Bench) -> dict[str, str]:
    return {}
