"""Fixtures for tests on a site, registered by tests/conftest.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from frappe.utils.global_search import sync_global_search

from tests.site.support.bench import Bench
from tests.site.support.cleanup import Cleanup
from tests.site.support.connection import connected, start_afresh
from tests.site.support.leftovers import Inventory
from tests.site.support.make import Make
from tests.site.support.removal import remove_late_contacts
from tests.site.support.tick import Tick
from tests.site.support.web import Web
from tests.site.support.worker import Worker

ALLOW_LOOPBACK = "social_support_allow_private_networks"


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench.from_environment()


@pytest.fixture(scope="session")
def site(bench: Bench) -> Iterator[str]:
    """The connected site, which afterwards holds as many rows as before."""
    with connected(bench) as name:
        # What waits from before is not ours.
        sync_global_search()
        before = Inventory.take()
        shop = Cleanup()
        Make(shop).company()  # once: each test would wait for one of its own
        frappe.db.commit()
        yield name
        start_afresh()
        shop.run()
        remove_late_contacts()
        before.put_back()
        left = before.differences()
        assert not left, f"Rows of the site differ after the tests: {left}"


@pytest.fixture
def cleanup(site: str) -> Iterator[Cleanup]:
    """Each test starts as Administrator and leaves nothing, committed or not."""
    start_afresh()
    named = Cleanup()
    yield named
    start_afresh()
    named.run()


@pytest.fixture
def make(cleanup: Cleanup) -> Make:
    return Make(cleanup)


@pytest.fixture(scope="session")
def own_bench(bench: Bench) -> Bench:
    if not bench.is_ours:
        pytest.skip("Done only on a bench that was made for the tests.")
    return bench


@pytest.fixture
def own_site(own_bench: Bench, site: str) -> str:
    return site


@pytest.fixture(scope="session")
def tick(site: str) -> Tick:
    return Tick()


@pytest.fixture(scope="session")
def log_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="session")
def web(bench: Bench, site: str, log_folder: Path) -> Iterator[Web]:
    server = Web(bench, log_folder / "web.log", Make.password)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def running_worker(bench: Bench, site: str, log_folder: Path) -> Iterator[Worker]:
    worker = Worker(bench, log_folder / "worker.log")
    yield worker
    worker.stop()


@pytest.fixture
def worker(running_worker: Worker, cleanup: Cleanup) -> Iterator[Worker]:
    """A worker that runs at the start of the test; its jobs end before the test's rows go."""
    running_worker.ensure()
    yield running_worker
    running_worker.idle()


@pytest.fixture(scope="session")
def allow_loopback(bench: Bench, site: str) -> Iterator[None]:
    """Let channels speak to networks on this machine."""
    before = frappe.conf.get(ALLOW_LOOPBACK)
    bench.set_config(**{ALLOW_LOOPBACK: 1})
    frappe.conf[ALLOW_LOOPBACK] = 1
    yield
    bench.set_config(**{ALLOW_LOOPBACK: before})
    frappe.conf[ALLOW_LOOPBACK] = before
