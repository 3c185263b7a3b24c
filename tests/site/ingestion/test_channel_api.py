"""Guests and each role at each endpoint."""

import frappe
import pytest

from social_support.ingestion import sync_log

AGENTS = {"agent", "manager"}
READERS = {"agent", "agency", "manager"}
NOBODY = ("guest", "website_user", "nobody", "sales_rep")

# Who may call what. A call that is allowed may still answer that nothing is there.
TABLE = [
    ("get", "networks", {}, READERS),
    ("get", "streams", {"network": "mastodon"}, READERS),
    ("get", "health", {"channel": True}, READERS),
    ("get", "cost", {"network": "mastodon", "streams": '["Mentions"]'}, READERS),
    ("get", "glance", {"names": "[]"}, READERS),
    ("get", "deletion", {"channel": True}, READERS),
    ("post", "test_connection", {"channel": True}, {"manager"}),
    ("post", "read_older_posts", {"channel": True}, {"manager"}),
    ("post", "stop_reading_back", {"channel": True}, {"manager"}),
    ("post", "gap_understood", {"channel": True}, {"manager"}),
    ("post", "this_is_the_live_site", {"channel": True}, {"manager"}),
    ("post", "read_now", {"channel": True}, {"manager"}),
    ("post", "retry_set_aside", {"log": True}, {"manager"}),
    (
        "post",
        "add_post",
        {"channel": True, "link": "https://forum.example/1", "text": "help", "author": "anna"},
        AGENTS,
    ),
]


@pytest.mark.parametrize("person", [*NOBODY, "agency", "agent", "manager"])
def test_who_may_call_what(make, web, person):
    channel = make.channel(mode="Off")
    sync_log.set_aside(channel, "Mentions", {}, "It has no author.")
    log = frappe.db.get_value("Social Sync Log", {"channel": channel.name})
    given = [channel.name] if person == "agency" else []
    client = web.guest if person == "guest" else web.as_user(getattr(make, person)(*given))
    for verb, name, args, allowed in TABLE:
        args = args | ({"channel": channel.name} if "channel" in args else {})
        args = args | ({"log": log} if "log" in args else {})
        answer = getattr(client, verb)(f"channels.{name}", **args)
        assert answer.ok is (person in allowed), (name, answer.error)
        assert answer.ok or answer.status == 403, (name, answer.status)


@pytest.mark.parametrize("name", [name for verb, name, *_rest in TABLE if verb == "post"])
def test_what_changes_something_is_posted(make, web, name):
    channel = make.channel(mode="Off")
    client = web.as_user(make.manager())
    answer = client.get(f"channels.{name}", channel=channel.name, link="", text="", author="")
    assert answer.status == 403


def test_no_answer_holds_the_token(make, web):
    channel = make.channel(mode="Off", token="the-secret-token")
    client = web.as_user(make.manager())
    for name in ("health", "test_connection"):
        call = client.get if name == "health" else client.post
        assert "the-secret-token" not in str(call(f"channels.{name}", channel=channel.name).message)
    page = client.get(f"/api/resource/Social Channel/{channel.name}")
    assert "the-secret-token" not in str(page.message)


def test_networks_and_what_they_need(make, web):
    client = web.as_user(make.manager())
    assert {"value": "mastodon", "label": "Mastodon"} in client.get("channels.networks").message
    needs = client.get("channels.streams", network="mastodon").message
    assert "Mentions" in needs["streams"]
    assert [f["secret"] for f in needs["fields"] if f["name"] == "access_token"] == [True]
    assert "read:notifications" in needs["scopes"]


def test_what_reading_costs(make, web):
    """Also before there is a channel, and by its last week when there is one."""
    client = web.as_user(make.manager())
    settings = {"network": "x", "streams": '["Mentions"]', "poll_interval": 5}
    without = client.get("channels.cost", **settings).message
    assert "$" in without and "no limit" in without
    assert "1000" in client.get("channels.cost", **settings, read_budget=1000).message
    channel = make.channel()
    assert client.get("channels.cost", **settings, channel=channel.name).message == without
    channel.db_set("creation", "2020-01-01 00:00:00")
    known = client.get("channels.cost", **settings, channel=channel.name).message
    assert "read lately" in known
    needs = client.get("channels.streams", network="x").message
    assert needs["priced"] and needs["usual_budget"]
