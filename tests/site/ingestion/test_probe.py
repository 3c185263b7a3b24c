"""Once a day every token is tried, before a customer finds out that it is dead."""

import frappe
import pytest

from social_support.conversations import channels
from social_support.ingestion import each_channel, probe
from social_support.networks.http import Http
from tests.site.ingestion.network import INSTANCE, NOTIFICATIONS, VERIFY, read, state, texts
from tests.site.support.cleanup import remove_channel


@pytest.fixture
def told(make, connect):
    """A channel that was read once, and its agent."""
    agent = make.agent()
    channel = connect(team=make.user_group(agent), streams=[("Mentions", ""), ("Keyword", "#a")])
    read(channel.name)
    return channel.name, agent


def notifications(user: str, channel: str) -> list[str]:
    about = {"for_user": user, "document_name": channel}
    return frappe.get_all("Notification Log", about, pluck="subject")


def test_a_dead_token_is_found_and_told_once(network, told):
    channel, agent = told
    network.answer(VERIFY, b'{"error": "The access token was revoked"}', 401)
    cursor = state(channel).cursor_value
    probe.probe_channels()
    probe.probe_channels()
    for stream in ("Mentions", "Keyword", "Changes"):
        found = state(channel, stream)
        assert (found.error_kind, found.next_run_utc) == ("AuthenticationFailed", None)
    assert state(channel).cursor_value == cursor
    assert len(notifications(agent, channel)) == 1
    assert "has expired" in channels.why_not_sending(
        channels.load(channel).update({"mode": "Listen and Reply"})
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda n: n.answer(VERIFY, b"{}", 503),
        lambda n: n.answer(VERIFY, b"{}", 429, {"Retry-After": "9000"}),
        lambda n: n.html(INSTANCE),
        lambda n: n.answer(VERIFY, b"{}", 403),
    ],
    ids=["down", "slower", "a web page", "a scope is missing"],
)
def test_what_reading_has_to_find_out_changes_nothing(network, told, spoil):
    channel, agent = told
    before = {stream: state(channel, stream) for stream in ("Mentions", "Keyword", "Changes")}
    spoil(network)
    probe.probe_channels()
    assert {stream: state(channel, stream) for stream in before} == before
    assert notifications(agent, channel) == []


def test_what_is_not_read_is_not_asked(network, connect):
    off, copied = connect(), connect()
    off.mode = "Off"
    off.save()
    copied.db_set("home_url", "elsewhere.example")
    frappe.db.commit()
    probe.probe_channels()
    assert network.seen == []


def test_many_channels_are_many_small_jobs(network, connect, monkeypatch):
    for _number in range(3):
        connect()
    frappe.db.commit()
    handed_on = []
    monkeypatch.setattr(each_channel, "JOB_SECONDS", -1)
    enqueue = lambda _job, **how: handed_on.append(how["after"])  # noqa: E731
    monkeypatch.setattr(each_channel.frappe, "enqueue", enqueue)
    probe.probe_channels()
    for after in handed_on:
        probe.probe_channels(after)
    assert network.asked(VERIFY) == len(handed_on) == 3


def test_a_channel_that_is_deleted_meanwhile_ends_nothing(network, connect, monkeypatch):
    names = sorted(connect().name for _number in range(3))
    frappe.db.commit()
    closed = []
    monkeypatch.setattr(Http, "close", lambda http: closed.append(http))

    def ask(channel: str) -> None:
        if channel == names[0]:
            remove_channel(names[1])
            frappe.db.commit()
        probe.probe(channel)

    each_channel.work_through("never enqueued", ask, "")
    assert network.asked(VERIFY) == len(closed) == 2


def test_a_new_token_in_place_goes_on_from_there(network, told):
    channel, _agent = told
    network.write("before")
    read(channel)
    network.answer(VERIFY, b"{}", 401)
    network.answer(NOTIFICATIONS, b"{}", 401)
    probe.probe_channels()
    network.write("meanwhile")
    network.heal()
    doc = channels.load(channel)
    doc.access_token = "a-new-one"
    doc.save()
    assert channels.why_not_sending(doc.update({"mode": "Listen and Reply"})) is None
    read(channel)
    assert texts(channel) == ["before", "meanwhile"]
