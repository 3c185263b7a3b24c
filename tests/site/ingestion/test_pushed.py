"""What Meta pushes of posts that are stored already, late or in another order than it happened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import frappe
import pytest

from social_support.conversations import channels
from social_support.ingestion import lease, run, streams
from social_support.ingestion.push import deliveries, drain, forget
from tests.fakes.facebook import APP_ID, APP_SECRET, PAGE_TOKEN, FacebookServer, signature
from tests.fakes.facebook_world import PAGE, PAGE_NAME
from tests.site.support.shop import Shop

KEYS = {"app_key": APP_ID, "app_secret": APP_SECRET, "access_token": PAGE_TOKEN}
HOUR = timedelta(hours=1)


@pytest.fixture
def shop(make, allow_loopback) -> Iterator[Shop]:
    with FacebookServer() as server:
        hears = [("Own Post Comments", ""), ("Direct Messages", "")]
        channel = make.channel(server, network="facebook", streams=hears, **KEYS)
        frappe.db.commit()
        yield Shop(channels.load(channel.name), server)


@pytest.fixture
def deliver(shop: Shop, cleanup) -> Callable[[dict], None]:
    """A function that takes in what Meta pushes of the Page."""
    cleanup.call(lambda: frappe.db.delete("Social Delivery", {"network": "facebook"}))

    def deliver(entry: dict) -> None:
        body = json.dumps({"object": "page", "entry": [{"id": PAGE, **entry}]}).encode()
        signed = {"X-Hub-Signature-256": signature(body)}
        assert deliveries.keep("facebook", "", signed, body)
        drain.drain("facebook")

    return deliver


@pytest.fixture
def push(shop: Shop, deliver) -> Callable[[str, str, str], None]:
    """A function that delivers what happened to a comment, as it stood then."""

    def push(verb: str, comment: str, text: str) -> None:
        found = shop.server.world.find(comment)
        value = {"item": "comment", "verb": verb, "comment_id": comment, "message": text}
        value |= {"post_id": found.post, "parent_id": found.post}
        value |= {"from": {"id": shop.server.world.id_of(found.author), "name": found.author}}
        value |= {"created_time": int(found.at.timestamp())}
        deliver({"changes": [{"field": "feed", "value": value}]})

    return push


def test_what_comes_late_brings_no_earlier_text_back(shop: Shop, push):
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
    comment = world.comment("anna", post, "Mine broke", ago=HOUR)
    shop.read()
    world.edit(comment, "Mine broke, and I bleed")
    push("edited", comment, "Mine broke, and I bleed")
    assert shop.row(f"comment:{comment}").text == "Mine broke"
    assert _changes_are_due(shop)
    shop.read()
    push("add", comment, "Mine broke")
    assert shop.row(f"comment:{comment}").text == "Mine broke, and I bleed"
    shop.read()
    row = shop.row(f"comment:{comment}")
    assert (row.text, row.can_reply) == ("Mine broke, and I bleed", 1)
    about = {"interaction": row.name}
    kept = frappe.get_all("Social Interaction Revision", about, pluck="text")
    assert kept == ["Mine broke"]


def test_an_edit_that_is_pushed_is_seen_however_old_the_post(shop: Shop, push):
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=150 * HOUR)
    comment = world.comment("anna", post, "Mine broke", ago=120 * HOUR)
    shop.read()
    row = shop.row(f"comment:{comment}")
    frappe.db.set_value("Social Conversation", row.conversation, "status", "Closed")
    world.edit(comment, "Mine broke again")
    shop.read()
    assert shop.row(f"comment:{comment}").text == "Mine broke"
    push("edited", comment, "Mine broke again")
    shop.read()
    assert shop.row(f"comment:{comment}").text == "Mine broke again"


def test_what_reads_as_it_is_stored_asks_for_nothing(shop: Shop, push):
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
    comment = world.comment("anna", post, "Mine broke", ago=HOUR)
    shop.read()
    push("add", comment, "Mine broke")
    assert not _changes_are_due(shop)
    push("remove", comment, "")
    assert shop.row(f"comment:{comment}").deleted


def test_messages_that_nobody_chose_to_read_are_not_kept(shop: Shop, deliver):
    shop.channel.set("listens_to", [{"stream": "Own Post Comments"}])
    shop.channel.save()
    message = shop.server.world.message("anna", "Order 5, please")
    person, page = {"id": shop.server.world.id_of("anna")}, {"id": PAGE}
    sent = {"mid": message, "text": "Order 5, please"}
    deliver({"messaging": [{"sender": person, "recipient": page, "message": sent}]})
    assert shop.rows() == []


def test_who_is_pushed_without_a_name_is_asked_for(shop: Shop, deliver):
    message = shop.server.world.message("anna", "Order 5, please")
    person, page = {"id": shop.server.world.id_of("anna")}, {"id": PAGE}
    sent = {"mid": message, "text": "Order 5, please"}
    event = {"sender": person, "recipient": page, "message": sent, "timestamp": 1764000000500}
    deliver({"messaging": [event]})
    row = shop.row(f"message:{message}")
    assert frappe.db.get_value("Social Profile", row.profile, "handle") == "Anna Petrova"
    subject = frappe.db.get_value("Social Conversation", row.conversation, "subject")
    assert "Anna Petrova" in subject
    asked = len(shop.server.seen)
    deliver({"messaging": [event | {"message": sent | {"mid": "m_unknown"}}]})
    assert len(shop.server.seen) == asked


def test_what_is_gone_when_its_author_is_asked_for_is_not_stored(shop: Shop, deliver):
    world = shop.server.world
    comment = world.comment("boris", world.post(PAGE_NAME, "New drills are here"), "Oh no")
    value = {"item": "comment", "verb": "add", "comment_id": comment, "message": "Oh no"}
    value |= {"post_id": world.find(comment).post, "from": {"id": world.id_of("boris")}}
    world.delete(comment)
    deliver({"changes": [{"field": "feed", "value": value | {"created_time": 1764000000}}]})
    assert shop.rows(kind="Comment", deleted=0) == []


def test_hiding_that_is_pushed_is_seen(shop: Shop, push):
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=150 * HOUR)
    comment = world.comment("anna", post, "Mine broke", ago=120 * HOUR)
    shop.read()
    for verb, hidden in (("hide", True), ("unhide", False)):
        world.find(comment).hidden = hidden
        push(verb, comment, "Mine broke")
        assert _changes_are_due(shop), verb
        shop.read()
        assert shop.row(f"comment:{comment}").hidden_on_network == hidden, verb


def test_what_was_pushed_goes_with_the_data_of_its_channel(shop, deliver, make, monkeypatch):
    shop.read()
    other = make.channel(shop.server, network="facebook", **KEYS | {"access_token": "another"})
    known = {"account_external_id": "5551", "handle": "Another Page"}
    frappe.db.set_value("Social Channel", other.name, known)
    monkeypatch.setattr(drain, "drain", lambda _network: None)
    for page in (PAGE, "5551"):
        deliver({"id": page})

    def kept() -> list[str]:
        rows = frappe.get_all("Social Delivery", {"network": "facebook"}, ["body"])
        return [json.loads(row.body)["entry"][0]["id"] for row in rows if row.body]

    assert sorted(kept()) == sorted([PAGE, "5551"])
    forget.forget(channels.load(other.name))
    assert kept() == [PAGE]
    deliver({"id": "of a Page that no channel has"})
    frappe.db.set_value("Social Channel", other.name, "mode", "Off")
    forget.forget(shop.channel)
    assert kept() == []
    assert frappe.db.count("Social Delivery", {"network": "facebook"}) == 3


def test_a_network_in_trouble_is_said_at_the_delivery_and_in_no_error_log(shop: Shop, deliver):
    shop.read()
    message = shop.server.world.message("anna", "Order 5, please")
    person, sent = {"id": shop.server.world.id_of("anna")}, {"mid": message, "text": "Order 5"}
    shop.server.refuse(".*", 503)
    logged = frappe.db.count("Error Log")
    event = {"sender": person, "recipient": {"id": PAGE}, "message": sent}
    deliver({"messaging": [event | {"timestamp": 1764000000500}]})
    [row] = frappe.get_all("Social Delivery", {"network": "facebook"}, ["*"])
    assert (row.status, row.attempts) == ("Waiting", 1) and "error 503" in row.reason
    assert frappe.db.count("Error Log") == logged
    frappe.db.set_value("Social Delivery", row.name, "next_try_utc", None)
    drain.drain("facebook")
    assert shop.row(f"message:{message}").text == "Order 5, please"


@pytest.mark.parametrize("what", ["not connected", "refused", "busy"])
def test_a_channel_that_can_t_be_read_is_in_no_others_way(shop, push, make, what: str):
    """All channels of an app share one address."""
    shop.read()
    token = "" if what == "not connected" else "the-token-of-no-page"
    other = make.channel(shop.server, network="facebook", **KEYS | {"access_token": token})
    if what == "busy":
        known = {"account_external_id": "another-page", "handle": "Another Page"}
        frappe.db.set_value("Social Channel", other.name, known)
        assert lease.claim(other.name)
    frappe.db.commit()
    comment = shop.server.world.comment("anna", shop.server.world.post(PAGE_NAME, "Drills"), "Hm")
    push("add", comment, "Hm")
    assert shop.row(f"comment:{comment}").text == "Hm"
    [row] = frappe.get_all("Social Delivery", {"network": "facebook"}, ["status", "attempts"])
    assert (row.status, row.attempts) == ("Stored", 0)


def test_what_waits_for_a_busy_channel_keeps_nothing_behind_it(shop, deliver, make, monkeypatch):
    """However much it is, and however long the other holds the channel."""
    shop.read()
    monkeypatch.setattr(deliveries, "BATCH", 2)
    monkeypatch.setattr(deliveries, "BATCH_LENGTH", 200)
    other = make.channel(shop.server, network="facebook", **KEYS | {"access_token": "another"})
    known = {"account_external_id": "5551", "handle": "Another Page"}
    frappe.db.set_value("Social Channel", other.name, known)
    assert lease.claim(other.name)
    frappe.db.commit()
    sender = {"id": shop.server.world.id_of("anna")}

    def message(page: str, mid: str) -> dict:
        sent = {"message": {"mid": mid, "text": mid}, "timestamp": 1764000000500}
        return {"id": page, "messaging": [{"sender": sender, "recipient": {"id": page}, **sent}]}

    for number in range(5):
        deliver(message("5551", f"m_{number}"))
    deliver(message(PAGE, shop.server.world.message("anna", "Hello")))
    assert [row.kind for row in shop.rows()] == ["Direct Message"]
    rows = frappe.get_all("Social Delivery", {"network": "facebook"}, ["status", "attempts"])
    assert (
        sorted((row.status, row.attempts) for row in rows) == [("Stored", 0)] + [("Waiting", 0)] * 5
    )


def test_what_is_pushed_while_the_channel_is_read_waits_in_no_worker(shop, push, monkeypatch):
    """The job that reads has the channel from when it is enqueued, and may need that worker."""
    world = shop.server.world
    post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
    shop.read()
    comment = world.comment("anna", post, "Mine broke", ago=HOUR)
    enqueued: list[str] = []
    monkeypatch.setattr(frappe, "enqueue", lambda method, **_how: enqueued.append(method))
    held = lease.claim(shop.channel.name)
    frappe.db.commit()
    push("add", comment, "Mine broke")
    assert shop.rows(kind="Comment") == [] and enqueued == []
    assert deliveries.any_waits("facebook")
    run.read_channel(shop.channel.name, held.token)
    assert enqueued == ["social_support.ingestion.push.drain.drain"]
    drain.drain("facebook")
    assert not deliveries.any_waits("facebook")
    assert shop.row(f"comment:{comment}").text == "Mine broke"


def _changes_are_due(shop: Shop) -> bool:
    return streams.CHANGES in [row.stream for row in streams.due(shop.channel.name)]
