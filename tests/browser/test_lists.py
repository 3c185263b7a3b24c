"""The list of conversations: filters and actions on many."""

from __future__ import annotations

import frappe

from tests.browser.desk import Desk
from tests.browser.scene import Scene
from tests.site.support.waiting import wait_for


def of_channel(scene: Scene, status: str) -> list[str]:
    filters = {"channel": scene.channel, "status": status}
    return frappe.get_all("Social Conversation", filters=filters, pluck="name")


def test_quick_filters(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    desk.open("social-conversation")
    desk.wait_for("Third day without", within=".result")
    desk.press("Mine", within=".page-actions")
    desk.wait_for("No Social Conversation found", within=".frappe-list")
    desk.press("Unassigned", within=".page-actions")
    desk.wait_for("Third day without", within=".result")
    desk.wait_for("due in", within=".result")


def test_closing_many_at_once(desk: Desk, scene: Scene) -> None:
    scene.others_write()
    desk.log_in(scene.agent)
    frappe.db.commit()
    count = len(of_channel(scene, "Open"))
    desk.open("social-conversation")
    desk.page.goto(f"{desk.url}/app/social-conversation?channel={scene.channel}")
    desk.wait_for("Third day without", within=".result")
    desk.find(".list-check-all").first.check()
    desk.press("Actions", within=".page-actions")
    desk.press("Close", within=".actions-btn-group .dropdown-menu")
    desk.press("Close", within=".modal-footer")
    wait_for(lambda: len(of_channel(scene, "Closed")) == count, what="all of them closed")
