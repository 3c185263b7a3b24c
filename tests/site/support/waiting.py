"""Wait for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import frappe
import pytest

T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float = 20, what: str = "it") -> T:
    """The first truthy value of `condition`; the test fails when none comes within `seconds`.

    Commits before each look: what the test made becomes visible to other processes, and the new
    transaction sees what they wrote.
    """
    deadline = time.monotonic() + seconds
    while True:
        frappe.db.commit()
        if value := condition():
            return value
        if time.monotonic() > deadline:
            pytest.fail(f"Waited {seconds:g} s for {what}, in vain.")
        time.sleep(0.1)
