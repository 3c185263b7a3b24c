"""Chromium on the Desk of the tests' site, with the scene's shop behind it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import frappe
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk import Desk
from tests.browser.scene import PEOPLE, SERVER, Scene
from tests.fakes.mastodon import MastodonServer
from tests.site.support.make import Make
from tests.site.support.web import Web

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1280, "height": 860}
# On a machine without a network the browser says so, and the Desk then asks its server nothing.
ONLINE = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true })"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("SOCIAL_SUPPORT_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running_server(allow_loopback: None) -> Iterator[MastodonServer]:
    """A network with a name that looks well in pictures."""
    with MastodonServer(PEOPLE, domain=SERVER) as running:
        yield running


@pytest.fixture
def server(running_server: MastodonServer) -> MastodonServer:
    """The network, on which nobody has written yet."""
    running_server.reset()
    return running_server


@pytest.fixture
def scene(make: Make, server: MastodonServer) -> Scene:
    """The shop, open, and what its customers wrote."""
    shop = Scene(make, server)
    shop.open_shop()
    shop.anna_writes()
    return shop


@pytest.fixture
def desk(chromium: Browser, web: Web, make: Make) -> Iterator[Desk]:
    """`desk.log_in(user)`; fails at the end when the browser's console had an error."""
    frappe.db.commit()
    context = chromium.new_context(viewport=WINDOW)
    context.add_init_script(ONLINE)
    desk = Desk(context, web.url, make.password)
    yield desk
    context.close()
    assert desk.errors == []
