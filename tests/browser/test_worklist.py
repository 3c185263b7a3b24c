"""Possible matches, one after the other, with the keyboard; and the pages of Leads and Contacts."""

from __future__ import annotations

import frappe
import pytest

from social_support.customers.suggestions import OPEN, keys_of
from tests.browser.desk import Desk
from tests.browser.scene import LANGUAGES, SERVER, Scene
from tests.fakes.mastodon import MastodonServer
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for

SAID = {
    "en": {
        "yes": "is Weiss Hotels",
        "no": "is not Iliev Roofing",
        "left": "1 waits",
        "none": "Nothing waits for a decision",
        "undo": "Undone",
    },
    "bg": {
        "yes": "е Weiss Hotels",
        "no": "не е Iliev Roofing",
        "left": "1 чака",
        "none": "Нищо не чака решение",
        "undo": "Отменено",
    },
}
WORDS = {
    "en": "The website {0} in the profile: it belongs to {1}.",
    "bg": "Уебсайтът {0} в профила: той е на {1}.",
}


@pytest.fixture(params=LANGUAGES)
def shop(request: pytest.FixtureRequest, make: Make, server: MastodonServer) -> Scene:
    scene = Scene(make, server, request.param)
    scene.open_shop()
    scene.others_write()
    return scene


def profile(username: str) -> str:
    return frappe.db.get_value("Social Profile", {"handle": f"{username}@{SERVER}"}, "name")


def suggest(shop: Scene, username: str, customer: str, website: str, score: int) -> str:
    """An open match that says why."""
    author = profile(username)
    frappe.db.delete("Social Link Suggestion", {"profile": author})
    evidence = WORDS[shop.language].format(website, customer)
    row = {"profile": author, "customer": customer, "evidence": evidence, "score": score}
    known = {"decision": OPEN, "basis": "Public Profile", **keys_of(author, customer)}
    doc = frappe.get_doc({"doctype": "Social Link Suggestion", **row, **known})
    return doc.insert(ignore_permissions=True).name


def decision_on(suggestion: str) -> str:
    frappe.db.rollback()
    return frappe.db.get_value("Social Link Suggestion", suggestion, "decision")


def test_the_worklist_is_cleared_with_the_keyboard(desk: Desk, shop: Scene, make: Make) -> None:
    said = SAID[shop.language]
    hotels = make.customer(customer_name="Weiss Hotels", website="weiss-hotels.example").name
    roofing = make.customer(customer_name="Iliev Roofing", website="iliev.example").name
    frappe.db.set_value("Social Profile", profile("clara"), "bio", "weiss-hotels.example")
    first = suggest(shop, "clara", hotels, "weiss-hotels.example", 10_002)
    second = suggest(shop, "dimitar", roofing, "iliev.example", 10_001)
    desk.log_in(shop.agent)
    desk.open("possible-matches")
    desk.find(".social-match").first.wait_for()
    desk.wait_for("Weiss Hotels", within=".social-match")
    desk.picture(f"worklist-{shop.language}")
    desk.page.keyboard.press("y")
    desk.wait_for(said["yes"], within=".social-last")
    desk.wait_for("Iliev Roofing", within=".social-match")
    wait_for(lambda: decision_on(first) == "Accepted", what="the first answer")
    assert frappe.db.get_value("Social Profile", profile("clara"), "customer") == hotels
    desk.page.keyboard.press("n")
    desk.wait_for(said["no"], within=".social-last")
    wait_for(lambda: decision_on(second) == "Rejected", what="the second answer")
    desk.page.keyboard.press("u")
    desk.wait_for("Iliev Roofing", within=".social-match")
    wait_for(lambda: decision_on(second) == "Open", what="the answer taken back")
    desk.page.keyboard.press("s")
    desk.find("[data-action=again]").wait_for()
    desk.find("[data-action=again]").click()
    desk.wait_for("Iliev Roofing", within=".social-match")
    desk.page.keyboard.press("n")
    desk.wait_for(said["none"], within=".social-worklist")
    wait_for(lambda: decision_on(second) == "Rejected", what="the last answer")


def test_a_lead_is_made_of_an_author_and_has_the_tab(desk: Desk, scene: Scene, make: Make) -> None:
    scene.others_write()
    clara = profile("clara")
    desk.log_in(scene.agent)
    desk.open("social-profile", clara)
    desk.press("Create", within=".page-actions")
    desk.press("Lead", within=".page-actions .dropdown-menu")
    desk.find(".modal input[data-fieldname=first_name]").wait_for()
    assert desk.find(".modal input[data-fieldname=last_name]").input_value() == "Weiss"
    desk.picture("new-lead-en")
    desk.press("Create", within=".modal-footer")
    lead = wait_for(lambda: linked(clara, "lead"), what="the new lead")
    make.cleanup.doc("Lead", lead)
    desk.wait_for("linked to", within=".social-decision")
    desk.picture("author-en")
    desk.open("lead", lead)
    desk.press("Open", within=".social-headline")
    desk.find(".social-card").first.wait_for()
    desk.picture("lead-en")
    contact = frappe.db.get_value("Contact", {"first_name": "Anna", "last_name": "Petrova"})
    desk.open("contact", contact)
    desk.press("Open", within=".social-headline")
    desk.find(".social-card").first.wait_for()
    desk.picture("contact-en")
    desk.press("Unlink", within=".social-tab")
    desk.press("Unlink", within=".modal-footer")
    desk.wait_for("No posts of this contact yet")
    desk.press("Undo", within=".desk-alert")
    desk.find(".social-card").first.wait_for()


def linked(author: str, column: str) -> str | None:
    frappe.db.rollback()
    return frappe.db.get_value("Social Profile", author, column)


def test_the_search_finds_authors_by_handle(desk: Desk, scene: Scene) -> None:
    desk.log_in(scene.agent)
    desk.open("customer", scene.customer)
    desk.wait_for("open social conversations", within=".social-headline")
    desk.find("#navbar-search").fill("@anna")
    desk.wait_for("Search for", within=".awesomplete")
    desk.page.keyboard.press("Enter")
    desk.wait_for(f"@anna@{SERVER}", within=".search-results")
