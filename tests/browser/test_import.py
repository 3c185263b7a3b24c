"""Places without a connector: the address to push to, and a file that is looked at and imported."""

from __future__ import annotations

import frappe

from tests.browser.desk import Desk
from tests.site.support.make import Make
from tests.site.support.removal import remove
from tests.site.support.waiting import wait_for
from tests.site.support.worker import Worker

FILE = """Author,Message,When
greta,Is the D-200 in stock again?,2026-11-02 09:30
<img src=x onerror="window.__xss=1">,"<b>Bold</b>, she said",02.11.2026 10:00
greta,When?,yesterday
"""


def test_a_file_becomes_posts(desk: Desk, make: Make, worker: Worker) -> None:
    channel = make.channel(
        network="webhook",
        server_url="https://reviews.example.com",
        access_token="",
        app_secret="a-secret-that-is-long-enough-for-it",
        streams=(),
    )
    make.cleanup.call(lambda: forget_files(channel.name))
    desk.log_in(make.manager())
    desk.open("social-channel", channel.name)
    desk.wait_for("Nothing has been pushed yet", within="[data-fieldname=push_html]")
    assert desk.find(".page-actions button", has_text="Read Now").count() == 0
    desk.wait_for("push.receive?network=webhook", within="[data-fieldname=push_html]")
    desk.find(".menu-btn-group").first.click()
    desk.press("Import Posts", within=".menu-btn-group .dropdown-menu")
    desk.page.set_input_files(
        ".modal input[type=file]",
        {"name": "reviews.csv", "mimeType": "text/csv", "buffer": FILE.encode()},
    )
    desk.press("Upload", within=".modal-footer")
    # "When" is no heading that we know: the person says what it is.
    desk.wait_for("Say which column holds: Posted On", within=".modal")
    desk.find(".modal select[data-fieldname=posted_on]").select_option(label="When")
    desk.wait_for("2 will be stored", within=".modal")
    desk.wait_for("When is no date: yesterday", within=".modal")
    desk.press("Import 2 Posts", within=".modal-footer")
    desk.wait_for("Posts stored: 2. Known before: 0. Rows left out: 1", within=".modal")
    desk.wait_for("Download the rows that were left out", within=".modal")
    wait_for(lambda: frappe.db.count("Social Interaction", {"channel": channel.name}) == 2)
    assert not desk.ran_foreign_code()


def forget_files(channel: str) -> None:
    names = frappe.get_all("File", {"attached_to_name": channel}, pluck="name")
    names += frappe.get_all("File", {"file_name": ("like", "reviews%.csv")}, pluck="name")
    for name in set(names):
        remove("File", name)
