"""The author's form: erase, export, block, and what it says of an author who was erased."""

from __future__ import annotations

import frappe
import pytest

from social_support.privacy import requests
from tests.browser.desk import Desk
from tests.browser.scene import LANGUAGES, SERVER, Scene
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for
from tests.site.support.worker import Worker

SHOWN = {
    "en": {
        "menu": "Erase This Person",
        "block": "Block",
        "erase": "Erase for Good",
        "erased": "This author was erased",
        "blocked": "Blocked until",
    },
    "bg": {
        "menu": "Заличи това лице",
        "block": "Блокирай",
        "erase": "Заличи завинаги",
        "erased": "Този автор е заличен",
        "blocked": "Блокиран до",
    },
}


@pytest.fixture(params=LANGUAGES)
def shop(request: pytest.FixtureRequest, make: Make, server, web) -> Scene:
    scene = Scene(make, server, request.param)
    scene.open_shop()
    scene.anna_writes()
    return scene


def test_a_person_is_blocked_and_erased(desk: Desk, shop: Scene, make: Make, worker: Worker):
    words, language = SHOWN[shop.language], shop.language
    profile = frappe.db.get_value("Social Profile", {"handle": f"anna@{SERVER}"})
    make.cleanup.call(lambda: forget(profile))
    desk.log_in(shop.manager)
    desk.open("social-profile", profile)
    choose(desk, words["block"])
    desk.press(words["block"], within=".modal-footer")
    desk.wait_for(words["blocked"], within=".form-message")

    choose(desk, words["menu"])
    desk.find(".modal input[data-fieldname=handle]").wait_for()
    desk.picture(f"erase-{language}")
    desk.find(".modal input[data-fieldname=handle]").fill(f"@anna@{SERVER}")
    desk.press(words["erase"], within=".modal-footer")
    desk.wait_for(words["erased"], within=".form-message")
    wait_for(lambda: frappe.db.get_value("Social Profile", profile, "handle") == "[erased]")
    conversation = frappe.db.get_value("Social Conversation", {"profile": profile})
    desk.open("social-conversation", conversation)
    desk.find(".social-post").first.wait_for()
    desk.picture(f"erased-conversation-{language}")


def choose(desk: Desk, label: str) -> None:
    """From the form's menu."""
    desk.find(".menu-btn-group button").first.click()
    desk.find(".menu-btn-group .menu-item-label").get_by_text(label, exact=True).first.click()
    desk.find(".modal .modal-footer").first.wait_for()


def forget(profile: str) -> None:
    frappe.db.delete(requests.DOCTYPE, {"profile": profile})
    frappe.db.delete("Social Profile", {"handle": "[erased]"})
