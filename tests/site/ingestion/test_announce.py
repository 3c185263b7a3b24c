"""Who is told of what, once."""

import frappe
import pytest

from social_support.ingestion import announce as telling
from social_support.ingestion import streams
from tests.site.ingestion.network import read, state


def told(user: str) -> list[dict]:
    return frappe.get_all(
        "Notification Log",
        {"for_user": user},
        ["subject", "document_type", "document_name", "type"],
    )


@pytest.fixture
def agent(make):
    return make.agent()


@pytest.fixture
def channel(make, connect, agent):
    return connect(team=make.user_group(agent), channel_name=make.unique("Our shop"))


def test_the_team_hears_of_a_post_once(network, channel, agent):
    network.write("Third day without my drill")
    read(channel.name)
    read(channel.name)
    [log] = told(agent)
    words = f"@anna@example.social wrote to {channel.channel_name}: “Third day without my drill”"
    assert (log.subject, log.type) == (words, "Alert")
    conversation = {"name": log.document_name, "channel": channel.name}
    assert frappe.db.exists("Social Conversation", conversation)


def test_a_burst_is_one_notification(network, channel, agent):
    for number in range(24):
        network.write(f"post {number}", author=f"customer{number}")
    read(channel.name)
    [log] = told(agent)
    assert "and 23 more wrote to" in log.subject


def test_private_text_is_not_quoted(network, channel, agent):
    channel.append("listens_to", {"stream": "Direct Messages"})
    channel.save()
    network.write("my card number is 4111", visibility="direct")
    read(channel.name)
    [log] = told(agent)
    assert "4111" not in log.subject
    assert "private message" in log.subject


def test_what_people_wrote_is_escaped(network, channel, agent):
    network.write("&lt;img src=x onerror=alert(1)&gt;")
    read(channel.name)
    [log] = told(agent)
    assert "<img" not in log.subject
    assert "&lt;img" in log.subject


def test_assignee_and_account_manager_hear_too(make, network, connect):
    channel, assignee, manager = connect(), make.agent(), make.account_manager()
    network.write("first")
    read(channel.name)
    [row] = frappe.get_all("Social Conversation", {"channel": channel.name}, ["name", "profile"])
    customer = make.customer(account_manager=manager)
    frappe.db.set_value("Social Profile", row.profile, "customer", customer.name)
    assigned = frappe.as_json([assignee])
    frappe.db.set_value("Social Conversation", row.name, "_assign", assigned)
    frappe.db.commit()
    network.write("second", in_reply_to_id="1000")
    read(channel.name)
    assert len(told(assignee)) == 1
    [log] = told(manager)
    assert (log.document_type, log.document_name) == ("Customer", customer.name)


def test_whoever_switched_notifications_off_hears_nothing(network, channel, agent, cleanup):
    settings = frappe.get_doc(doctype="Notification Settings", enabled=0, name=agent)
    settings.insert(ignore_permissions=True, set_name=agent)
    cleanup.doc("Notification Settings", agent)
    network.write("one")
    read(channel.name)
    assert told(agent) == []


def test_a_killed_announcement_is_made_up_for(network, channel, agent, monkeypatch):
    network.write("one")

    def killed(*args):
        raise RuntimeError("killed")

    monkeypatch.setattr(telling, "_notify", killed)
    read(channel.name)
    assert told(agent) == []
    assert state(channel.name).unannounced
    monkeypatch.undo()
    read(channel.name)
    assert len(told(agent)) == 1
    assert not state(channel.name).unannounced


def test_everybody_hears_in_their_own_language(network, channel, agent, monkeypatch):
    frappe.db.set_value("User", agent, "language", "bg")
    monkeypatch.setattr(telling, "_", lambda text, lang=None: f"[{lang}] {text}")
    network.write("one")
    read(channel.name)
    assert told(agent)[0].subject.startswith("[bg] ")


def test_marks_are_taken_once(channel):
    name = state(channel.name).name
    streams.mark_unannounced(name, ["a", "b"])
    streams.mark_unannounced(name, ["c"], quiet=True)
    assert streams.unannounced(channel.name) == ["a", "b", "c"]
    assert streams.take_unannounced(channel.name, {"a", "c"}) == (["a", "c"], ["a"])
    assert streams.take_unannounced(channel.name, {"a", "b", "c"}) == (["b"], ["b"])
    assert streams.unannounced(channel.name) == []
