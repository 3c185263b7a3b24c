"""Stored posts are looked at again, the least recently checked first."""

from datetime import timedelta

import frappe
import pytest

from social_support.conversations.clock import utc_now
from social_support.ingestion import budget, refresh
from social_support.networks.mastodon import Mastodon
from tests.site.ingestion.network import log, read


def checks(network):
    """The posts that were looked at, in order, since the network was asked for this last."""
    found = [s.path.rpartition("/")[2] for s in network.seen if "/statuses/" in s.path]
    network.seen.clear()
    return found


def age(channel, **ago):
    long_ago = utc_now() - timedelta(**ago)
    filters = {"channel": channel.name}
    frappe.db.set_value("Social Interaction", filters, "checked_at_utc", long_ago)
    frappe.db.commit()


def test_counts_of_recent_posts_are_refreshed(network, channel):
    post = network.write("it spreads")
    read(channel.name)
    post["reblogs_count"] = 41
    read(channel.name)
    [row] = frappe.get_all("Social Interaction", {"channel": channel.name}, ["share_count"])
    assert row.share_count == 41


def test_the_least_recently_checked_come_first(network, channel, monkeypatch):
    monkeypatch.setattr(refresh, "BATCHES", 1)
    for number in range(12):
        network.write(f"post {number}")
    read(channel.name)
    first = checks(network)
    read(channel.name)
    second = checks(network)
    assert len(first) == len(second) == 5
    assert not set(first) & set(second)


def test_what_is_old_and_done_is_left_alone(network, channel):
    network.write("long ago", hours_ago=24 * 5)
    read(channel.name)
    conversation = frappe.db.get_value("Social Conversation", {"channel": channel.name})
    frappe.db.set_value("Social Conversation", conversation, "status", "Closed")
    frappe.db.commit()
    checks(network)
    read(channel.name)
    assert checks(network) == []


@pytest.fixture
def strict(monkeypatch):
    """Mastodon with X's rule, that what was removed has to go within a day, and its bill."""
    monkeypatch.setattr(Mastodon, "removed_within_hours", 24)
    monkeypatch.setattr(Mastodon, "price_per_read", {"Mentions": 0.015, "": 0.005})


def test_where_the_network_wants_it_every_stored_post_is_checked(network, channel, strict):
    network.write("long ago", hours_ago=24 * 5)
    read(channel.name)
    checks(network)
    age(channel, hours=19)
    conversation = frappe.db.get_value("Social Conversation", {"channel": channel.name})
    frappe.db.set_value("Social Conversation", conversation, "status", "Closed")
    read(channel.name)
    assert checks(network) == []
    age(channel, hours=21)
    read(channel.name)
    assert len(checks(network)) == 1
    read(channel.name)
    assert checks(network) == []


def test_a_budget_that_does_not_suffice_for_that_is_said_once(
    network, connect, strict, monkeypatch
):
    channel = connect(read_budget=100)
    network.write("one")
    read(channel.name)
    age(channel, hours=25)
    monkeypatch.setattr(budget.Meter, "share_left", lambda meter: 0)
    read(channel.name)
    read(channel.name)
    assert len(log(channel.name, "Notice")) == 1
    assert "24 hours" in log(channel.name, "Notice")[0].message
