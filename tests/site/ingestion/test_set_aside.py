"""What was set aside is stored later, once, or says why not."""

import json

import frappe
import pytest

from social_support.conversations.store import profiles
from social_support.ingestion import set_aside, sync_log
from tests.site.ingestion.network import log, read, send, texts

REASON = "It could not be read."


@pytest.fixture
def channel(connect, network):
    made = connect()
    read(made.name)
    return made


def kept(channel, raw, external_id: str = "") -> str:
    """A row of the log that keeps this; its name."""
    sync_log.set_aside(channel, "Mentions", raw, REASON, external_id)
    frappe.db.commit()
    return log(channel.name, "Set Aside")[-1].name


def row(name: str):
    frappe.db.commit()
    return frappe.get_doc("Social Sync Log", name)


def unread(network, text: str = "Third day", **fields) -> dict:
    """A status that the network has and no stream brings."""
    status = network.write(text, **fields)
    network.statuses.remove(status)
    return status


def shows(network, status: dict) -> None:
    """The network answers with this when it is asked for the post."""
    network.script(f"/api/v1/statuses/{status['id']}", lambda handler: send(handler, status))


def refused(name: str) -> str:
    """Try again in vain; what the row says of it."""
    answer = set_aside.retry(name)
    assert (answer["ok"], answer["conversation"]) == (False, None)
    assert row(name).status == "Set Aside"
    assert row(name).retry_result == answer["message"]
    return answer["message"]


def test_a_post_that_can_be_read_now_is_stored_once(make, network, connect):
    agent = make.agent()
    channel = connect(team=make.user_group(agent))
    read(channel.name)
    name = kept(channel, unread(network))
    answer = set_aside.retry(name)
    assert answer["ok"], answer
    assert texts(channel.name) == ["Third day"]
    assert (row(name).status, row(name).retry_result) == ("Stored Later", answer["message"])
    told = {"for_user": agent, "document_name": answer["conversation"]}
    assert frappe.db.count("Notification Log", told) == 1
    again = set_aside.retry(name)
    assert not again["ok"]
    assert "Refresh" in again["message"]
    assert texts(channel.name) == ["Third day"]


def test_the_notification_that_the_network_sent_is_understood_too(network, channel):
    status = unread(network)
    name = kept(channel, {"id": "5", "type": "mention", "status": status})
    assert set_aside.retry(name)["ok"]
    assert texts(channel.name) == ["Third day"]


def test_what_is_stored_already_is_not_stored_twice(network, channel):
    status = network.write("Third day")
    read(channel.name)
    name = kept(channel, status)
    answer = set_aside.retry(name)
    assert answer["ok"]
    assert answer["conversation"] == frappe.db.get_value(
        "Social Interaction", {"channel": channel.name}, "conversation"
    )
    assert row(name).status == "Stored Later"
    assert texts(channel.name) == ["Third day"]


def test_a_run_sets_aside_and_the_row_says_why_it_still_is(network, channel):
    network.write("bad", account=None)
    network.write("good")
    read(channel.name)
    assert texts(channel.name) == ["good"]
    [entry] = log(channel.name, "Set Aside")
    assert refused(entry.name)
    assert row(entry.name).payload == entry.payload


def test_a_payload_that_was_cut_is_asked_for_again(network, channel):
    status = unread(network)
    name = kept(channel, status | {"card": "x" * sync_log.LONGEST_PAYLOAD}, status["id"])
    part = json.loads(row(name).payload)
    assert part[sync_log.EXTERNAL_ID] == status["id"]
    assert part["cut_after"] < part["of"]
    shows(network, status)
    assert set_aside.retry(name)["ok"]
    assert texts(channel.name) == ["Third day"]


def test_a_run_keeps_the_id_of_what_it_cuts(network, channel):
    status = network.write("x" * 200_001)
    read(channel.name)
    [entry] = log(channel.name, "Set Aside")
    assert json.loads(entry.payload)[sync_log.EXTERNAL_ID] == status["id"]
    shows(network, status | {"content": "<p>shorter</p>"})
    assert set_aside.retry(entry.name)["ok"]
    assert texts(channel.name) == ["shorter"]


def test_what_was_no_json_is_asked_for_again(network, channel):
    status = unread(network)
    name = kept(channel, {"not_json": "<object>"}, status["id"])
    shows(network, status)
    assert set_aside.retry(name)["ok"]


@pytest.mark.parametrize("payload", ['{"id": "12", "content": "cut h', "", "7", "{}"])
def test_a_payload_that_says_too_little_is_kept(channel, payload):
    name = kept(channel, {"id": "1"})
    frappe.db.set_value("Social Sync Log", name, "payload", payload)
    frappe.db.commit()
    assert refused(name)
    assert row(name).payload == payload


def test_what_is_gone_from_the_network(network, channel):
    network.answer("/api/v1/statuses/12", b"{}", 404)
    assert "does not show" in refused(kept(channel, {}, "12"))


def test_a_network_that_is_down_says_so_and_another_try_stores_it(network, channel):
    status = unread(network)
    name = kept(channel, {}, status["id"])
    network.answer(f"/api/v1/statuses/{status['id']}", b"{}", 503)
    assert "503" in refused(name)
    shows(network, status)
    assert set_aside.retry(name)["ok"]


def test_a_channel_that_is_off(network, channel):
    name = kept(channel, unread(network))
    channel.reload()
    channel.mode = "Off"
    channel.save()
    frappe.db.commit()
    assert "switched off" in refused(name)


def test_a_copy_of_the_site_stores_nothing(network, channel):
    name = kept(channel, unread(network))
    frappe.db.set_value("Social Channel", channel.name, "home_id", "another site")
    frappe.db.commit()
    frappe.clear_document_cache("Social Channel", channel.name)
    network.seen.clear()
    assert refused(name)
    assert network.seen == []


def test_an_author_who_is_blocked(network, channel):
    network.write("before")
    read(channel.name)
    author = frappe.db.get_value("Social Interaction", {"channel": channel.name}, "profile")
    frappe.db.set_value("Social Profile", author, "blocked_until", "2099-01-01 00:00:00")
    assert "blocked" in refused(kept(channel, unread(network)))
    assert texts(channel.name) == ["before"]


def test_what_the_database_refuses(network, channel, monkeypatch):
    """A bug that lets a value pass which does not fit."""
    name = kept(channel, unread(network))
    monkeypatch.setattr(profiles, "new_name", lambda: "x" * 141)
    assert "database" in refused(name)
    monkeypatch.undo()
    assert set_aside.retry(name)["ok"]


def test_what_our_own_code_fails_on(network, channel, monkeypatch, cleanup):
    cleanup.call(lambda: frappe.db.delete("Error Log", {"reference_name": channel.name}))
    name = kept(channel, unread(network))
    monkeypatch.setattr(set_aside, "take_in", lambda *_: 1 / 0)
    assert "Error Log" in refused(name)
    assert frappe.db.exists("Error Log", {"reference_name": channel.name})
    monkeypatch.undo()
    assert set_aside.retry(name)["ok"]


def test_a_row_that_was_not_set_aside(channel):
    sync_log.notice(channel, "Mentions", "Something happened.")
    [entry] = log(channel.name, "Notice")
    assert not set_aside.retry(entry.name)["ok"]
    assert not set_aside.retry("no such row")["ok"]
