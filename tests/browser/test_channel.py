"""The channel's form: connecting, reading, adding a post by hand."""

from __future__ import annotations

import frappe

from tests.browser.desk import Desk
from tests.browser.scene import SERVER, Scene
from tests.site.support.waiting import wait_for
from tests.site.support.worker import Worker


def test_connection_and_health(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.manager)
    desk.open("social-channel", scene.channel)
    desk.find(".social-health").wait_for()
    desk.wait_for("Connected as", within=".social-connect")
    desk.press("Enter Tokens by Hand", within=".social-connect")
    desk.wait_for("Preferences", within="[data-fieldname=access_token] .help-box")
    desk.press("Test Connection")
    desk.wait_for(f"@shop@{SERVER}", within=".modal")


def test_reading_now(desk: Desk, scene: Scene, worker: Worker) -> None:
    scene.server.act_as("boris").post("@shop Do you repair old drills?")
    desk.log_in(scene.manager)
    desk.open("social-channel", scene.channel)
    desk.press("Read Now")
    desk.wait_for("1 new", within=".modal")


def test_a_post_added_by_hand(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    desk.open("social-channel", scene.channel)
    desk.press("Add Post")
    link = f"https://{SERVER}/@greta/112233445566"
    desk.find(".modal input[data-fieldname=link]").fill(link)
    desk.find(".modal input[data-fieldname=author]").fill(f"greta@{SERVER}")
    desk.find(".modal textarea[data-fieldname=text]").fill("Is the D-200 in stock again?")
    desk.press("Add Post", within=".modal-footer")
    desk.wait_for("Is the D-200 in stock again?", within=".social-post")
    wait_for(lambda: frappe.db.exists("Social Interaction", {"added_by_hand": 1}))
