"""What is Bluesky's own in reading: late posts, people, threads, what is hidden or gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from social_support.networks.bluesky import Bluesky, latecomers, lists
from social_support.networks.contract import OWN_POSTS, Counts, Stream, Target
from social_support.networks.errors import PermissionRefused, RateLimited, Terminal
from social_support.networks.times import utc_now
from tests.fakes.bluesky import COMPANY, BlueskyServer
from tests.unit.networks.bluesky_support import (
    ANNA,
    MENTIONS,
    BlueskyProvider,
    ids,
    mention,
    network,
    now,
    provider,
    server,
    stored,
)

__all__ = ["network", "provider", "server"]
BORIS, CLARA = "boris.bsky.social", "clara.example"
DRILL, OWN = Stream("Keyword", "drill"), Stream(OWN_POSTS)


@pytest.fixture
def small_pages(monkeypatch) -> None:
    """Let a page hold three posts."""
    monkeypatch.setattr(lists, "PAGE_SIZE", 3)


def read(network: Bluesky, cursor: str, stream: Stream = MENTIONS) -> tuple[list[str], str]:
    pages = list(network.fetch(stream, cursor))
    return ids(pages), pages[-1].next_cursor if pages else cursor


# Walks


def test_a_post_of_a_slow_clock_is_not_missed(server: BlueskyServer, network: Bluesky):
    mention(server)
    _found, cursor = read(network, now(network))
    late = mention(server, "My clock is slow", created_at=utc_now() - timedelta(minutes=20))
    found, cursor = read(network, cursor)
    assert found == [late]
    assert read(network, cursor) == ([], cursor)


def test_nothing_older_than_what_was_asked_for_is_new(server: BlueskyServer, network: Bluesky):
    since = utc_now() - timedelta(minutes=10)
    mention(server, "Long ago", created_at=since - timedelta(minutes=10))
    new = mention(server)
    (page,) = network.look_back(MENTIONS, None, since)
    assert ids([page]) == [new]
    assert read(network, page.starts_at)[0] == []


def test_a_run_may_stop_after_any_page(server: BlueskyServer, network: Bluesky, small_pages: None):
    mention(server)
    cursor = now(network)
    written = [mention(server, f"Number {n}") for n in range(8)]
    first = next(network.fetch(MENTIONS, cursor))
    assert ids([first]) == written[5:]
    late = mention(server, "While nobody read")
    rest, cursor = read(network, first.next_cursor)
    assert sorted(rest) == sorted(written[:5])
    assert read(network, cursor)[0] == [late]


def test_the_cursor_does_not_grow_without_end(server: BlueskyServer, network: Bluesky, monkeypatch):
    monkeypatch.setattr(latecomers, "MOST_KNOWN", 5)
    mention(server)
    cursor = now(network)
    for n in range(12):
        mention(server, f"Number {n}")
    found, cursor = read(network, cursor)
    assert len(found) == 12 and len(cursor) < 400


def test_a_cursor_that_the_server_lost_begins_anew(
    server: BlueskyServer, network: Bluesky, small_pages: None
):
    mention(server)
    cursor = now(network)
    written = {mention(server, f"Number {n}") for n in range(5)}
    first = next(network.fetch(MENTIONS, cursor))
    said = {"error": "InvalidRequest", "message": "Malformed cursor"}
    server.refuse("listNotifications", 400, said)
    rest, _cursor = read(network, first.next_cursor)
    assert set(ids([first])) | set(rest) == written


def test_what_is_not_for_us_is_not_asked_for(server: BlueskyServer, network: Bluesky):
    now_, post = utc_now(), server.world.write(COMPANY, "Our new drill")
    answer = server.world.write(ANNA, "Is it loud?", reply_to=post)
    below = server.world.write(BORIS, "It is", reply_to=answer)
    quote = server.world.write(CLARA, "Not good", quotes=post)
    server.world.write(BORIS, "Something else")
    page = next(network.look_back(MENTIONS, None, now_ - timedelta(minutes=1)))
    kinds = {post.external_id: post.kind for post in page.posts}
    assert kinds == {answer: "Reply", below: "Reply", quote: "Mention"}
    assert "priority=false" in server.asked("listNotifications")[-1]
    assert {post.thread_id for post in page.posts} == {post, quote}


def test_a_word_is_searched_for(server: BlueskyServer, network: Bluesky):
    first = server.world.write(BORIS, "A drill")
    server.world.write(BORIS, "A saw")
    cursor = now(network, DRILL)
    second = server.world.write(CLARA, "Another drill")
    assert read(network, cursor, DRILL)[0] == [second]
    assert stored(network, first).kind == "Post"
    assert "since=" in server.asked("searchPosts")[-1]


def test_what_the_company_passes_on_is_not_its_own_word(server: BlueskyServer, network: Bluesky):
    shared = server.world.write(ANNA, "The best shop")
    server.world.share(COMPANY, shared)
    own = server.world.write(COMPANY, "Our words")
    pages = list(network.look_back(OWN, None, utc_now() - timedelta(minutes=1)))
    assert ids(pages) == [own]


@pytest.mark.parametrize("stream", [Stream("Keyword", " "), Stream("Keyword", "#"), Stream("Feed")])
def test_what_can_t_be_read_is_said(network: Bluesky, stream: Stream):
    with pytest.raises(Terminal):
        next(network.fetch(stream, "1"))


def test_too_many_calls_tell_when_to_come_back(server: BlueskyServer, network: Bluesky):
    network.verify()
    reset = int((utc_now() + timedelta(minutes=4)).timestamp())
    words = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
    server.refuse("listNotifications", 429, words, {"RateLimit-Reset": reset})
    with pytest.raises(RateLimited, match="Rate Limit Exceeded") as caught:
        next(network.fetch(MENTIONS, "{}"))
    assert int(caught.value.retry_at.timestamp()) == reset


# People


def test_people_come_with_what_their_profile_says(server: BlueskyServer, network: Bluesky):
    described = {"description": "Tools", "website": "https://tools.example", "followers": 7}
    server.world.describe(CLARA, verified=True, **described)
    post = server.world.write(CLARA, f"@{COMPANY} hello")
    author = stored(network, post).author
    assert (author.handle, author.followers, author.bio) == (CLARA, 7, "Tools")
    assert author.external_id == server.world.person(CLARA).did and author.verified
    assert [(f.value, bool(f.verified_at)) for f in author.fields] == [
        (f"https://{CLARA}", True),
        ("https://tools.example", False),
    ]
    assert stored(network, mention(server)).author.fields == ()


def test_who_changes_the_handle_stays_the_same(server: BlueskyServer, network: Bluesky):
    before = stored(network, mention(server))
    server.world.describe(ANNA, handle="anna.example")
    after = stored(BlueskyProvider(server).connect(), before.external_id)
    assert after.author.external_id == before.author.external_id
    assert (before.author.handle, after.author.handle) == (ANNA, "anna.example")


# As posts stand now


def test_25_posts_are_one_call(server: BlueskyServer, network: Bluesky):
    written = [mention(server, f"Number {n}") for n in range(26)]
    server.world.like(BORIS, written[0])
    server.world.share(CLARA, written[0])
    server.world.write(BORIS, "Look", quotes=written[0])
    server.world.write(BORIS, "Yes", reply_to=written[0])
    posts = network.refresh(written)
    assert [post.external_id for post in posts] == written
    assert posts[0].counts == Counts(1, 2, 1)
    assert len(server.asked("getPosts")) == 2 and len(server.asked("getProfiles")) == 1


def test_who_blocks_us_has_deleted_nothing(server: BlueskyServer, network: Bluesky):
    uri = mention(server)
    server.world.block(ANNA, COMPANY)
    post = stored(network, uri)
    assert not post.deleted and "My drill is broken" in post.text
    assert not post.can_reply and "blocks" in post.cannot_reply_reason
    with pytest.raises(PermissionRefused):
        network.reply(Target.of(post), "Hello", "key")


@pytest.mark.parametrize("status", ["takendown", "deactivated"])
def test_who_is_gone_is_gone_with_all_posts(server: BlueskyServer, network: Bluesky, status: str):
    uri = mention(server)
    server.world.describe(ANNA, status=status)
    assert stored(network, uri).deleted


def test_a_thread_that_is_closed_is_not_answered(server: BlueskyServer, network: Bluesky):
    root = server.world.write(ANNA, "Only for friends")
    server.world.posts[root].closed = True
    post = stored(network, server.world.write(ANNA, f"@{COMPANY} hello", reply_to=root))
    assert not post.can_reply
    with pytest.raises(PermissionRefused, match="only some people"):
        network.reply(Target.of(post), "Hello", "key")
    assert server.world.answers_to(post.external_id) == []
