"""`devbench demo --check` notices what is broken: each part switched off makes its step fail."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
FEW_TEXTS = "10"
PATIENCE = 400  # seconds; a guard against a check that never ends


@pytest.fixture(scope="module")
def home() -> Path:
    """The folder in which the demonstration's bench lies, beside the one of these tests."""
    tests_bench = Path(os.environ["SOCIAL_SUPPORT_BENCH"])
    if tests_bench.name != "test-bench":
        pytest.skip("The demonstration runs on the bench that devbench builds.")
    return tests_bench.parent


@pytest.mark.elsewhere
@pytest.mark.parametrize(
    ("part", "step", "reason"),
    [
        ("worker", "2. A worker stores what they wrote", "No background worker runs"),
        ("linking", "4. Authors are linked to their customers", "is linked to nobody"),
        ("replies", "6. The agent's reply stands on the network", "only listens"),
    ],
)
def test_the_check_fails_and_names_the_step(home: Path, part: str, step: str, reason: str):
    check = ("demo", "--check", "--without", part, "--texts", FEW_TEXTS)
    done = subprocess.run(
        [os.environ["SOCIAL_SUPPORT_PYTHON"], "devbench", "--at", home, *check],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"The check failed at step {step}" in done.stdout
    assert reason in done.stdout
    assert "Traceback" not in done.stderr
