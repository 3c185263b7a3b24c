"""Work with a database connection of its own, as another job or request does it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe

from tests.site.support.bench import Bench


def side_by_side(bench: Bench, *works: Callable[[], Any]) -> list[Any]:
    """What each of `works` gave, or raised, when all were done at once."""

    def job(work: Callable[[], Any]) -> Any:
        frappe.init(site=bench.site, sites_path=str(bench.sites))
        frappe.connect()
        try:
            return work()
        except Exception as error:
            return error
        finally:
            frappe.destroy()

    frappe.db.commit()
    with ThreadPoolExecutor(len(works)) as threads:
        done = list(threads.map(job, works))
    frappe.db.rollback()
    return done
