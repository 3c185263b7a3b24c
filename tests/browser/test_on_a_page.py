"""What only a Page on Facebook offers: a comment is hidden, and its author answered in private."""

from __future__ import annotations

from datetime import timedelta

import frappe

from tests.browser.desk import Desk
from tests.fakes.facebook_world import PAGE_NAME
from tests.site.support.make import Make
from tests.site.support.page import open_page
from tests.site.support.worker import Worker

HOUR = timedelta(hours=1)
ASKED = "My order 4711 is late, and you don't answer the phone!"
ANSWER = "We are sorry. To whom shall we send it?"


def test_hiding_and_answering_in_private(
    desk: Desk, make: Make, worker: Worker, allow_loopback: None
) -> None:
    with open_page(make, channel_name="Our Page") as page:
        world = page.server.world
        post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
        comment = world.comment("anna", post, ASKED, ago=HOUR)
        page.read()
        conversation = page.row(f"comment:{comment}").conversation
        desk.log_in(make.agent())
        desk.open("social-conversation", conversation)
        desk.press("Hide", within=".social-post")
        desk.wait_for("friends still see it", within=".modal")
        desk.press("Hide", within=".modal-footer")
        desk.wait_for("hidden on the network", within=".social-post")
        assert world.find(comment).hidden
        desk.press("Show Again", within=".social-post")
        desk.find(".social-post a", has_text="Hide").wait_for()
        assert not world.find(comment).hidden

        desk.press("Reply in Public", within=".social-composer")
        desk.wait_for("/ 8,000", within=".social-counter")
        desk.find(".social-reply textarea").fill(ANSWER)
        desk.press("Reply Privately", within=".social-ways")
        desk.wait_for("/ 2,000", within=".social-counter")
        desk.wait_for("PRIVATE", within=".social-audience")
        desk.press("Send Private Reply", within=".modal-footer")
        desk.wait_for("✓ Sent.", within=".social-result")
        desk.page.keyboard.press("Escape")
        desk.wait_for(ANSWER, within=".social-ours")
        desk.wait_for("private", within=".social-ours")
        desk.wait_for("Replied", within=".social-facts")
        assert [message.text for message in world.written_in("anna")] == [ANSWER]
        desk.press("Reply in Public", within=".social-composer")
        desk.wait_for("one private answer", within=".social-ways")
        assert desk.find(".social-ways button", has_text="Reply Privately").is_disabled()
        frappe.db.rollback()
