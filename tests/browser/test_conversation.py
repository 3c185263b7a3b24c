"""The conversation's form: reading it, and every button on it."""

from __future__ import annotations

import frappe
import pytest

from tests.browser.desk import Desk
from tests.browser.scene import HALF_A_TAG, HOSTILE, Scene
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for
from tests.site.support.worker import Worker


@pytest.fixture
def late(desk: Desk, scene: Scene) -> str:
    """Anna's complaint, on the screen of an agent."""
    name = scene.conversation("anna")
    desk.log_in(scene.agent)
    desk.open("social-conversation", name)
    desk.wait_for("I have a roof to finish", within=".social-post")
    return name


def status(conversation: str) -> str:
    return frappe.db.get_value("Social Conversation", conversation, "status")


def becomes(conversation: str, expected: str) -> None:
    wait_for(lambda: status(conversation) == expected, what=f"{conversation} {expected}")


def test_what_it_shows(desk: Desk, scene: Scene, late: str) -> None:
    assert "Open" in desk.text(".social-facts")
    assert "due in" in desk.text(".social-facts")
    assert "edited" in desk.text(".social-post")
    assert "Petrova Ltd" in desk.text(".social-aside")
    desk.press("Earlier texts (1)")
    desk.wait_for("Third day without my drill. The order", within=".social-revision")
    assert desk.find(".primary-action", has_text="Save").count() == 0


def test_hold_close_reopen(desk: Desk, scene: Scene, late: str) -> None:
    desk.press("Hold", within=".social-head")
    desk.press("Hold", within=".modal-footer")
    becomes(late, "On Hold")
    desk.press("Close", within=".social-head")
    desk.press("Solved", within=".dropdown-menu")
    desk.wait_for("Solved", within=".social-facts")
    becomes(late, "Closed")
    desk.press("Reopen", within=".social-head")
    desk.wait_for("Open", within=".social-facts")
    becomes(late, "Open")


def test_assigning(desk: Desk, scene: Scene, late: str) -> None:
    desk.wait_for("nobody assigned", within=".social-facts")
    desk.press("Assign", within=".social-head")
    desk.press("Assign", within=".modal-footer")
    desk.wait_for("Ana", within=".social-facts")
    assert scene.agent in wait_for(
        lambda: frappe.db.get_value("Social Conversation", late, "_assign")
    )


def test_answering(desk: Desk, scene: Scene, late: str, worker: Worker) -> None:
    desk.press("Reply in Public", within=".social-composer")
    desk.wait_for("PUBLIC", within=".social-reply")
    desk.wait_for("/ 500", within=".social-counter")
    desk.find(".social-reply textarea").fill(scene.words["answer"])
    desk.press("Send Public Reply", within=".modal")
    desk.wait_for("✓ Sent.", within=".social-result")
    desk.page.keyboard.press("Escape")
    desk.wait_for(scene.words["answer"], within=".social-ours")
    desk.wait_for("Replied", within=".social-facts")


def test_a_text_that_is_too_long_cannot_be_sent(desk: Desk, scene: Scene, late: str) -> None:
    desk.press("Reply in Public", within=".social-composer")
    desk.find(".social-reply textarea").fill("x" * 501)
    desk.find(".social-over").wait_for()
    assert desk.find(".modal .btn-primary", has_text="Send Public Reply").is_disabled()


def test_a_reply_that_failed_is_tried_again(
    desk: Desk, scene: Scene, late: str, worker: Worker
) -> None:
    refusal = {"status": 422, "body": {"error": "Validation failed"}}
    scene.server.fault("status", path="/api/v1/statuses", **refusal)
    desk.press("Reply in Public", within=".social-composer")
    desk.find(".social-reply textarea").fill(scene.words["answer"])
    desk.press("Send Public Reply", within=".modal")
    desk.wait_for("Failed", within=".social-result")
    scene.server.heal()
    desk.press("Try Again", within=".social-result")
    desk.wait_for("✓ Sent.", within=".social-result")


def test_a_channel_that_only_listens_refuses_in_words(desk: Desk, scene: Scene, late: str) -> None:
    frappe.db.set_value("Social Channel", scene.channel, "mode", "Listen Only")
    frappe.db.commit()
    desk.press("Reply in Public", within=".social-composer")
    desk.find(".social-reply .social-refusal").wait_for()
    assert desk.find(".social-reply textarea").count() == 0


def test_answered_on_the_network(desk: Desk, scene: Scene, late: str) -> None:
    desk.press("I Answered on the Network")
    desk.press("Yes", within=".modal")
    becomes(late, "Replied")
    desk.wait_for("Replied", within=".social-facts")


def test_linking_by_hand(desk: Desk, scene: Scene, make: Make) -> None:
    scene.others_write()
    clara = scene.conversation("clara")
    desk.log_in(scene.agent)
    desk.open("social-conversation", clara)
    desk.press("Link This Author", within=".social-aside")
    # The dialog has the focus once it is open: what was typed before would lose its list.
    desk.page.locator(".modal select[data-fieldname=doctype]:focus").wait_for()
    desk.find(".modal input[data-fieldname=party]").fill(scene.customer)
    desk.page.locator(".modal .awesomplete li:visible").first.click()
    desk.press("Link", within=".modal-footer")
    desk.wait_for(scene.customer, within=".social-customer")


@pytest.mark.parametrize("text", [HOSTILE, HALF_A_TAG])
def test_a_hostile_post_stays_text(desk: Desk, scene: Scene, text: str) -> None:
    scene.somebody_hostile_writes(text)
    conversation = scene.conversation("dimitar")
    post = frappe.db.get_value("Social Conversation", conversation, "last_inbound")
    profile = frappe.db.get_value("Social Conversation", conversation, "profile")
    desk.log_in(scene.agent)
    for route in (
        ("social-conversation", conversation),
        ("social-conversation",),
        ("social-interaction", post),
        ("social-interaction",),
        ("social-profile", profile),
        ("social-profile",),
    ):
        desk.open(*route)
        desk.wait_for("dimitar", within=".page-container")
        desk.page.wait_for_timeout(700)  # a picture that fails needs a moment to run its code
        assert not desk.ran_foreign_code(), route
    desk.open("social-conversation", conversation)
    desk.wait_for(text.split(">")[0][:24], within=".social-post")
    assert desk.page.locator(".social-post img").count() == 0
