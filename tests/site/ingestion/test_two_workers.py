"""Two workers at the same moment, each a process of its own."""

from collections import Counter

import frappe
import pytest

from tests.fakes.faulty import Faults
from tests.fakes.faulty_mastodon import DOMAIN, FaultyMastodon
from tests.fakes.town import Town
from tests.site.ingestion.faults import work
from tests.site.ingestion.faults.posts import Posts
from tests.site.ingestion.faults.removal import remove_posts
from tests.site.ingestion.faults.side_by_side import side_by_side
from tests.site.ingestion.faults.storing import poll, store_pages, store_without_waiting
from tests.site.ingestion.faults.story import Story
from tests.site.ingestion.network import read

ROUNDS, AUTHORS = 40, 25


@pytest.fixture
def new_channel(make, cleanup):
    def channel(network=None, **fields):
        name = make.channel(network, **fields).name
        cleanup.call(lambda: remove_posts(name, f"https://{DOMAIN}/"))
        return name

    return channel


@pytest.mark.slow
def test_two_workers_on_one_channel_store_each_post_once(new_channel, allow_loopback):
    town = Town()
    Story(1, town, 400, FaultyMastodon.habits).past(400)
    with FaultyMastodon(town, Faults(1, on=False)) as server:
        facts = {"token": server.token, "streams": server.streams, "backfill_posts": 10_000}
        channel = new_channel(server, **facts)
        errors = side_by_side((poll, (channel, 15, 1)), (poll, (channel, 15, 2)))
        assert not errors, "\n".join(errors)
        frappe.db.commit()
        read(channel)
        posts = Posts(server, channel)
        differences = [*posts.differences(), *work.of_conversations(posts)]
        assert not differences, "\n".join(differences[:10])
        assert not frappe.get_all("Social Sync Log", {"channel": channel, "status": "Failed"})


@pytest.mark.slow
def test_two_channels_with_the_same_authors_end_in_no_deadlock(new_channel):
    first, second = new_channel(), new_channel()
    authors = [f"anna{number}" for number in range(AUTHORS)]
    errors = side_by_side(
        (store_pages, (first, authors, ROUNDS, 1)), (store_pages, (second, authors, ROUNDS, 2))
    )
    assert not errors, "\n".join(errors)
    for channel in (first, second):
        assert len(stored_ids(channel)) == len(set(stored_ids(channel))) == ROUNDS * AUTHORS
    assert profiles_of(authors) == dict.fromkeys(authors, 1)


@pytest.mark.slow
def test_channels_with_different_authors_never_wait_for_each_other(new_channel):
    first, second = new_channel(), new_channel()
    ours = [f"anna{number}" for number in range(AUTHORS)]
    theirs = [f"boris{number}" for number in range(AUTHORS)]
    errors = side_by_side(
        (store_without_waiting, (first, ours, ROUNDS)),
        (store_without_waiting, (second, theirs, ROUNDS)),
    )
    assert not errors, "\n".join(errors)
    assert len(stored_ids(first)) == len(stored_ids(second)) == ROUNDS * AUTHORS


def stored_ids(channel: str) -> list[str]:
    return frappe.get_all(
        "Social Interaction", {"channel": channel}, pluck="external_id", limit_page_length=0
    )


def profiles_of(authors: list[str]) -> dict[str, int]:
    rows = frappe.get_all("Social Profile", {"handle": ("in", authors)}, pluck="handle")
    return dict(Counter(rows))
