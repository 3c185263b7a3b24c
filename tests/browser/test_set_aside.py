"""Posts that could not be stored, tried again at the Desk."""

from __future__ import annotations

import frappe

from social_support.ingestion import sync_log
from tests.browser.desk import Desk
from tests.browser.scene import HALF_A_TAG
from tests.site.ingestion.network import account
from tests.site.support.make import Make

STATUS = {
    "id": "12",
    "created_at": "2026-01-05T10:00:00Z",
    "content": "<p>Third day without my drill</p>",
    "visibility": "public",
    "url": "https://example.social/@anna/12",
    "account": account("anna"),
}


def test_one_form_and_a_whole_list(desk: Desk, make: Make, allow_loopback: None) -> None:
    channel = make.channel(channel_name="Shop on Mastodon")
    for raw in (STATUS | {"account": None}, STATUS):
        sync_log.set_aside(channel, "Mentions", raw, "The post has no author.")
    logs = {"channel": channel.name, "status": "Set Aside"}
    names = frappe.get_all("Social Sync Log", logs, pluck="name", order_by="name")
    desk.log_in(make.manager())
    desk.open("social-sync-log", names[0])
    desk.press("Try Again", within=".page-actions")
    desk.wait_for("What Came of the Retry", within=".form-page")
    desk.picture("set-aside-en")
    desk.open("social-sync-log")
    desk.wait_for("Set Aside", within=".result")
    desk.find(".list-check-all").first.check()
    desk.press("Actions", within=".page-actions")
    desk.press("Try Again", within=".actions-btn-group .dropdown-menu")
    desk.wait_for("1 of 2 posts are stored", within=".msgprint")
    frappe.db.rollback()
    stored = frappe.db.count("Social Interaction", {"channel": channel.name})
    assert stored == 1


def test_what_the_network_said_is_no_markup(desk: Desk, make: Make) -> None:
    channel = make.channel(channel_name="Shop on Mastodon")
    sync_log.set_aside(channel, "Mentions", STATUS, "The post has no author.")
    desk.log_in(make.manager())
    for doctype, field in (
        ("Social Sync Log", "retry_result"),
        ("Social Stream State", "back_place"),
    ):
        name = frappe.get_all(doctype, {"channel": channel.name}, pluck="name")[0]
        frappe.db.set_value(doctype, name, field, HALF_A_TAG)
        frappe.db.commit()
        desk.open(frappe.scrub(doctype).replace("_", "-"), name)
        desk.wait_for("<img src=x", within=f'.form-page [data-fieldname="{field}"]')
        assert not desk.ran_foreign_code()
