"""Pushes to the real web server: what is refused leaves nothing, what is signed is never lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import frappe
import pytest
import requests
from frappe.model.document import Document
from frappe.utils.background_jobs import get_queue
from werkzeug.wrappers import Response

from social_support.api import doorstep
from social_support.conversations.clock import utc_now
from social_support.ingestion import budget, page, set_aside, streams
from social_support.ingestion.push import deliveries, drain, refusals, status
from social_support.networks.errors import Unavailable
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import APP_SECRET, keys_of
from tests.site.ingestion.network import log, read, texts
from tests.site.support.waiting import wait_for

SECRET = "the-secret-that-this-test-signs-with"
HEADER = "X-Social-Support-Signature"
JSON = "application/json"


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def body_of(*texts_pushed: str) -> bytes:
    then = (datetime.now(timezone.utc) - timedelta(minutes=3)).isoformat()
    return json.dumps(
        {
            "posts": [
                {"id": uuid4().hex, "text": text, "posted_on": then, "author": {"id": "anna"}}
                for text in texts_pushed
            ]
        }
    ).encode()


class Door:
    """The address of a channel, as whoever sends there knows it."""

    def __init__(self, url: str, channel: Document) -> None:
        self.channel = channel
        address = status.of(channel.name)["address"]
        self.url = url + address[address.index("/api/") :]

    def push(self, body: bytes, **headers: str) -> requests.Response:
        known = {"Content-Type": JSON, HEADER: signature(body)}
        sent = {name.replace("_", "-"): value for name, value in (known | headers).items()}
        return requests.post(self.url, data=body, headers=sent, timeout=60)

    def rows(self, **filters: object) -> list[frappe._dict]:
        frappe.db.commit()
        return frappe.get_all("Social Delivery", filters, ["*"], order_by="name")


@pytest.fixture
def no_deliveries(cleanup) -> Iterator[None]:
    frappe.db.delete("Social Delivery")
    yield
    frappe.db.delete("Social Delivery")
    frappe.db.commit()


@pytest.fixture
def door(make, web, no_deliveries) -> Door:
    channel = make.channel(
        network="webhook",
        server_url="https://reviews.example.com",
        access_token="",
        app_secret=SECRET,
        streams=(),
        handle="reviews.example.com",
        account_external_id="https://reviews.example.com",
    )
    frappe.cache.delete_keys("social_refused")
    made = Door(web.url, channel)
    # A server that has just looked finds the channel a little later.
    wait_for(lambda: made.push(b"{}", **{HEADER: "none"}).status_code in (403, 429), 20)
    return made


def nothing_happened(door: Door) -> bool:
    jobs = [job for job in get_queue("short").get_job_ids() if "social-push" in job]
    return not door.rows() and not jobs and texts(door.channel.name) == []


def test_hostile_requests_are_refused_and_leave_nothing(door):
    good = body_of("Signed for another")
    forged = {
        "no signature": (good, {HEADER: ""}),
        "a wrong one": (good, {HEADER: signature(good, "x" * 40)}),
        "a truncated one": (good, {HEADER: signature(good)[:-2]}),
        "one of another body": (good, {HEADER: signature(b"{}")}),
        "of another body, in latin": (good, {HEADER: "sha256=\xe9"}),
        "a body that was cut": (good[:-3], {HEADER: signature(good), "Content-Type": "text/plain"}),
        "no UTF-8": (b"\xff\xfe\x00", {HEADER: "sha256=1"}),
        "no UTF-8 and no JSON": (b"\xff\xfe", {HEADER: "sha256=1", "Content-Type": "text/plain"}),
        "a list": (b"[1, 2]", {HEADER: "sha256=1"}),
        "deep": (b"[" * 50_000, {HEADER: "sha256=1"}),
        "another function": (b'{"cmd": "frappe.ping", "x": 1}', {HEADER: "sha256=1"}),
        "ours as another function": (
            b'{"cmd": "social_support.api.push.receive", "network": "webhook"}',
            {HEADER: "sha256=1"},
        ),
        "somebody's token": (good, {"Authorization": "Bearer eyJhbGciOi", HEADER: "sha256=1"}),
        "forwarded": (good, {"X-Forwarded-For": "127.0.0.1", HEADER: "sha256=1"}),
        "3 MB": (b"x" * 3_000_000, {HEADER: "sha256=1", "Content-Type": "text/plain"}),
        "11 MB": (b"x" * 11_000_000, {HEADER: "sha256=1", "Content-Type": "text/plain"}),
        "11 MB of JSON": (b'"' + b"x" * 11_000_000 + b'"', {HEADER: "sha256=1"}),
    }
    for what, (body, headers) in forged.items():
        try:
            answer = door.push(body, **headers)
        except requests.ConnectionError:
            assert "MB" in what  # it may be cut off before it was sent
            continue
        # Frappe itself would answer some of them with 500, 417 or 401, and another function.
        assert answer.status_code == (413 if "MB" in what else 403), what
        assert nothing_happened(door), what
    signed = {HEADER: signature(good), "Content-Type": JSON}
    unmeasured = requests.post(door.url, data=iter([good]), headers=signed, timeout=60)
    assert unmeasured.status_code == 411
    assert requests.put(door.url, data=good, timeout=60).status_code >= 400
    nowhere = door.url.replace("network=webhook", "network=nothing")
    assert requests.post(nowhere, data=good, timeout=60).status_code == 404
    polled = door.url.replace("network=webhook", "network=mastodon")
    assert requests.post(polled, data=good, timeout=60).status_code == 404
    assert requests.get(door.url, timeout=60).status_code == 403
    assert nothing_happened(door)


def test_whoever_is_refused_is_hung_up_on():
    """gunicorn, which production has, would read what we did not."""

    class Server:
        closes = False

        def force_close(self) -> None:
            self.closes = True

        def start_response(self, status: str, *_headers: object) -> None:
            self.status = status

    server = Server()
    refused = doorstep.Refused(response=Response("Too long", status=413))
    assert b"".join(refused({"REQUEST_METHOD": "POST"}, server.start_response)) == b"Too long"
    assert server.closes and server.status.startswith("413")


def test_frappe_reads_what_is_not_for_us(web):
    ping = f"{web.url}/api/method/ping"
    assert requests.post(ping, json={"cmd": "frappe.ping"}, timeout=60).json()["message"] == "pong"
    assert requests.post(ping, json=[1], timeout=60).status_code >= 400


def test_what_is_signed_is_stored_once(door, worker):
    channel = door.channel.name
    body = body_of("Third day without my drill", "And the shop is closed")
    for _time in range(3):
        answer = door.push(body)
        assert (answer.status_code, answer.json()) == (200, {"received": True})
    wait_for(lambda: len(texts(channel)) == 2, 40, "the posts to be stored")
    worker.idle()
    (row,) = door.rows()
    assert (row.status, row.body, row.headers) == ("Stored", None, None)
    posts = frappe.get_all("Social Interaction", {"channel": channel}, ["owner", "conversation"])
    assert all(post.owner == "Administrator" and post.conversation for post in posts)
    told = status.of(channel)
    assert told["level"] == "ok" and "; 1 came today" in told["sentence"]
    # The sender changed its mind: the same post once more, with another text.
    changed = json.loads(body)
    changed["posts"][0] |= {"text": "Fixed", "edited_on": datetime.now(timezone.utc).isoformat()}
    door.push(json.dumps(changed).encode())
    wait_for(lambda: "Fixed" in texts(channel), 40, "the edit to be stored")
    assert len(texts(channel)) == 2


def test_what_is_signed_and_can_t_be_read_is_set_aside(door, worker):
    assert door.push(b"\xff\xfe\x00", Content_Type="text/plain").status_code == 200
    half = json.loads(body_of("Good", "Bad"))
    half["posts"][1]["posted_on"] = "yesterday"
    assert door.push(json.dumps(half).encode()).status_code == 200
    wait_for(lambda: texts(door.channel.name) == ["Good"], 40, "the good post to be stored")
    worker.idle()
    unreadable, stored = door.rows()
    assert (unreadable.status, unreadable.is_base64) == ("Set Aside", 1)
    assert base64.b64decode(unreadable.body) == b"\xff\xfe\x00"
    assert (stored.status, unreadable.channel) == ("Stored", door.channel.name)
    reasons = sorted(row.message for row in log(door.channel.name, "Set Aside"))
    assert len(reasons) == 2
    assert reasons[0] == "What was pushed is no JSON." and "posted_on" in reasons[1]


def test_only_what_is_refused_is_limited(door, worker):
    allowed = refusals.TOLD_A_MINUTE
    answers = [door.push(b"{}", **{HEADER: "sha256=1"}) for _n in range(allowed + 20)]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited and all(0 < int(a.headers["Retry-After"]) <= 60 for a in limited)
    assert door.push(body_of("It still arrives")).status_code == 200
    wait_for(lambda: texts(door.channel.name) == ["It still arrives"], 40, "the post to be stored")
    assert "requests were refused today" in status.of(door.channel.name)["sentence"]


def test_a_channel_that_is_off_is_no_door(door):
    door.channel.mode = "Off"
    door.channel.save()
    wait_for(lambda: door.push(body_of("Into the void")).status_code == 404, 20)
    before = len(door.rows())
    door.push(body_of("Into the void"))
    assert len(door.rows()) == before


def kept(door: Door, *texts_pushed: str) -> None:
    """A delivery that waits, and no job for it."""
    body = body_of(*texts_pushed)
    assert deliveries.keep("webhook", door.channel.name, {HEADER: signature(body)}, body)


def drained(door: Door) -> frappe._dict:
    """The delivery, after another try."""
    frappe.db.set_value("Social Delivery", {"network": "webhook"}, "next_try_utc", None)
    drain.drain("webhook")
    (row,) = door.rows()
    return row


def test_a_delivery_that_fails_is_tried_again_later_and_then_set_aside(door, worker, monkeypatch):
    kept(door, "Not now")
    channel, waited = door.channel.name, []

    def fail(*_args: object, **_more: object) -> None:
        raise Unavailable("The moon is in the way.")

    with monkeypatch.context() as patch:
        patch.setattr(drain, "store_page", fail)
        for attempt in range(1, 5):
            row = drained(door)
            assert (row.status, row.attempts) == ("Waiting", attempt)
            waited.append((row.next_try_utc - utc_now()).total_seconds())
            # In no hurry: it uses no attempt up.
            drain.drain("webhook")
            assert door.rows()[0].attempts == attempt
        assert 10 < waited[0] < 50 < waited[3]
        row = drained(door)
    assert (row.status, row.channel, row.reason) == (
        "Set Aside",
        channel,
        "The moon is in the way.",
    )
    (told,) = log(channel, "Set Aside")
    assert (told.message, "Not now" in told.payload) == ("The moon is in the way.", False)
    answer = set_aside.retry(told.name)
    assert answer["ok"], answer
    wait_for(lambda: texts(channel) == ["Not now"], 40, "the post to be stored")
    worker.idle()
    assert (door.rows()[0].status, log(channel, "Stored Later")[0].name) == ("Stored", told.name)
    assert not set_aside.retry(told.name)["ok"]


def test_a_pushed_post_that_our_code_fails_on_is_set_aside_alone(door, monkeypatch):
    kept(door, "Trips us up")

    def fail(*_args: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(page, "assess", fail)
    assert [drained(door).status for _try in range(4)] == ["Waiting"] * 3 + ["Stored"]
    (told,) = log(door.channel.name, "Set Aside")
    assert "Trips us up" in told.payload
    monkeypatch.undo()
    assert set_aside.retry(told.name)["ok"]
    assert texts(door.channel.name) == ["Trips us up"]


@pytest.fixture
def x(make, web, allow_loopback, no_deliveries) -> Iterator[tuple[XServer, list[Document]]]:
    """Two channels of one app on X."""
    with XServer() as server:
        made = []
        for username in (COMPANY, "anna"):
            channel = make.channel(
                network="x",
                server_url=server.url,
                streams=[("Mentions", "")],
                handle=username,
                account_external_id=server.world.users[username].id,
                account_limits=json.dumps({"fields": "tweet"}),
                **keys_of(username),
            )
            made.append(channel)
        yield server, made


def x_signature(body: bytes) -> str:
    digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"


def test_one_address_serves_all_channels_of_an_app(x, web, worker):
    server, (company, other) = x
    url = f"{web.url}/api/method/social_support.api.push.receive?network=x"
    assert status.of(company.name)["address"].endswith("receive?network=x")

    def challenged(token: str) -> requests.Response:
        return requests.get(f"{url}&crc_token={token}", timeout=60)

    wait_for(lambda: challenged("abc").status_code == 200, 20, "the channels to be known")
    assert challenged("abc").json() == {"response_token": x_signature(b"abc")}
    assert challenged('{"data":1}').status_code == 403
    # What we sign for anybody who asks is no push.
    ours = challenged("1234").json()["response_token"]
    signed_by_us = {"Content-Type": JSON, "x-twitter-webhooks-signature": ours}
    assert requests.post(url, data=b"1234", headers=signed_by_us, timeout=60).status_code == 403
    assert not frappe.db.count("Social Delivery")
    number = server.write("anna", f"@{COMPANY} My drill is broken")
    anna, shop = server.world.users["anna"], server.world.users[COMPANY]
    event = {
        "event_uuid": uuid4().hex,
        "event_type": "post.mention.create",
        "filter": {"user_id": shop.id},
        "payload": {
            "id": number,
            "author_id": anna.id,
            "text": f"@{COMPANY} My drill is broken",
            "conversation_id": number,
        },
        "includes": {"users": [{"id": anna.id, "username": "anna", "name": "Anna"}]},
    }
    body = json.dumps({"data": event}).encode()
    headers = {"Content-Type": JSON, "x-twitter-webhooks-signature": x_signature(body)}
    assert requests.post(url, data=body, headers=headers, timeout=60).status_code == 200
    # By poll and by push at once.
    read(company.name)
    wait_for(lambda: streams.last_push(company.name), 40, "the push to be taken in")
    worker.idle()
    frappe.db.commit()
    assert frappe.get_all(
        "Social Interaction", {"external_id": number, "kind": "Mention"}, pluck="channel"
    ) == [company.name]
    assert texts(other.name) == []
    # What is pushed is read more rarely from now on.
    read(company.name)
    waits = frappe.db.get_value(
        "Social Stream State", {"channel": company.name, "stream": "Mentions"}, "next_run_utc"
    )
    assert waits - datetime.now(timezone.utc).replace(tzinfo=None) > timedelta(minutes=8)


def test_what_a_push_has_us_look_up_is_counted(x):
    """The name of who wrote is a look at the post, which X bills."""
    server, (company, _other) = x
    frappe.db.set_value("Social Channel", company.name, "read_budget", 1)

    def take_in(author: str, text: str) -> str:
        number = server.write(author, text)
        event = {"event_type": "post.mention.create"}
        event["filter"] = {"user_id": server.world.users[COMPANY].id}
        event |= {"payload": {"id": number, "author_id": server.world.users[author].id}}
        event["payload"] |= {"text": text, "conversation_id": number}
        body = json.dumps({"data": event}).encode()
        assert deliveries.keep("x", "", {"x-twitter-webhooks-signature": x_signature(body)}, body)
        drain.drain("x")
        posts = {"channel": company.name, "external_id": number}
        profile = frappe.db.get_value("Social Interaction", posts, "profile")
        return frappe.db.get_value("Social Profile", profile, "handle")

    assert take_in("anna", f"@{COMPANY} My drill is broken") == "anna"
    assert budget.reads_today(budget.counts_of(company.name)) > 0
    asked = len(server.seen)
    assert not take_in("boris", f"@{COMPANY} And the saw")
    assert len(server.seen) == asked
