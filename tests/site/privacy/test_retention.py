"""Texts go after the days of their channel, the settings or the network; figures stay."""

from __future__ import annotations

import time
from datetime import timedelta

import frappe
import pytest

from social_support.conversations import keys
from social_support.conversations import retention as blanking
from social_support.networks.mastodon import Mastodon
from social_support.privacy import retention

SETTINGS = "Social Support Settings"


@pytest.fixture
def channel(make):
    return make.channel(keep_texts_days=30)


def aged(make, channel, days: float, *posts) -> object:
    """Store posts as if that had been so many days ago."""
    then = time.time_ns() - int(days * 86_400 * 10**9)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys.time, "time_ns", lambda: then)
        stored = make.stored(channel, *posts)
    frappe.db.commit()
    return stored


def texts(stored) -> list[str]:
    filters = {"name": ("in", stored.new)}
    return frappe.get_all("Social Interaction", filters, pluck="text", order_by="name")


def test_old_texts_go_and_figures_stay(make, channel) -> None:
    post = make.post("Old and unanswered", raw={"id": 1}, minutes_ago=60 * 24 * 40)
    old = aged(make, channel, 31, post)
    fresh = aged(make, channel, 29, make.post("Fresh", raw={"id": 2}))
    other = aged(make, make.channel(), 31, make.post("Of a channel that keeps all"))
    columns = ["inbound_count", "status", "priority", "sentiment", "first_post_on"]
    row = {"name": old.conversations[0]}
    before = frappe.db.get_value("Social Conversation", row, columns)
    retention.remove_old_texts()

    assert (texts(old), texts(fresh), texts(other)) == (
        [""],
        ["Fresh"],
        ["Of a channel that keeps all"],
    )
    assert frappe.db.get_value("Social Conversation", row, columns) == before
    subject = frappe.db.get_value("Social Conversation", row, "subject")
    assert subject == f"@{post.author.handle} …"
    assert not frappe.db.exists("Social Payload", {"interaction": old.new[0]})
    assert frappe.db.exists("Social Payload", {"interaction": fresh.new[0]})
    assert not frappe.db.get_value("Social Interaction", old.new[0], "deleted")

    # The network shows it still: it stays empty, and counts as known.
    again = make.stored(channel, post)
    assert again.known == 1 and not again.changed and texts(old) == [""]


def test_a_batch_at_a_time_and_on_from_there(make, channel, monkeypatch) -> None:
    old = aged(make, channel, 31, *(make.post(f"Post {n}") for n in range(5)))
    monkeypatch.setattr(blanking, "BATCH", 2)
    remove, calls = retention.remove_texts, []

    def die_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return remove(*args)

    monkeypatch.setattr(retention, "remove_texts", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        retention.remove_old_texts()
    frappe.db.rollback()
    assert sum(not text for text in texts(old)) == 2
    retention.remove_old_texts()
    assert texts(old) == [""] * 5
    # It went on where it had stopped, and the next time it begins at the limit.
    assert calls[2][1] == calls[1][1] > ""
    del calls[:]
    retention.remove_old_texts()
    [(_channel, after, before)] = [call for call in calls if call[0] == channel.name]
    assert after and (after <= before)


def test_the_shorter_limit_wins_and_is_told(monkeypatch) -> None:
    monkeypatch.setattr(retention, "_usual_days", lambda: 90)
    assert retention._limit("mastodon", 30) == timedelta(days=30)
    assert retention._limit("mastodon", 0) == timedelta(days=90)
    monkeypatch.setattr(Mastodon, "text_hours", 48)
    assert retention._limit("mastodon", 30) == timedelta(hours=46)
    assert "48" in retention.in_words("mastodon", 30)
    assert "1" in retention.in_words("mastodon", 1)
    monkeypatch.setattr(Mastodon, "text_hours", 0)
    assert "30" in retention.in_words("mastodon", 30)
    assert "90" in retention.in_words("mastodon", 0)
    monkeypatch.setattr(retention, "_usual_days", lambda: 0)
    assert retention._limit("mastodon", 0) is None
