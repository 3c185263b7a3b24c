"""`devbench bench`: measure on a site of its own, made once and emptied after each run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

from devbench import build, layout, mariadb
from devbench.bench import Bench
from devbench.errors import DevbenchError
from devbench.testing import REAL_TEXTS

MEASURED = {
    "identity": "tests.load.identity.run",
    "ingest": "tests.load.ingest.run",
    "panels": "tests.load.panels.run",
    "push": "tests.load.push.run",
}
LEAST_BUFFER_POOL = "1G"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=sorted(MEASURED), help="what to measure")
    parser.add_argument("--quick", action="store_true", help="a minute in place of a quarter hour")


def run(bench: Bench, options: argparse.Namespace) -> int:
    """Build what is missing and measure; the last line printed is JSON. Returns the exit code."""
    os.environ.setdefault(mariadb.BUFFER_POOL, LEAST_BUFFER_POOL)
    bench = bench.for_benchmarks()
    build.build(bench)
    _give_memory(bench)
    # What says that the site may be emptied.
    layout.set_site_config(bench, social_support_benchmarks=1)
    return _measure(bench, MEASURED[options.what], quick=options.quick)


def _give_memory(bench: Bench) -> None:
    """A small buffer pool halves the rate of inserts at a million rows."""
    if mariadb.buffer_pool(bench) >= 2**30:
        return
    with bench.step(f"MariaDB started anew with a buffer pool of {LEAST_BUFFER_POOL}"):
        bench.services.restart("mariadb")
    if mariadb.buffer_pool(bench) < 2**30:
        raise DevbenchError(
            "MariaDB's buffer pool has less than 1 GB.",
            hint=f"Set {mariadb.BUFFER_POOL} to {LEAST_BUFFER_POOL}, or do not set it at all.",
        )


def _measure(bench: Bench, function: str, **arguments: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.call(
            [
                *(bench.env_python, "-m", "devbench.inside"),
                *(bench.site, function, json.dumps(arguments), Path(folder) / "answer.json"),
            ],
            cwd=bench.sites,
            # Some package of the bench brings a `tests` of its own.
            env={**os.environ, REAL_TEXTS: str(bench.real_texts), "PYTHONPATH": str(bench.repo)},
        )
