"""What is X's own in writing: length and price, who may be answered, finding an answer again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from social_support.networks.contract import PRIVATE, Post, Stream, Target
from social_support.networks.errors import (
    NotFound,
    PermissionRefused,
    PostRejected,
    RateLimited,
    Unavailable,
)
from social_support.networks.times import utc_now
from social_support.networks.x import X
from tests.fakes.x import COMPANY, XServer
from tests.unit.networks.x_support import XProvider, mention

MESSAGES = Stream("Direct Messages")
PUBLIC_POST = Target("1", kind="Mention", author_handle="anna")
MESSAGE = Target("dm:1", kind="Direct Message", visibility=PRIVATE, author_external_id="7")


@pytest.fixture
def server() -> Iterator[XServer]:
    with XServer() as server:
        yield server


@pytest.fixture
def network(server: XServer) -> X:
    return XProvider(server).connect()


def stored(network: X, external_id: str) -> Post:
    (post,) = network.refresh([external_id])
    return post


def answer(network: X, post: Post, text: str = "We look into it") -> str:
    return network.reply(Target.of(post), text, uuid4().hex).external_id


# Length and price


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 280, 280),
        ("Ж" * 280, 280),
        ("…•", 4),
        ("👩‍🔧", 2),
        ("日本", 4),
        ("see https://shop.com/" + "x" * 90, 27),
        ("see firma.bg", 27),
        ("e\u0301", 1),
        ("  hello  ", 5),
        ("", 0),
    ],
)
def test_a_post_is_as_long_as_x_counts(network: X, text: str, used: int):
    length = network.measure(PUBLIC_POST, text)
    assert (length.used, length.limit) == (used, 280)


def test_a_message_may_be_long(network: X):
    assert network.measure(MESSAGE, "日" * 10_000).fits
    assert not network.measure(MESSAGE, "日" * 10_001).fits


@pytest.mark.parametrize("text", ["See firma.bg", "See https://shop.com/returns"])
def test_the_price_of_a_link_is_said(network: X, text: str):
    assert "$0.20" in network.measure(PUBLIC_POST, text).remark
    assert network.measure(PUBLIC_POST, "No link. Really").remark == ""
    assert network.measure(MESSAGE, text).remark == ""


def test_the_price_fits_what_is_told_before_writing(network: X):
    assert "link" in network.audience(PUBLIC_POST)
    assert network.audience(MESSAGE) != network.audience(PUBLIC_POST)


# Who may be answered


def test_who_did_not_ask_for_it_is_answered_by_hand(server: XServer, network: X):
    post = stored(network, server.write("boris", "My drill is broken"))
    assert not post.can_reply
    with pytest.raises(PermissionRefused, match=f"Answer by hand: {post.permalink}") as caught:
        answer(network, post)
    assert "not allowed" in caught.value.said
    assert server.answers_to(post.external_id) == []


def test_a_quote_of_ours_may_be_answered(server: XServer, network: X):
    ours = server.write(COMPANY, "Our new drill")
    post = stored(network, server.write("boris", "Not good", quotes=ours))
    reply = answer(network, post)
    assert server.answers_to(post.external_id) == [reply]


def test_the_newest_version_is_answered(server: XServer, network: X):
    first = mention(server, "My dril is broken")
    newest = server.edit(first, f"@{COMPANY} My drill is broken")
    reply = answer(network, stored(network, first))
    assert server.show(reply)["reply_to"] == newest
    assert stored(network, reply).parent_id == first


def test_a_post_that_is_gone_is_not_answered(server: XServer, network: X):
    post = stored(network, mention(server))
    server.delete(post.external_id)
    with pytest.raises(NotFound):
        answer(network, post)


def test_the_same_text_is_taken_once(server: XServer, network: X):
    post = stored(network, mention(server))
    answer(network, post)
    with pytest.raises(PostRejected, match="only once"):
        answer(network, post)


def test_a_protected_post_gets_no_public_answer(server: XServer, network: X):
    target = replace(PUBLIC_POST, visibility=PRIVATE)
    with pytest.raises(PermissionRefused):
        network.reply(target, "Everybody could read this", "key")
    assert server.seen == []


@pytest.mark.parametrize(
    ("status", "body", "error", "maybe_done"),
    [
        (429, {"title": "Too Many Requests"}, RateLimited, False),
        (503, {}, Unavailable, True),
        (403, {"detail": "Something new", "title": "Forbidden"}, PermissionRefused, False),
        (403, {"type": "https://api.x.com/2/problems/client-forbidden"}, PermissionRefused, False),
        (400, {"title": "Invalid Request"}, PostRejected, False),
        (200, {"data": {}}, Unavailable, True),
    ],
)
def test_every_refusal_has_its_error(
    server: XServer, network: X, status: int, body: dict, error: type, maybe_done: bool
):
    post = stored(network, mention(server))
    server.refuse("/2/tweets$", status, body)
    with pytest.raises(error) as caught:
        answer(network, post)
    assert type(caught.value) is error and caught.value.maybe_done is maybe_done


# Finding an answer again


@pytest.mark.parametrize(
    "text",
    [
        "Sorry! It is on its way & you have it <today>",
        "See firma.bg or https://shop.com/returns?a=1&b=2",
        "@anna sorry  for   that",
        "Два реда\n\nи емоджи 👩‍🔧",
        "e\u0301",
    ],
)
def test_an_answer_is_found_by_its_text(server: XServer, network: X, text: str):
    post = stored(network, mention(server))
    other = stored(network, mention(server, "Another one"))
    since = utc_now() - timedelta(minutes=1)
    published = network.reply(Target.of(post), text, "key")
    assert published.post.parent_id == post.external_id
    found = network.find_own("key", text, since, Target.of(post))
    assert found.external_id == published.external_id
    assert network.find_own("key", text, since, Target.of(other)) is None
    assert network.find_own("key", f"{text} no", since, Target.of(post)) is None


def test_what_was_sent_reads_the_same_when_it_comes_back(server: XServer, network: X):
    """Else our own answer would look as if somebody had edited it."""
    post = stored(network, mention(server))
    text = "See firma.bg & https://shop.com/x  <b>\n\nBest regards"
    published = network.reply(Target.of(post), text, "key")
    assert stored(network, published.external_id).text == published.post.text == text


def test_a_private_answer_is_found_by_text_and_person(server: XServer, network: X):
    for who in ("anna", "boris"):
        server.message(who, COMPANY, "Hello")
    since = utc_now() - timedelta(minutes=1)
    posts = [p for page in network.look_back(MESSAGES, None, since) for p in page.posts]
    to_anna, to_boris = (Target.of(post) for post in posts)
    published = network.reply(to_anna, "Between us", "key")
    assert (
        network.find_own("key", "Between us", since, to_anna).external_id == published.external_id
    )
    assert published.permalink == network.find_own("key", "Between us", since, to_anna).permalink
    assert network.find_own("key", "Between us", since, to_boris) is None
    assert published.post.addressed_to == to_anna.author_external_id


# Links


@pytest.mark.parametrize(
    ("link", "external_id"),
    [
        ("https://x.com/anna/status/123", "123"),
        ("https://twitter.com/anna/status/123?s=20", "123"),
        ("https://mobile.twitter.com/anna/status/123/photo/1", "123"),
        ("https://www.x.com/i/web/status/123", "123"),
        ("http://X.com/anna/statuses/123#a", "123"),
        ("https://x.com/anna", None),
        ("https://x.com/anna/status/abc", None),
        ("https://x.com.evil.example/anna/status/123", None),
        ("https://evil.example/x.com/anna/status/123", None),
        ("https://[x.com/anna/status/123", None),
        ("123", None),
    ],
)
def test_a_link_tells_the_id(network: X, link: str, external_id: str | None):
    assert network.external_id_from_link(link) == external_id
