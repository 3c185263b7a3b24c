"""A Facebook Page from end to end: what people write there, and our answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest

from social_support.conversations import channels
from social_support.replies import compose
from tests.fakes.facebook import APP_SECRET, PAGE_TOKEN
from tests.fakes.facebook_world import PAGE_NAME
from tests.site.ingestion.network import read
from tests.site.support.page import open_page
from tests.site.support.shop import Shop

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(make, allow_loopback) -> Iterator[Shop]:
    with open_page(make) as page:
        yield page


def test_what_people_write_on_a_page_is_stored_and_answered(shop: Shop, make, worker):
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
    anna = world.comment("anna", post, "Does it drill stone?", ago=HOUR)
    boris = world.comment("boris", post, "And wood?", above=anna, ago=HOUR / 2)
    visitor = world.post("clara", "Where is my order?", ago=HOUR)
    message = world.message("anna", "Order 5, please", ago=HOUR)
    world.review("boris", "Good tools", ago=HOUR)
    world.unnamed.add("stranger")
    unnamed = world.comment("stranger", post, "Mine broke", ago=HOUR)
    shop.read()

    assert channels.load(shop.channel.name).handle == "borova"
    rows = {name: shop.row(f"comment:{name}") for name in (anna, boris, unnamed)}
    assert [row.thread_id for row in rows.values()] == [post] * 3
    assert len({row.conversation for row in rows.values()}) == 3
    assert rows[boris].parent_id == f"comment:{anna}"
    own = shop.row(post)
    assert (own.direction, own.conversation) == ("Outgoing", None)
    (review,) = shop.rows(kind="Review")
    assert (review.rating, review.can_reply) == (5, 0)
    assert "recommendation" in compose.compose(review.name)["refusal"]
    private = shop.row(f"message:{message}")
    assert (private.visibility, private.kind) == ("Private", "Direct Message")

    public = shop.answer(rows[anna].name, "It does")
    to_visitor = shop.answer(shop.row(visitor).name, "On its way")
    sent = shop.answer(private.name, "It is on its way")
    assert {row.status for row in (public, to_visitor, sent)} == {"Sent"}
    assert [one.text for one in world.below(anna) if one.author == PAGE_NAME] == ["It does"]
    assert [one.text for one in world.below(visitor)] == ["On its way"]
    assert [m.text for m in world.written_in("anna")] == ["It is on its way", "Order 5, please"]
    before = len(shop.rows())
    shop.read()
    assert len(shop.rows()) == before
    statuses = {
        frappe.db.get_value("Social Conversation", row.conversation, "status")
        for row in (rows[anna], shop.row(visitor), private)
    }
    assert statuses == {"Replied"}


def test_what_is_written_later_is_read_once(shop: Shop):
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
    first = world.comment("anna", post, "Does it drill stone?", ago=HOUR)
    shop.read()
    second = world.comment("anna", post, "Hello?", above=first)
    by_hand = world.comment(PAGE_NAME, post, "It does", above=first)
    world.edit(first, "Does it drill stone and steel?")
    shop.read()
    row = shop.row(f"comment:{first}")
    assert row.text == "Does it drill stone and steel?"
    assert shop.row(f"comment:{second}").conversation == row.conversation
    answer = shop.row(f"comment:{by_hand}")
    assert (answer.direction, answer.conversation) == ("Outgoing", row.conversation)
    world.delete(second)
    names = [row.name for row in shop.rows()]
    frappe.db.set_value("Social Interaction", {"name": ("in", names)}, "checked_at_utc", None)
    shop.read()
    assert shop.row(f"comment:{second}").deleted
    assert not shop.row(f"comment:{first}").deleted


def test_no_secret_is_shown_where_the_channel_is(shop: Shop):
    shop.server.refused = 463
    read(shop.channel.name)
    errors = frappe.get_all("Social Stream State", {"channel": shop.channel.name}, "last_error")
    assert any("expired" in (row.last_error or "") for row in errors)
    logs = frappe.get_all("Social Sync Log", {"channel": shop.channel.name}, "*")
    told = frappe.as_json([errors, logs, frappe.get_doc("Social Channel", shop.channel.name)])
    assert not [secret for secret in (APP_SECRET, PAGE_TOKEN) if secret in told]
