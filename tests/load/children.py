"""Functions of this package run in processes of their own, inside the same site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import frappe

REPOSITORY = Path(__file__).parents[2]


class Child:
    """A function at work in another process; its dotted path and arguments name it."""

    def __init__(self, function: str, **arguments: Any) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._answer = Path(self._folder.name) / "answer.json"
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "devbench.inside"),
                *(frappe.local.site, function, json.dumps(arguments), self._answer),
            ],
            stderr=subprocess.PIPE,
            text=True,
            # Some package of the bench brings a `tests` of its own.
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )

    def answer(self) -> Any:
        """What the function returned. Raises RuntimeError with what it said when it failed."""
        try:
            _out, said = self._process.communicate()
        finally:
            # Whoever is interrupted leaves nobody behind who works on emptied tables.
            self._process.kill()
        if self._process.returncode:
            raise RuntimeError(f"A process of the benchmark failed:\n{said}")
        with self._folder:
            return json.loads(self._answer.read_text())


def run_inside(function: str, **arguments: Any) -> Any:
    """Run it and wait for its answer."""
    # The child has to see what was written here, and to find no lock of ours.
    frappe.db.commit()
    return Child(function, **arguments).answer()
