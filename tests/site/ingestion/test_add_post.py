"""A post that a person adds is the post that a poll brings."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from social_support.ingestion import streams
from social_support.ingestion.add_post import add_post
from tests.site.ingestion.network import read, texts


@pytest.fixture
def channel(connect):
    channel = connect()
    read(channel.name)
    return channel


def here(network, status):
    """The link to a status as the channel's own server shows it."""
    return f"https://example.social/@anna/{status['id']}"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_by_hand_and_then_by_a_poll(network, channel, elsewhere):
    status = network.write("Where is it?")
    if elsewhere:
        status["url"] = "https://other.social/@anna/1"
    link = status["url"]
    conversation = add_post(channel.name, link, "Where is it?", "@anna")
    read(channel.name)
    assert texts(channel.name) == ["Where is it?"]
    assert frappe.db.get_value("Social Conversation", conversation, "channel") == channel.name


@pytest.mark.parametrize("elsewhere", [False, True])
def test_by_a_poll_and_then_by_hand(network, channel, elsewhere):
    status = network.write("Where is it?")
    if elsewhere:
        status["url"] = "https://other.social/@anna/1"
    read(channel.name)
    conversation = add_post(channel.name, status["url"], "typed otherwise", "@anna")
    assert texts(channel.name) == ["Where is it?"]
    assert frappe.db.exists("Social Conversation", conversation)


def test_the_network_s_words_and_author_count(network, channel):
    status = network.write("as it stands there")
    add_post(channel.name, here(network, status), "as somebody typed it", "somebody")
    assert texts(channel.name) == ["as it stands there"]
    profile = frappe.db.get_value("Social Interaction", {"channel": channel.name}, "profile")
    assert frappe.db.get_value("Social Profile", profile, "handle") == "anna@example.social"


def test_what_the_network_does_not_show_is_kept_as_typed(channel):
    link = "https://example.social/@anna/987654"
    conversation = add_post(channel.name, link, "  seen by me  ", "@anna@example.social")
    assert texts(channel.name) == ["seen by me"]
    row = frappe.get_doc("Social Interaction", {"channel": channel.name})
    assert (row.added_by_hand, row.external_id, row.conversation) == (1, "987654", conversation)


def test_somebody_of_the_same_name_is_not_the_author(make):
    """On Facebook a name stands in place of a handle."""
    secrets = {"app_key": "1", "app_secret": "s", "access_token": "t"}
    channel = make.channel(network="facebook", streams=[("Feed", "")], **secrets)
    name = make.unique("Ivan")
    known = make.profile(name, network="facebook", external_key=make.unique("another Ivan"))
    frappe.db.commit()
    add_post(channel.name, "https://www.facebook.com/borova/posts/7", "help", name)
    row = frappe.get_doc("Social Interaction", {"channel": channel.name})
    assert row.profile != known


def test_adding_twice_is_adding_once(channel):
    link = "https://forum.example/topic/7"
    first = add_post(channel.name, link, "help", "anna")
    assert add_post(channel.name, link, "help!", "anna") == first
    assert texts(channel.name) == ["help"]


def test_the_time_is_the_site_s_and_never_to_come(channel):
    then = now_datetime() - timedelta(hours=5)
    add_post(channel.name, "https://forum.example/1", "then", "anna", then)
    add_post(channel.name, "https://forum.example/2", "soon", "anna", then + timedelta(days=9))
    rows = frappe.get_all("Social Interaction", {"channel": channel.name}, ["text", "posted_on"])
    when = {row.text: row.posted_on for row in rows}
    assert abs(when["then"] - then) < timedelta(seconds=1)
    assert when["soon"] <= now_datetime()


def test_an_off_channel_asks_nobody(network, channel):
    channel.reload()
    channel.mode = "Off"
    channel.save()
    frappe.db.commit()
    asked = len(network.seen)
    add_post(channel.name, "https://example.social/@anna/555", "seen", "anna")
    assert len(network.seen) == asked
    assert texts(channel.name) == ["seen"]


@pytest.mark.parametrize(
    ("link", "text", "author"),
    [
        ("javascript:alert(1)", "text", "anna"),
        ("", "text", "anna"),
        ("https://forum.example/1", "  ", "anna"),
        ("https://forum.example/1", "text", " @ "),
        ("https://forum.example/1", "x" * 200_001, "anna"),
    ],
)
def test_what_is_missing_is_said(channel, link, text, author):
    with pytest.raises(frappe.ValidationError):
        add_post(channel.name, link, text, author)
    assert texts(channel.name) == []


def test_what_our_account_can_t_see_is_not_erased(network, channel):
    link = "https://example.social/@anna/987654"
    add_post(channel.name, link, "seen by me", "@anna@example.social")
    network.answer("/api/v1/statuses/987654", b"{}", 404)
    read(channel.name)
    assert texts(channel.name) == ["seen by me"]


def test_what_nobody_could_look_up_is_not_answered_in_public(network, channel):
    network.answer("/api/v1/statuses/987654", b"{}", 503)
    link = "https://example.social/@anna/987654"
    add_post(channel.name, link, "in private", "@anna@example.social", visibility="Private")
    row = frappe.get_doc("Social Interaction", {"channel": channel.name})
    assert (row.text, row.visibility, row.can_reply) == ("in private", "Private", 0)


def test_a_visibility_that_does_not_exist_is_refused(channel):
    with pytest.raises(frappe.ValidationError, match="Public or Private"):
        add_post(channel.name, "https://forum.example/1", "text", "anna", visibility="Secret")


def test_what_we_wrote_opens_no_conversation(channel):
    handle = frappe.db.get_value("Social Channel", channel.name, "handle")
    with pytest.raises(frappe.ValidationError, match="own"):
        add_post(channel.name, "https://forum.example/1", "ours", f"@{handle}")
    row = frappe.get_doc("Social Interaction", {"channel": channel.name})
    assert (row.direction, row.conversation) == ("Outgoing", None)


def test_a_post_that_is_there_under_its_id_stops_no_stream(network, channel):
    status = network.write("once")
    status["url"] = "https://other.social/@anna/1"
    add_post(channel.name, status["url"], "once", "@anna")
    row = frappe.get_doc("Social Interaction", {"channel": channel.name})
    read(channel.name)
    by_id = frappe.db.get_value("Social Interaction", row.name, "external_key")
    assert by_id != row.external_key
    row.db_set({"external_id": row.permalink, "external_key": row.external_key})
    copy = frappe.copy_doc(row)
    copy.update({"external_id": status["id"], "external_key": by_id})
    copy.insert(ignore_permissions=True)
    frappe.db.commit()
    network.write("the next one")
    streams.start_over(channel.name)
    frappe.db.commit()
    read(channel.name)
    assert "the next one" in texts(channel.name)
