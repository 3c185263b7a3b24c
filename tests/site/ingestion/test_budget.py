"""What a channel may read a day, and what it does when that is read."""

import frappe
import pytest

from social_support.conversations.clock import utc_now
from social_support.ingestion import budget, run, streams
from social_support.networks.mastodon import Mastodon
from tests.site.ingestion.network import NOTIFICATIONS, log, read, state, texts


def reads(channel):
    return budget.reads_today(budget.counts_of(channel.name))


@pytest.fixture
def limited(connect):
    channel = connect(read_budget=10)
    frappe.db.commit()
    return channel


def test_posts_count_where_the_network_counts_nothing(network, limited, connect, monkeypatch):
    monkeypatch.setattr(budget.Meter, "share_left", lambda meter: 10)
    for number in range(3):
        network.write(f"post {number}")
    read(limited.name)
    # Each is looked at once more for what may have changed.
    assert reads(limited) == 6
    free = connect()
    read(free.name)
    assert reads(free) == 0


def test_what_the_network_counts_is_what_counts(network, limited, monkeypatch):
    monkeypatch.setattr(Mastodon, "price_per_read", {"Mentions": 0.015})
    page_of = Mastodon._page

    def counted(self, *args):
        self.reads += 4
        return page_of(self, *args)

    monkeypatch.setattr(Mastodon, "_page", counted)
    network.write("one")
    read(limited.name)
    # The mention and the end of what lies behind it; our own posts, of which there are none.
    assert reads(limited) in (4, 8)


def test_at_the_limit_all_streams_wait_for_the_next_day(network, limited):
    for number in range(12):
        network.write(f"post {number}")
    read(limited.name)
    # The page that was begun is kept.
    assert len(texts(limited.name)) == 12
    mentions = state(limited.name)
    assert (mentions.error_kind, mentions.failures) == ("BudgetSpent", 0)
    assert mentions.next_run_utc == budget.resets_at()
    assert state(limited.name, streams.CHANGES).next_run_utc == budget.resets_at()
    assert len(log(limited.name, "Notice")) == 1
    network.write("too late for today")
    asked = network.asked(NOTIFICATIONS)
    read(limited.name)
    assert network.asked(NOTIFICATIONS) == asked
    assert len(log(limited.name, "Notice")) == 1


def test_the_next_day_it_goes_on(network, limited):
    for number in range(12):
        network.write(f"post {number}")
    read(limited.name)
    frappe.db.set_value(
        streams.DOCTYPE,
        {"channel": limited.name, "stream": streams.BY_HAND},
        {"reads_on": "2026-01-01"},
    )
    network.write("tomorrow")
    read(limited.name)
    assert "tomorrow" in texts(limited.name)
    assert state(limited.name).error_kind == ""


def test_a_raised_budget_goes_on_at_once(network, limited):
    for number in range(12):
        network.write(f"post {number}")
    read(limited.name)
    limited.reload()
    limited.read_budget = 1000
    limited.save()
    assert state(limited.name).next_run_utc < utc_now()
    network.write("go on")
    read(limited.name)
    assert "go on" in texts(limited.name)


def test_older_posts_wait_too(network, connect, monkeypatch):
    channel = connect(read_budget=10, backfill_posts=100)
    network.page_size = 10
    for number in range(35):
        network.write(f"post {number}", hours_ago=40 - number)
    read(channel.name)
    run.read_back(channel.name)
    assert len(texts(channel.name)) == 10


def test_looking_again_leaves_the_day_s_budget_to_new_posts(network, connect, monkeypatch):
    channel = connect(read_budget=100)
    for number in range(12):
        network.write(f"post {number}")
    monkeypatch.setattr(budget.Meter, "share_left", lambda meter: 3)
    read(channel.name)
    assert reads(channel) == 15
