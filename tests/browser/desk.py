"""A person at the Desk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import frappe
from frappe.desk.doctype.notification_settings.notification_settings import (
    create_notification_settings,
)
from frappe.utils.password import update_password
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NO_LIVE_UPDATES = "socket.io"  # a bench without that server: the Desk also refreshes by itself
PATIENCE = 60_000  # milliseconds


class Desk:
    """One browser window. `errors`: what its console complained of, live updates aside."""

    def __init__(self, context: BrowserContext, url: str, password: str) -> None:
        self.url = url
        self.password = password
        self.context = context
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def log_in(self, user: str) -> None:
        update_password(user, self.password)
        create_notification_settings(user)  # no Desk opens without them
        frappe.db.commit()
        answer = self.context.request.post(
            f"{self.url}/api/method/login", form={"usr": user, "pwd": self.password}
        )
        assert answer.ok, answer.text()

    def open(self, *route: str) -> None:
        """Open a page of the Desk: open("customer", "Petrova Ltd")."""
        frappe.db.commit()
        path = "/".join(quote(part, safe="") for part in route)
        answer = self.page.goto(f"{self.url}/app/{path}")
        assert answer and answer.ok, answer and "\n".join(traceback_of(answer.text()))
        self.page.locator(".page-container:visible .page-head").first.wait_for()

    def find(self, selector: str, **kwargs: str) -> Locator:
        return self.page.locator(f"{selector}:visible", **kwargs)

    def press(self, label: str, within: str = "body") -> None:
        """Press the button or link that bears this label."""
        inside = self.page.locator(within)
        inside.locator("button:visible, a:visible").filter(has_text=label).first.click()

    def text(self, selector: str) -> str:
        return self.find(selector).first.inner_text()

    def wait_for(self, text: str, within: str = "body") -> None:
        """Wait until this text can be read."""
        self.page.locator(f"{within}:visible").get_by_text(text).first.wait_for()

    def picture(self, name: str) -> None:
        """What is on the screen, into docs/images."""
        IMAGES.mkdir(parents=True, exist_ok=True)
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(600)  # fading dialogs
        self.page.screenshot(path=IMAGES / f"{name}.png")

    def ran_foreign_code(self) -> bool:
        return self.page.evaluate("window.__xss !== undefined")

    def _hear(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and NO_LIVE_UPDATES not in message.text + where:
            self.errors.append(f"{message.text} ({where})")


def traceback_of(page: str) -> list[str]:
    """The lines from Python's traceback on, of an error page."""
    lines = page.splitlines()
    begins = [number for number, line in enumerate(lines) if "Traceback (most" in line]
    return lines[begins[0] : begins[0] + 80] if begins else lines[:80]
