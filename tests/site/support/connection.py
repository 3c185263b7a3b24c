"""Connect the tests to the site, one run at a time, and only to a site that allows it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest

from tests.site.support.bench import Bench


@contextmanager
def connected(bench: Bench) -> Iterator[str]:
    """The site, connected as Administrator, until the block ends."""
    refuse_unless_allowed(bench)
    with alone_on(bench), working_in(bench.sites):
        frappe.init(site=bench.site, sites_path=str(bench.sites))
        frappe.connect()
        refuse_without_the_app()
        try:
            yield bench.site
        finally:
            frappe.db.rollback()
            frappe.destroy()


def refuse_unless_allowed(bench: Bench) -> None:
    """Tests write: both the site and whoever started them have to agree."""
    if not bench.config().get("allow_tests"):
        pytest.exit(
            f"Site {bench.site} does not allow tests (allow_tests in its site_config.json)."
        )
    if not bench.may_be_changed:
        pytest.exit(f"Site {bench.site} is not ours to change. Say so with --site-may-be-changed.")


def refuse_without_the_app() -> None:
    missing = {"erpnext", "social_support"} - set(frappe.get_installed_apps())
    if missing:
        pytest.exit(
            f"Site {frappe.local.site} lacks {', '.join(sorted(missing))}: install it first."
        )


@contextmanager
def alone_on(bench: Bench) -> Iterator[None]:
    """Wait until no other test run uses the site, then keep others out."""
    with (bench.sites / bench.site / "social_support_tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def working_in(folder: os.PathLike[str]) -> Iterator[None]:
    """Frappe's log files and some of its paths are relative to sites/."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def start_afresh() -> None:
    """Undo what was not committed and forget what was read."""
    frappe.db.rollback()
    frappe.set_user("Administrator")
    frappe.local.lang = "en"
    frappe.local.message_log = []
    frappe.db.value_cache.clear()
    frappe.cache.delete_keys("document_cache::")
