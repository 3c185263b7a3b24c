"""What others wrote below our posts is hidden, and shown again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest

from social_support.api import conversations as api
from social_support.api import replies
from social_support.conversations import channels, clock
from tests.fakes.facebook_world import PAGE_NAME
from tests.site.support.page import open_page
from tests.site.support.shop import Shop

HOUR = timedelta(hours=1)


@pytest.fixture
def page(make, allow_loopback) -> Iterator[Shop]:
    with open_page(make) as page:
        world = page.server.world
        post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
        world.comment("boris", post, "Rubbish", ago=HOUR)
        world.post("clara", "Where is my order?", ago=HOUR)
        page.read()
        yield page


def test_it_is_hidden_and_shown_again_once_each(page: Shop, make):
    [comment], [visitor] = page.rows(kind="Comment"), page.rows(kind="Post", direction="Incoming")
    there = page.server.world.find(comment.external_id.removeprefix("comment:"))
    thread = api.thread(comment.conversation)
    assert [post["can_hide"] for post in thread["posts"]] == [True]
    assert "friends" in thread["hiding"]

    agent = make.agent()
    for act, hidden in ((replies.hide, True), (replies.show_again, False), (replies.hide, True)):
        with make.as_user(agent):
            # Two clicks are one.
            act(comment.name)
            act(comment.name)
        frappe.db.commit()
        assert there.hidden is hidden
        assert page.row(comment.external_id).hidden_on_network == hidden
    conversation = {"reference_name": comment.conversation, "comment_type": "Info"}
    notes = frappe.get_all("Comment", conversation, ["owner", "content"], order_by="creation")
    hid, showed = "hid a comment on the network", "showed a comment on the network again"
    assert [(note.owner, note.content) for note in notes] == [
        (agent, words) for words in (hid, showed, hid)
    ]
    # It still waits for an answer.
    assert frappe.db.get_value("Social Conversation", comment.conversation, "status") == "Open"

    # A page that was fetched before says otherwise: what stands there is looked at again, soon.
    frappe.db.set_value("Social Interaction", comment.name, "hidden_on_network", 0)
    changes = {"channel": page.channel.name, "stream": "Changes"}
    due = frappe.db.get_value("Social Stream State", changes, "next_run_utc")
    assert due <= clock.utc_now()
    page.read()
    assert page.row(comment.external_id).hidden_on_network

    # What somebody does on the network itself is seen when the post is looked at again.
    there.hidden = False
    names = [row.name for row in page.rows()]
    frappe.db.set_value("Social Interaction", {"name": ("in", names)}, "checked_at_utc", None)
    page.read()
    assert not page.row(comment.external_id).hidden_on_network

    with pytest.raises(frappe.ValidationError, match="below your posts"):
        replies.hide(visitor.name)


def test_a_refusal_is_said_in_words(page: Shop):
    """By the channel, which may not send now, and by the network."""
    [comment] = page.rows(kind="Comment")
    there = page.server.world.find(comment.external_id.removeprefix("comment:"))
    for fields in ({"mode": "Listen Only"}, {"mode": "Listen and Reply", "pause_sending": 1}):
        frappe.db.set_value("Social Channel", page.channel.name, fields)
        reason = channels.why_not_sending(channels.load(page.channel.name))
        with pytest.raises(frappe.ValidationError) as refused:
            replies.hide(comment.name)
        assert str(refused.value) == reason
    frappe.db.set_value("Social Channel", page.channel.name, "pause_sending", 0)
    page.server.scopes = tuple(s for s in page.server.scopes if s != "pages_manage_engagement")
    with pytest.raises(frappe.ValidationError, match="pages_manage_engagement"):
        replies.hide(comment.name)
    page.server.refuse("/", 500, {})
    with pytest.raises(frappe.ValidationError, match="twice does no harm"):
        replies.hide(comment.name)
    assert not there.hidden
    assert not page.row(comment.external_id).hidden_on_network
