"""Steps that are tried again when the database is busy."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

import frappe

from social_support.conversations.jobs import BUSY

T = TypeVar("T")

__all__ = ["BUSY", "patiently"]
TRIES = 3


def patiently(step: Callable[[], T]) -> T:
    """Do `step` and commit. A deadlock or a lock time-out undoes it, and it is done again; raises
    QueryDeadlockError or QueryTimeoutError after the third time.
    """
    for attempt in range(1, TRIES):
        try:
            return _committed(step)
        except BUSY:
            frappe.db.rollback()
            time.sleep(random.uniform(0.05, 0.2) * attempt)
    return _committed(step)


def _committed(step: Callable[[], T]) -> T:
    done = step()
    # The step stands whatever comes next.
    frappe.db.commit()
    return done
