"""Do two things at the same moment, each in a process and a transaction of its own."""

from __future__ import annotations

import multiprocessing
import queue
import traceback
from collections.abc import Callable
from typing import Any

import frappe

MINUTES = 3 * 60


def side_by_side(*works: tuple[Callable[..., None], tuple]) -> list[str]:
    """Run each (function, arguments) in a process of its own; what went wrong, as tracebacks.

    The functions are named by their modules, and are connected to the site of the tests.
    """
    frappe.db.commit()
    spawn = multiprocessing.get_context("spawn")
    together, results = spawn.Barrier(len(works)), spawn.Queue()
    site = frappe.local.site
    processes = [
        spawn.Process(target=_work, args=(site, together, results, work, arguments))
        for work, arguments in works
    ]
    for process in processes:
        process.start()
    errors = _errors(results, len(works))
    for process in processes:
        process.join(10)
    # A new snapshot: it shows what the others wrote.
    frappe.db.commit()
    return errors


def _errors(results: Any, many: int) -> list[str]:
    try:
        said = [results.get(timeout=MINUTES) for _work in range(many)]
    except queue.Empty:
        return ["A process did not come to an end."]
    return [words for words in said if words]


def _work(site: str, together: Any, results: Any, work: Callable, arguments: tuple) -> None:
    frappe.init(site=site, sites_path=".")
    frappe.connect()
    try:
        together.wait(60)
        work(*arguments)
        frappe.db.commit()
        results.put("")
    except Exception:
        together.abort()
        results.put(traceback.format_exc())
    finally:
        frappe.destroy()
