"""Sync Health and the list of channels: the figures, against rows made here."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import frappe
import pytest
from frappe.desk.query_report import run as run_report
from frappe.utils import now_datetime

from social_support.conversations.clock import utc_now
from social_support.ingestion import sync_health, sync_log
from social_support.ingestion.sync_health import glance
from tests.site.support.queries import count_queries

LONG_AGO = timedelta(days=3)


@pytest.fixture
def channel(make):
    return listening_for_days(make.channel(mode="Listen and Reply"))


def listening_for_days(channel):
    frappe.db.set_value(
        "Social Stream State",
        {"channel": channel.name},
        "creation",
        now_datetime() - LONG_AGO,
        update_modified=False,
    )
    return channel


def stored_late(make, channel, *seconds: int, minutes_ago: float = 60, **fields) -> None:
    """Posts that were stored so many seconds after they were written."""
    posts = [make.post(f"Post {n}", minutes_ago=minutes_ago, **fields) for n in seconds]
    stored = make.stored(channel, *posts)
    by_id = {post.external_id: late for post, late in zip(posts, seconds, strict=True)}
    for name in stored.new:
        row = frappe.db.get_value("Social Interaction", name, ["external_id", "posted_on"])
        then = row[1] + timedelta(seconds=by_id[row[0]])
        frappe.db.set_value("Social Interaction", name, "creation", then, update_modified=False)


def report() -> dict:
    return run_report("Sync Health", filters={}, ignore_prepared_report=True)


def row_of(channel) -> dict:
    rows = report()["result"]
    return next(row for row in rows if row["channel"] == channel.name)


def counted(channel, field: str, since) -> int:
    """The rows that a figure of the report opens."""
    lists = {
        "posts": (
            "Social Interaction",
            {"direction": "Incoming", "added_by_hand": 0, "posted_on": (">=", since)},
        ),
        "errors": ("Social Sync Log", {"status": "Failed", "creation": (">=", since)}),
        "set_aside": ("Social Sync Log", {"status": "Set Aside"}),
    }
    doctype, filters = lists[field]
    return frappe.db.count(doctype, {"channel": channel.name, **filters})


def test_lag_is_told_by_posts_written_while_the_channel_listened(make, channel):
    stored_late(make, channel, *range(1, 21))
    row = row_of(channel)
    assert (row["half_within"], row["nearly_all_within"]) == (10, 19)


def test_posts_from_before_the_channel_listened_tell_no_lag(make):
    channel = make.channel()
    stored_late(make, channel, 3600, minutes_ago=120)
    row = row_of(channel)
    assert (row["half_within"], row["nearly_all_within"]) == (None, None)
    assert row["posts"] == 1


def test_posts_added_by_hand_and_older_ones_do_not_count(make, channel):
    stored_late(make, channel, 5)
    stored_late(make, channel, 9000, minutes_ago=25 * 60)
    stored_late(make, channel, 7000)
    newest = frappe.get_all("Social Interaction", {"channel": channel.name}, order_by="name desc")
    frappe.db.set_value("Social Interaction", newest[0].name, "added_by_hand", 1)
    row = row_of(channel)
    assert row["posts"] == 1 and row["half_within"] == 5
    assert row["posts_an_hour"] == pytest.approx(1 / 24)


def test_each_figure_is_the_number_of_rows_that_it_opens(make, channel):
    stored_late(make, channel, 1, 2, 3)
    for message in ("first", "second"):
        sync_log.failed(channel, "Mentions", message)
    sync_log.set_aside(channel, "Mentions", {"id": 1}, "too long")
    row = row_of(channel)
    figures = {field: row[field] for field in ("posts", "errors", "set_aside")}
    assert figures == {"posts": 3, "errors": 2, "set_aside": 1}
    for field, figure in figures.items():
        assert counted(channel, field, row["counted_from"]) == figure
    assert row["last_error"] == "second"


def test_budget_gap_success_and_error(channel):
    since, until = datetime(2026, 3, 1, 4, 0), datetime(2026, 3, 1, 6, 30)
    states = {"channel": channel.name}
    channel.db_set("read_budget", 500)
    values = {"reads_on": utc_now().date(), "reads_today": 120}
    frappe.db.set_value("Social Stream State", states | {"stream": "By Hand"}, values)
    values = {
        "gap_since_utc": since,
        "gap_until_utc": until,
        "last_success_utc": utc_now(),
        "last_error_utc": utc_now(),
        "last_error": "The network has a problem.",
        "failures": 1,
        "next_run_utc": utc_now() + timedelta(minutes=5),
    }
    frappe.db.set_value("Social Stream State", states | {"stream": "Mentions"}, values)
    row = row_of(channel)
    assert (row["reads"], row["read_budget"]) == (120, 500)
    assert " – " in row["gap"]
    assert row["last_success"] and row["last_error_at"]
    assert row["last_error"] == "The network has a problem."


def test_reads_of_another_day_are_not_todays(channel):
    values = {"reads_on": "2020-01-01", "reads_today": 120}
    filters = {"channel": channel.name, "stream": "By Hand"}
    frappe.db.set_value("Social Stream State", filters, values)
    assert row_of(channel)["reads"] == 0


def test_above_and_below_the_rows(channel):
    shown = report()
    labels = {figure["label"] for figure in shown["report_summary"]}
    assert {"Waiting in short", "Waiting in long", "Workers", "Scheduler"} <= labels
    assert {"Waits Longest", "Switched On Elsewhere"} <= labels
    oldest = next(f for f in shown["report_summary"] if f["label"] == "Waits Longest")
    assert oldest["figure"] > 0  # the channel is due and nobody reads it
    assert "does not run" in shown["message"] and "validate" in shown["message"]


def test_who_registered_is_named(make):
    alert = {"event": "New", "channel": "System Notification", "enabled": 1}
    name = make.unique("Tell & everybody")
    doc = {"subject": "New", "message": "New", "document_type": "Social Interaction", **alert}
    doc["recipients"] = [{"receiver_by_role": "System Manager"}]
    frappe.get_doc(doc | {"doctype": "Notification", "name": name}).insert(set_name=name)
    make.cleanup.doc("Notification", name)
    frappe.cache.delete_value("notifications")
    assert frappe.utils.escape_html(name) in report()["message"]
    frappe.cache.delete_value("notifications")


def test_who_may_see_it(web, make, channel):
    asked = {"report_name": "Sync Health", "filters": "{}"}
    path = "/api/method/frappe.desk.query_report.run"
    assert web.as_user(make.manager()).get(path, **asked).ok
    for user in (make.agent(), make.sales_rep(), make.nobody()):
        assert web.as_user(user).get(path, **asked).status == 403, user


def test_who_waits_longest_is_read_from_here_and_named_to_whoever_may_know(make, monkeypatch):
    moved, due = make.channel(channel_name="Moved"), make.channel(channel_name="Due & Co")
    for channel, days in ((moved, 900), (due, 800)):
        since = {"next_run_utc": utc_now() - timedelta(days=days), "active": 1}
        filters = {"channel": channel.name, "stream": "Mentions"}
        frappe.db.set_value("Social Stream State", filters, since)
    moved.db_set("home_url", "another.example")
    assert "Due &amp; Co" in waits_longest()
    manager = make.manager()
    permission = {"user": manager, "allow": "Social Channel", "for_value": moved.name}
    make._insert("User Permission", **permission)
    monkeypatch.setattr(frappe.session, "user", manager)
    assert waits_longest() == "800 days"


def waits_longest() -> str:
    return next(f["value"] for f in sync_health.summary() if f["label"] == "Waits Longest")


def test_a_glance_takes_as_many_queries_for_twelve_as_for_two(make):
    channels = [make.channel().name for _number in range(12)]
    glance(channels)
    with count_queries() as for_two:
        glance(channels[:2])
    with count_queries() as for_twelve:
        found = glance(channels)
    assert set(found) == set(channels)
    assert len(for_twelve) == len(for_two) <= 16


def test_the_list_shows_only_what_the_user_may_read(make, web, channel):
    stored_late(make, channel, 4, 9)
    asked = {"names": json.dumps([channel.name, "no such channel"])}
    found = web.as_user(make.agent()).get("channels.glance", **asked)
    assert set(found.message) == {channel.name}
    glance = found.message[channel.name]
    assert glance["lag"] == "Half stored within 4 seconds, 19 of 20 within 9 seconds"
    assert glance["level"] and glance["sentence"]
    assert web.as_user(make.sales_rep()).get("channels.glance", **asked).status == 403
    other = make.channel()
    agent = make.agent()
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": agent,
            "allow": "Social Channel",
            "for_value": other.name,
        }
    ).insert()
    both = {"names": json.dumps([channel.name, other.name])}
    assert set(web.as_user(agent).get("channels.glance", **both).message) == {other.name}
