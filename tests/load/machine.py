"""Where something is measured: a figure means little without it."""

from __future__ import annotations

import os
import platform

import frappe

from tests.load import site
from tests.load.measures import Report


def tell(report: Report) -> None:
    version = frappe.db.sql("SELECT VERSION()")[0][0]
    memory_of_all = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    report.title("Where")
    report.row("machine", f"{os.cpu_count()} cores, {memory_of_all:.0f} GB, {_processor()}")
    report.row("Python", platform.python_version())
    report.row("Frappe", frappe.__version__)
    report.row("MariaDB", version)
    report.row("its buffer pool", f"{site.buffer_pool() / 2**30:.2f} GB")


def _processor() -> str:
    with open("/proc/cpuinfo") as lines:
        names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        return next(names, platform.machine())
