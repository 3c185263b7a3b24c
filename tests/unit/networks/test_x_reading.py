"""What is X's own in reading: walks, gaps, two sets of names, edits, partial answers, bills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from social_support.networks.contract import Post, Stream
from social_support.networks.errors import (
    PermissionRefused,
    RateLimited,
    Terminal,
)
from social_support.networks.newest_first import cursor_at, seen_of
from social_support.networks.times import utc_now
from social_support.networks.x import X, timelines
from social_support.networks.x.snowflakes import id_at, time_of
from tests.fakes import x_api
from tests.fakes.x import COMPANY, XServer
from tests.unit.networks.x_support import MENTIONS, XProvider, asked, ids, mention, now, only

MESSAGES = Stream("Direct Messages")
DRILL = Stream("Keyword", "drill")


@pytest.fixture
def server() -> Iterator[XServer]:
    with XServer() as server:
        yield server


@pytest.fixture
def network(server: XServer) -> X:
    return XProvider(server).connect()


@pytest.fixture
def small_pages(monkeypatch) -> None:
    """Let a page hold ten posts."""
    monkeypatch.setattr(timelines, "PAGE_SIZE", 10)


# Walks


def test_a_run_may_stop_after_any_page(server: XServer, network: X, small_pages: None):
    mention(server)
    cursor = now(network)
    written = [mention(server, f"Number {n}") for n in range(25)]
    first = next(network.fetch(MENTIONS, cursor))
    assert ids([first]) == written[15:]
    late = mention(server, "While nobody read")
    rest = list(network.fetch(MENTIONS, first.next_cursor))
    assert [len(page.posts) for page in rest] == [10, 5]
    assert ids(rest) == written[5:15] + written[:5]
    assert seen_of(rest[0].next_cursor).seen == seen_of(cursor).seen
    assert seen_of(rest[1].next_cursor).seen == written[-1]
    assert ids(list(network.fetch(MENTIONS, rest[1].next_cursor))) == [late]


def test_only_what_is_new_is_asked_for(server: XServer, network: X):
    seen = mention(server)
    assert list(network.fetch(MENTIONS, now(network))) == []
    assert f"since_id={seen}" in asked(server, "mentions")[-1]


def test_a_backfill_asks_for_no_older_posts(server: XServer, network: X):
    mention(server, days_ago=5)
    recent = mention(server, days_ago=1)
    assert ids(list(network.look_back(MENTIONS, None, utc_now() - timedelta(days=2)))) == [recent]
    assert network.reads == 2  # the post and its author


@pytest.mark.parametrize("stream", [MENTIONS, DRILL])
def test_a_backfill_of_several_pages_is_read_to_its_end(
    server: XServer, network: X, small_pages: None, stream: Stream
):
    mention(server, days_ago=3)
    written = [mention(server, f"My drill, {n}") for n in range(25)]
    pages = list(network.look_back(stream, None, utc_now() - timedelta(days=2)))
    assert ids(pages) == written[15:] + written[5:15] + written[:5]
    assert not any("start_time" in address for _method, address in server.seen)


def test_mentions_out_of_reach_are_a_gap(
    server: XServer, network: X, small_pages: None, monkeypatch
):
    monkeypatch.setattr(x_api, "MENTIONS_SHOWN", 20)
    monkeypatch.setattr("social_support.networks.x.network.MENTIONS_SHOWN", 20)
    seen = mention(server)
    cursor = now(network)
    for n in range(30):
        mention(server, f"Number {n}")
    pages = list(network.fetch(MENTIONS, cursor))
    assert len(ids(pages)) == 20
    gap = pages[-1].gap
    assert gap.since == time_of(seen)
    assert gap.until == time_of(ids(pages[-1:])[0])


def test_many_mentions_within_reach_are_no_gap(
    server: XServer, network: X, small_pages: None, monkeypatch
):
    monkeypatch.setattr("social_support.networks.x.network.MENTIONS_SHOWN", 20)
    mention(server)
    cursor = now(network)
    written = {mention(server, f"Number {n}") for n in range(18)}
    pages = list(network.fetch(MENTIONS, cursor))
    assert set(ids(pages)) == written
    assert [page.gap for page in pages] == [None, None]


# The search goes back a week


def test_a_search_that_stood_still_for_too_long_has_a_gap(server: XServer, network: X):
    since = utc_now() - timedelta(days=9)
    lost = server.write("boris", "A drill", days_ago=8)
    found = server.write("boris", "Another drill", days_ago=1)
    (page,) = network.fetch(DRILL, cursor_at(id_at(since), since))
    assert ids([page]) == [found] and lost not in ids([page])
    week_ago = utc_now() - timedelta(days=7)
    assert page.gap.since == since and abs(page.gap.until - week_ago) < timedelta(minutes=1)
    assert list(network.fetch(DRILL, page.next_cursor)) == []


def test_a_gap_is_told_once_where_nothing_was_found(server: XServer, network: X):
    since = utc_now() - timedelta(days=9)
    (page,) = network.fetch(DRILL, cursor_at(id_at(since), since))
    assert page.gap and page.posts == ()
    assert list(network.fetch(DRILL, page.next_cursor)) == []


def test_a_quiet_word_is_no_gap(server: XServer, network: X):
    """Nobody wrote for days, and each reading saw that: the bound moves before X calls it old."""
    since = utc_now() - timedelta(days=3)
    (page,) = network.fetch(DRILL, cursor_at(id_at(since), since))
    assert (page.posts, page.gap) == ((), None)
    assert seen_of(page.next_cursor).seen_at > utc_now() - timedelta(days=2)
    assert list(network.fetch(DRILL, page.next_cursor)) == []


def test_a_backfill_of_a_search_ends_where_the_search_does(server: XServer, network: X):
    server.write("boris", "A drill", days_ago=8)
    found = server.write("boris", "Another drill", days_ago=3)
    assert ids(list(network.look_back(DRILL, None, utc_now() - timedelta(days=30)))) == [found]


@pytest.mark.parametrize("term", ["", " # ", "a" * 513])
def test_what_can_t_be_searched_for_is_said(network: X, term: str):
    with pytest.raises(Terminal):
        list(network.fetch(Stream("Keyword", term), ""))


# Messages


def test_messages_are_read_until_a_known_one(server: XServer, network: X):
    first = server.message("anna", COMPANY, "One")
    cursor = now(network, MESSAGES)
    new = [server.message("boris", COMPANY, f"Number {n}") for n in range(25)]
    pages = list(network.fetch(MESSAGES, cursor))
    assert sorted(ids(pages)) == [f"dm:{n}" for n in new] and f"dm:{first}" not in ids(pages)
    before = network.reads
    assert list(network.fetch(MESSAGES, pages[-1].next_cursor)) == []
    assert network.reads == before  # those that X shows again are not counted again


def test_a_lost_page_token_begins_the_walk_again(server: XServer, network: X):
    cursor = now(network, MESSAGES)
    for n in range(25):
        server.message("anna", COMPANY, f"Number {n}")
    page = next(network.fetch(MESSAGES, cursor))
    broken = page.next_cursor.replace(seen_of(page.next_cursor).next, "!")
    assert len(set(ids(list(network.fetch(MESSAGES, broken))))) == 25


def test_our_own_message_says_for_whom_it_is(server: XServer, network: X):
    server.message(COMPANY, "anna", "Hello Anna")
    post = only(network.look_back(MESSAGES, None, utc_now() - timedelta(days=1)))
    assert post.author.external_id == network.account.external_id
    assert post.addressed_to == server.world.users["anna"].id


# Names of fields


@pytest.mark.parametrize("dialect", ["post", "tweet", "both"])
@pytest.mark.parametrize("counts_as_text", [False, True])
def test_both_sets_of_names_read_the_same(server: XServer, dialect: str, counts_as_text: bool):
    server.api.dialect, server.api.counts_as_text = dialect, counts_as_text
    network = XProvider(server).connect()
    ours = server.write(COMPANY, "Our new drill")
    server.write("anna", "Look at this", quotes=ours)
    post = mention(server, "x" * 400)
    server.like("boris", post)
    server.retweet("boris", post)
    server.edit(post, f"@{COMPANY} " + "y" * 400)
    (read,) = network.refresh([post])
    assert read.text == f"@{COMPANY} " + "y" * 400
    assert (read.counts.likes, read.counts.shares, read.counts.replies) == (1, 1, 0)
    assert read.external_id == post and read.edited_on
    (quote,) = (p for p in only_pages(network, Stream("Keyword", "look")))
    assert quote.can_reply and quote.kind == "Mention"


def only_pages(network: X, stream: Stream) -> list[Post]:
    return [
        post
        for page in network.look_back(stream, None, utc_now() - timedelta(days=1))
        for post in page.posts
    ]


def test_the_names_are_found_out_once_and_kept(server: XServer):
    server.api.dialect = "tweet"
    limits = XProvider(server).connect().verify().limits
    assert limits == {"fields": "tweet"}
    server.seen.clear()
    network = XProvider(server).network(limits=limits)
    assert list(network.look_back(MENTIONS, None, utc_now() - timedelta(days=1))) == []
    assert len(server.seen) == 1


# Refusals


def test_the_limit_of_x_says_when_to_come_back(server: XServer, network: X):
    server.limited = True
    pages = []
    with pytest.raises(RateLimited) as caught:
        for _n in range(20):
            pages += network.fetch(MESSAGES, cursor_at(None, utc_now()))
    assert utc_now() < caught.value.retry_at <= utc_now() + timedelta(minutes=15)


@pytest.mark.parametrize(("period", "days"), [("Daily", 1), ("Monthly", 1)])
def test_a_used_up_credit_waits_for_the_next_period(
    server: XServer, network: X, period: str, days: int
):
    body = {
        "type": "https://api.x.com/2/problems/usage-capped",
        "title": "Usage cap",
        "period": period,
    }
    server.refuse("mentions", 429, body, {"x-rate-limit-reset": "1000000001"})
    with pytest.raises(RateLimited, match="used up") as caught:
        list(network.fetch(MENTIONS, ""))
    assert utc_now() < caught.value.retry_at <= utc_now() + timedelta(days=days)
    assert caught.value.said == "Usage cap"


def test_an_app_without_leave_is_told_what_it_lacks(server: XServer, network: X):
    kind = "https://api.twitter.com/2/problems/client-forbidden"
    server.refuse(
        "mentions", 403, {"type": kind, "title": "Client Forbidden", "detail": "No project"}
    )
    with pytest.raises(PermissionRefused, match="developer portal") as caught:
        list(network.fetch(MENTIONS, ""))
    assert caught.value.said == "No project"


def test_what_is_read_is_counted_as_x_bills_it(server: XServer, network: X):
    parent = server.write("boris", "A drill")
    server.write("anna", f"@{COMPANY} This one", reply_to=parent)
    mention(server)
    list(network.look_back(MENTIONS, None, utc_now() - timedelta(days=1)))
    assert network.reads == 2 + 1 + 1  # posts, their author, the post that one answers
