"""The Customer's page: the headline, the Social tab, and what one does there."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from tests.browser.desk import Desk
from tests.browser.scene import SERVER, Scene
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for
from tests.site.support.worker import Worker


def open_tab(desk: Desk, customer: str) -> None:
    desk.open("customer", customer)
    desk.press("Open", within=".social-headline")
    desk.find(".social-card").first.wait_for()


def test_the_headline_opens_the_tab(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    desk.open("customer", scene.customer)
    desk.wait_for("2 open social conversations", within=".social-headline")
    desk.wait_for("Social (2)", within=".form-tabs")
    desk.press("Open", within=".social-headline")
    desk.wait_for("I have a roof to finish")
    assert f"@anna@{SERVER}" in desk.text(".social-tab")
    assert "linked automatically" in desk.text(".social-tab")


def test_no_headline_when_nothing_is_open(desk: Desk, scene: Scene, make: Make) -> None:
    quiet = make.customer("Quiet Ltd").name
    make.mail(quiet, "Where is my drill?", on=now_datetime())
    desk.log_in(scene.agent)
    desk.open("customer", quiet)
    desk.wait_for("Where is my drill?", within=".new-timeline")
    desk.wait_for("Social", within=".form-tabs")
    assert desk.find(".social-headline").count() == 0
    desk.press("Social", within=".form-tabs")
    desk.wait_for("No posts of this customer yet")


def test_answering_from_the_tab(desk: Desk, scene: Scene, worker: Worker) -> None:
    desk.log_in(scene.agent)
    open_tab(desk, scene.customer)
    desk.press("Reply in Public", within=".social-card")
    desk.find(".social-reply textarea").fill(scene.words["answer"])
    desk.press("Send Public Reply", within=".modal")
    desk.wait_for("✓ Sent.", within=".social-result")
    said = scene.server.act_as("anna").replies_to(scene.late["id"])
    assert scene.words["answer"].rstrip("!.")[:20] in said[0]["content"]
    assert said[0]["visibility"] == "public"


def test_a_private_post_is_answered_privately(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    open_tab(desk, scene.customer)
    desk.press("Reply Privately", within=".social-card.social-is-private")
    desk.wait_for("PRIVATE", within=".social-reply")
    desk.find(".modal .btn-primary", has_text="Send Private Reply").wait_for()


def test_converting_opens_the_same_issue_twice(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    open_tab(desk, scene.customer)
    desk.press("Convert to Issue", within=".social-card:not(.social-is-private)")
    desk.wait_for("Issue created")
    late = scene.conversation("anna")
    issue = wait_for(lambda: frappe.db.get_value("Social Conversation", late, "issue"))
    desk.open("social-conversation", late)
    desk.press(f"Issue {issue}", within=".social-composer")
    desk.page.wait_for_url(f"**/issue/{issue}")


def test_whoever_has_no_agent_role_asks_support(desk: Desk, scene: Scene, worker: Worker) -> None:
    desk.log_in(scene.rep)
    open_tab(desk, scene.customer)
    assert desk.find("button", has_text="Reply in Public").count() == 0
    desk.press("Ask Support", within=".social-card")
    desk.find(".modal textarea").fill("She is a good customer, please hurry.")
    desk.press("Ask Support", within=".modal")
    desk.wait_for("will be told")
    asked = {"reference_type": "Social Conversation", "allocated_to": scene.agent}
    wait_for(lambda: frappe.db.exists("ToDo", asked), what="the agent's assignment")


def test_unlinking_an_author(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    open_tab(desk, scene.customer)
    desk.press("Unlink", within=".social-tab")
    desk.press("Unlink", within=".modal-footer")
    desk.wait_for("No posts of this customer yet")
    profile = frappe.db.get_value("Social Profile", {"handle": f"anna@{SERVER}"})
    assert not wait_for(
        lambda: frappe.db.get_value("Social Profile", profile, ["customer", "name"])
    )[0]


def test_what_they_bring_stands_beside_what_they_say(desk: Desk, scene: Scene) -> None:
    scene.anna_bought()
    desk.log_in(scene.agent)
    open_tab(desk, scene.customer)
    assert "48,208" in desk.text(".social-customer-card")
    assert "top 5 % customer" in desk.text(".social-customer-card")
    assert "bought: Drill D-200" in desk.text(".social-card .social-bought")
    late = scene.conversation("anna")
    desk.open("social-conversation", late)
    desk.wait_for("overdue", within=".social-customer-card")
    assert "1,310" in desk.text(".social-late")
    issue = frappe.db.get_value("Issue", {"customer": scene.customer})
    desk.open("issue", issue)
    desk.wait_for("wrote on Mastodon")
