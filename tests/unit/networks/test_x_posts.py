"""What becomes of X's posts: edits, deletions, shares, what we wrote elsewhere, broken entries."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.contract import OWN_POSTS, Stream
from social_support.networks.errors import UnexpectedPayload
from social_support.networks.newest_first import cursor_at
from social_support.networks.times import utc_now
from social_support.networks.x import X, timelines
from social_support.networks.x.snowflakes import id_at, time_of
from tests.fakes.x import COMPANY, XServer
from tests.unit.networks.x_support import MENTIONS, XProvider, asked, ids, mention, now, only

OWN = Stream(OWN_POSTS)


@pytest.fixture
def server() -> Iterator[XServer]:
    with XServer() as server:
        yield server


@pytest.fixture
def network(server: XServer) -> X:
    return XProvider(server).connect()


def test_an_edited_post_stays_one(server: XServer, network: X):
    post = mention(server, "My dril is broken")
    cursor = now(network)
    newest = server.edit(post, f"@{COMPANY} My drill is broken")
    read = only(network.fetch(MENTIONS, cursor))
    assert (read.external_id, read.text) == (post, f"@{COMPANY} My drill is broken")
    assert read.thread_id == post and read.permalink.endswith(newest)
    assert read.posted_on == time_of(post) and read.edited_on == time_of(newest)
    assert network.refresh([post]) == [read]


def test_deleted_suspended_and_protected_posts_are_gone(server: XServer, network: X):
    posts = [
        server.write(who, f"@{COMPANY} Hello") for who in ("anna", "boris", "clara", "dimitar")
    ]
    server.delete(posts[0])
    server.describe("boris", suspended=True)
    server.describe("clara", protected=True)
    server.edit(posts[3], "changed")
    assert [p.deleted for p in network.refresh(posts)] == [True, True, True, False]


def test_250_posts_are_looked_up_a_hundred_at_a_time(server: XServer, network: X):
    posts = [mention(server, f"Number {n}") for n in range(250)]
    assert [post.external_id for post in network.refresh(posts)] == posts
    assert len(asked(server, "ids=")) == 3


def test_silence_about_a_post_deletes_nothing(server: XServer, network: X):
    server.refuse("/2/tweets$", 200, {"data": []})
    with pytest.raises(UnexpectedPayload):
        network.refresh([mention(server)])


def test_a_message_can_be_looked_up(server: XServer, network: X):
    message = server.message("anna", COMPANY, "Hello")
    shown, gone = network.refresh([f"dm:{message}", "dm:12345"])
    assert (shown.text, gone.deleted) == ("Hello", True)


def test_a_retweet_is_a_share_of_the_post(server: XServer, network: X):
    post = mention(server)
    cursor = now(network)
    server.retweet("boris", post)
    share = only(network.fetch(MENTIONS, cursor))
    assert (share.kind, share.parent_id, share.can_reply) == ("Share", post, False)


def test_what_the_company_wrote_elsewhere_is_read(server: XServer, network: X):
    post = mention(server)
    cursor = now(network, OWN)
    answer = server.write(COMPANY, "Written on the phone", reply_to=post)
    own = only(network.fetch(OWN, cursor))
    assert (own.external_id, own.parent_id, own.thread_id) == (answer, post, post)
    assert own.text == "Written on the phone"
    assert own.author.external_id == network.account.external_id


# Answers that are not whole


def test_posts_whose_author_x_does_not_show_are_kept(server: XServer, network: X):
    server.describe("anna", hidden=True)
    post = mention(server)
    (page,) = network.look_back(MENTIONS, None, utc_now() - timedelta(days=1))
    assert ids([page]) == [post] and page.remarks == (timelines.PARTS_MISSING,)
    assert page.posts[0].author.external_id == server.world.users["anna"].id
    assert page.posts[0].permalink == f"https://x.com/i/status/{post}"


def test_a_post_that_can_t_be_read_stops_nothing(server: XServer, network: X):
    good = {"id": id_at(utc_now()), "author_id": "7", "text": "Hello"}
    answer = {"data": [good, {"id": "5"}, "nonsense", None, {"text": "no id"}]}
    server.refuse("mentions", 200, answer | {"meta": {"result_count": 5}})
    (page,) = network.look_back(MENTIONS, None, datetime(2000, 1, 1, tzinfo=timezone.utc))
    assert ids([page]) == [good["id"]]
    assert len(page.rejected) == 4 and all(entry.reason for entry in page.rejected)
    assert network.read_raw(page.posts[0].raw) == page.posts[0]
    for entry in page.rejected:
        with pytest.raises(UnexpectedPayload):
            network.read_raw(entry.raw)


def test_an_empty_page_before_the_last_is_passed(server: XServer, network: X):
    post = mention(server)
    server.refuse("mentions", 200, {"meta": {"result_count": 0, "next_token": token(post)}})
    assert ids(list(network.fetch(MENTIONS, cursor_at(None, utc_now() - timedelta(days=1))))) == [
        post
    ]


def token(before: str) -> str:
    return base64.b32encode(str(int(before) + 1).encode()).decode().rstrip("=").lower()
