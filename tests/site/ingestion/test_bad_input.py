"""Whatever a server does, the channel says so, and nothing is lost or stored twice."""

from datetime import datetime, timedelta, timezone

import frappe
import pytest

from social_support.ingestion import connection, lease, run
from social_support.ingestion.health import health
from tests.site.ingestion.network import (
    INSTANCE,
    NOTIFICATIONS,
    TOKEN,
    VERIFY,
    log,
    read,
    send,
    state,
    texts,
)

STOPS = True
FAULTS = {
    "bad token": (
        lambda n: n.answer(NOTIFICATIONS, b'{"error": "invalid"}', 401),
        "AuthenticationFailed",
        STOPS,
    ),
    "missing scope": (
        lambda n: n.answer(NOTIFICATIONS, b'{"error": "outside the scopes"}', 403),
        "PermissionRefused",
        STOPS,
    ),
    "HTML": (lambda n: n.html(NOTIFICATIONS), "UnexpectedPayload", False),
    "half JSON": (lambda n: n.half_json(NOTIFICATIONS), "Unavailable", False),
    "cut off": (lambda n: n.cut_off(NOTIFICATIONS), "Unavailable", False),
    "reset": (lambda n: n.reset(NOTIFICATIONS), "Unavailable", False),
    "429": (
        lambda n: n.answer(NOTIFICATIONS, b"{}", 429, {"Retry-After": "600"}),
        "RateLimited",
        False,
    ),
    "500": (lambda n: n.answer(NOTIFICATIONS, b"{}", 500), "Unavailable", False),
    "not a list": (lambda n: n.answer(NOTIFICATIONS, b'{"a": 1}'), "UnexpectedPayload", False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_said_and_the_next_reading_has_everything(network, channel, fault):
    spoil, kind, stops = FAULTS[fault]
    network.write("before")
    read(channel.name)
    assert not state(channel.name).last_error, frappe.get_all("Error Log", ["error"], limit=1)
    cursor = state(channel.name).cursor_value
    network.write("during")
    spoil(network)
    read(channel.name)

    failed = state(channel.name)
    assert (failed.error_kind, failed.failures) == (kind, 1)
    assert (failed.next_run_utc is None) is stops
    assert failed.cursor_value == cursor
    assert failed.last_error
    assert log(channel.name, "Failed")[-1].message == failed.last_error
    assert health(channel.name)["level"] in ("error", "warn")

    network.heal()
    read(channel.name)
    assert texts(channel.name) == ["before", "during"]
    assert state(channel.name).failures == 0


def test_a_server_that_says_nothing(network, channel, monkeypatch):
    from social_support.networks import http

    network.write("in time")
    read(channel.name)
    network.silence(NOTIFICATIONS)
    monkeypatch.setattr(http.Http.__init__, "__kwdefaults__", QUICK_TO_GIVE_UP)
    read(channel.name)
    assert state(channel.name).error_kind == "Unavailable"
    assert texts(channel.name) == ["in time"]


QUICK_TO_GIVE_UP = {
    "may_write": False,
    "allow_private_addresses": False,
    "connect_timeout": 1,
    "read_timeout": 1,
    "total_timeout": 2,
    "max_bytes": 5_000_000,
}


def test_the_network_says_when_to_come_back(network, channel):
    read(channel.name)
    network.answer(NOTIFICATIONS, b"{}", 429, {"Retry-After": "600"})
    read(channel.name)
    wait = state(channel.name).next_run_utc - datetime.now(timezone.utc).replace(tzinfo=None)
    assert timedelta(seconds=580) < wait < timedelta(seconds=602)


def test_a_wrong_address(make, allow_loopback):
    channel = make.channel(server_url="https://nowhere.invalid", account_external_id="")
    answer = connection.test_connection(channel.name)
    assert not answer["ok"]
    assert "nowhere.invalid" in answer["message"]
    read(channel.name)
    assert state(channel.name).error_kind == "Unavailable"


def test_a_web_site_in_place_of_a_network(network, channel):
    for path in (INSTANCE, "/api/v1/instance"):
        network.html(path)
    answer = connection.test_connection(channel.name)
    assert not answer["ok"]
    assert "Check the address" in answer["message"]


@pytest.mark.parametrize(
    ("status", "word"), [(401, "does not accept the sign-in"), (403, "does not allow this")]
)
def test_connection_says_what_is_wrong_with_the_token(network, channel, status, word):
    network.answer(VERIFY, b"{}", status)
    answer = connection.test_connection(channel.name)
    assert not answer["ok"]
    assert word in answer["message"]


def test_an_expired_sign_in_stops_is_told_once_and_goes_on(make, network, connect):
    agent, manager = make.agent(), make.manager()
    channel = connect(team=make.user_group(agent))
    network.write("before")
    read(channel.name)
    network.answer(NOTIFICATIONS, b"{}", 401)
    read(channel.name)
    read(channel.name)
    for user in (agent, manager):
        about = {"for_user": user, "subject": ("like", f"{channel.channel_name}%sign-in%")}
        assert frappe.db.count("Notification Log", about) == 1
    assert "sign-in has expired" in health(channel.name)["sentence"]

    network.heal()
    network.write("meanwhile")
    assert connection.test_connection(channel.name)["ok"]
    frappe.db.commit()
    read(channel.name)
    assert texts(channel.name) == ["before", "meanwhile"]


def test_a_new_token_lets_the_channel_go_on(network, channel):
    read(channel.name)
    network.answer(NOTIFICATIONS, b"{}", 401)
    read(channel.name)
    assert state(channel.name).next_run_utc is None
    channel.reload()
    channel.access_token = "another-token"
    channel.save()
    assert state(channel.name).next_run_utc is not None
    assert not channel.handle


def test_a_missing_scope_stops_only_its_stream(network, connect):
    channel = connect(streams=[("Mentions", ""), ("Keyword", "#drill")])
    network.write("mentioned")
    network.answer("/api/v1/timelines/tag/drill", b"{}", 403)
    read(channel.name)
    assert state(channel.name, "Keyword").next_run_utc is None
    assert state(channel.name).failures == 0
    assert texts(channel.name) == ["mentioned"]


def from_the_future():
    return (datetime.now(timezone.utc) + timedelta(days=30)).isoformat()


POSTS = {
    "50,000 characters": ({"content": "<p>" + "ж" * 50_000 + "</p>"}, "ж" * 50_000),
    "scripts": (
        {"content": "<p>a<script>alert(1)</script><img src=x onerror=alert(1)>b</p>"},
        "ab",
    ),
    "no text": ({"content": ""}, ""),
    "the future": ({"created_at": from_the_future(), "content": "<p>soon</p>"}, "soon"),
}


@pytest.mark.parametrize("kind", POSTS)
def test_a_strange_post_is_stored(network, channel, kind):
    fields, text = POSTS[kind]
    network.write(**fields)
    network.write("the next one")
    read(channel.name)
    assert sorted(texts(channel.name)) == sorted([text, "the next one"])
    newest = frappe.db.get_value(
        "Social Interaction", {"channel": channel.name}, "max(posted_at_utc)"
    )
    assert newest <= datetime.now(timezone.utc).replace(tzinfo=None)


def test_a_post_from_the_future_leaves_a_notice(network, channel):
    network.write(created_at=from_the_future())
    read(channel.name)
    assert "future" in log(channel.name, "Notice")[0].message


@pytest.mark.parametrize(
    "fields", [{"account": None}, {"created_at": "yesterday"}, {"id": None}, {"content": None}]
)
def test_a_post_that_can_t_be_read_is_set_aside_and_the_page_goes_on(network, channel, fields):
    network.write("first")
    bad = network.write(f"token {TOKEN}")
    network.write("last")
    bad_id = bad["id"]
    bad.update(fields)
    if "id" in fields:
        network.script(
            NOTIFICATIONS,
            lambda handler: send(
                handler,
                [] if "max_id" in handler.path else notifications(network, bad, bad_id),
            ),
        )
    read(channel.name)
    assert texts(channel.name) == ["first", "last"]
    [row] = log(channel.name, "Set Aside")
    assert row.message
    assert "***" in row.payload or "content" in fields
    assert TOKEN not in row.payload
    [summary] = log(channel.name, "Read")
    assert (summary.posts_stored, summary.posts_set_aside, summary.posts_read) == (2, 1, 3)


def notifications(network, bad, bad_id):
    ids = [bad_id if status is bad else status["id"] for status in network.statuses]
    rows = zip(ids, network.statuses, strict=True)
    return [{"id": i, "created_at": s["created_at"], "status": s} for i, s in rows][::-1]


def test_no_secret_in_any_row(network, channel):
    words = f'{{"error": "token {TOKEN} is bad"}}'.encode()
    for status in (401, 403, 429, 500):
        network.answer(NOTIFICATIONS, words, status)
        read(channel.name)
    network.heal()
    network.write(f"my token is {TOKEN}", account=None)
    read(channel.name)
    for table in ("Social Sync Log", "Social Stream State", "Error Log", "Notification Log"):
        for row in frappe.get_all(table, fields=["*"]):
            assert TOKEN not in str(row), table


def test_a_mistake_of_ours_is_logged_without_secrets(network, channel, monkeypatch):
    from social_support.ingestion import page

    def broken(*args):
        raise ValueError(f"a bug that shows {TOKEN}")

    monkeypatch.setattr(page, "assess", broken)
    network.write("first")
    read(channel.name)
    failed = state(channel.name)
    assert (failed.error_kind, failed.failures) == ("ValueError", 1)
    assert texts(channel.name) == []
    [error] = frappe.get_all(
        "Error Log", {"reference_name": channel.name}, ["error"], order_by="creation desc", limit=1
    )
    assert "a bug that shows ***" in error.error
    monkeypatch.undo()
    read(channel.name)
    assert texts(channel.name) == ["first"]


STREAMS = [("Mentions", ""), ("Direct Messages", ""), ("Keyword", "#drill")]


def test_a_limit_of_the_account_lets_all_its_streams_wait(network, connect):
    channel = connect(streams=STREAMS)
    read(channel.name)
    network.answer(NOTIFICATIONS, b"{}", 429, {"Retry-After": "600"})
    network.seen.clear()
    read(channel.name)
    assert len(network.seen) == 1, "nothing more is asked of a network that wants fewer calls"
    waits = {state(channel.name, stream).next_run_utc for stream in (*dict(STREAMS), "Changes")}
    assert max(waits) - min(waits) < timedelta(seconds=2)
    assert min(waits) > datetime.now(timezone.utc).replace(tzinfo=None) + timedelta(seconds=580)


def test_an_error_that_passes_does_not_wake_a_stream_that_stopped(network, connect):
    channel = connect(streams=[("Mentions", ""), ("Keyword", "#drill")])
    network.answer("/api/v1/timelines/tag/drill", b"{}", 403)
    read(channel.name)
    this = state(channel.name).name
    frappe.db.set_value("Social Stream State", this, "next_run_utc", "2020-01-01")
    network.answer(NOTIFICATIONS, b"{}", 500)
    held = lease.claim(channel.name)
    frappe.db.commit()
    run.read_channel(channel.name, held.token)
    assert state(channel.name).error_kind == "Unavailable"
    stopped = state(channel.name, "Keyword")
    assert (stopped.error_kind, stopped.next_run_utc) == ("PermissionRefused", None)


@pytest.mark.parametrize(("status", "streams", "times"), [(401, STREAMS, 1), (403, STREAMS[:2], 1)])
def test_one_failure_of_many_streams_is_told_once(make, network, connect, status, streams, times):
    agent = make.agent()
    channel = connect(team=make.user_group(agent), streams=streams)
    read(channel.name)
    said = f'{{"error": "no right with {TOKEN}"}}'.encode()
    network.answer(NOTIFICATIONS, said, status)
    network.answer("/api/v1/timelines/tag/drill", said, status)
    for _times in range(3):
        read(channel.name)
    about = {"for_user": agent, "document_name": channel.name}
    told = frappe.get_all("Notification Log", about, pluck="subject")
    assert len(told) == times
    assert TOKEN not in told[0]
