"""Work with a database connection of its own, as another job or request does it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe

from tests.site.support.bench import Bench


def side_by_side(bench: Bench, work: Callable[[], Any], times: int) -> list[Any]:
    """What `work` gave, or raised, each time that it was done at once."""

    def job(_number: int) -> Any:
        frappe.init(site=bench.site, sites_path=str(bench.sites))
        frappe.connect()
        try:
            return work()
        except Exception as error:
            return error
        finally:
            frappe.destroy()

    frappe.db.commit()
    with ThreadPoolExecutor(times) as threads:
        done = list(threads.map(job, range(times)))
    frappe.db.rollback()
    return done
