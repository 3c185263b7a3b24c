"""What is Bluesky's own in writing: one place for one reply, names and links, length, links."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from social_support.networks.bluesky import Bluesky
from social_support.networks.bluesky.records import key_in_repo
from social_support.networks.contract import PRIVATE, Target
from social_support.networks.errors import (
    NotFound,
    PermissionRefused,
    PostRejected,
    RateLimited,
    Unavailable,
)
from social_support.networks.times import utc_now
from tests.fakes.bluesky import COMPANY, BlueskyServer
from tests.unit.networks.bluesky_support import ANNA, mention, network, provider, server, stored

__all__ = ["network", "provider", "server"]

TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


@pytest.fixture
def target(server: BlueskyServer, network: Bluesky) -> Target:
    return Target.of(stored(network, mention(server)))


# Once


def test_each_reply_has_its_place_before_it_is_sent():
    keys = [key_in_repo(str(n)) for n in range(1000)]
    assert len(set(keys)) == 1000 and all(map(TID.fullmatch, keys))
    assert key_in_repo("a") == key_in_repo("a") != key_in_repo("b")


def test_a_reply_whose_answer_was_lost_is_not_written_again(
    server: BlueskyServer, network: Bluesky, target: Target
):
    server.loses_answers = True
    with pytest.raises(Unavailable) as caught:
        network.reply(target, "We look into it", "key")
    server.loses_answers = False
    assert caught.value.maybe_done
    found = network.find_own("key", "", utc_now(), target)
    again = network.reply(target, "We look into it", "key")
    assert [found.external_id, again.external_id] == server.world.answers_to(target.external_id) * 2
    assert found.post == again.post


def test_what_stands_there_is_not_written_over(
    server: BlueskyServer, network: Bluesky, target: Target
):
    first = network.reply(target, "The first words", "key")
    second = network.reply(target, "Other words", "key")
    assert second.external_id == first.external_id and second.post.text == "The first words"
    assert server.world.posts[first.external_id].record["text"] == "The first words"


def test_what_was_published_reads_the_same_when_it_comes_back(
    server: BlueskyServer, network: Bluesky, target: Target
):
    """Else our own answer would look as if somebody had edited it."""
    text = f"Вж. https://firma.bg/дрелки или firma.bg, @{ANNA} 👩‍🔧  <b>\n\nПоздрави #дрелка"
    published = network.reply(target, f" {text} \n", "key")
    shown = stored(network, published.external_id)
    assert shown.text == published.post.text == text
    assert (shown.parent_id, shown.thread_id) == (target.external_id, target.thread_id)
    assert shown.author.handle == COMPANY and shown.posted_on == published.post.posted_on


def test_an_answer_deep_in_a_thread_names_its_root(server: BlueskyServer, network: Bluesky):
    root = server.world.write(ANNA, "My story")
    deep = server.world.write(ANNA, f"@{COMPANY} listen", reply_to=root)
    published = network.reply(Target.of(stored(network, deep)), "We do", "key")
    reply = server.world.posts[published.external_id].record["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (root, deep)
    assert published.post.thread_id == root


def test_names_links_and_tags_become_facets(
    server: BlueskyServer, network: Bluesky, target: Target
):
    text = f"👩‍🔧 @{ANNA} и @clara.example, @nobody.example: firma.bg, https://a.example. #дрелка"
    record = server.world.posts[network.reply(target, text, "key").external_id].record
    found = []
    for facet in record["facets"]:
        index, (feature,) = facet["index"], facet["features"]
        shown = text.encode()[index["byteStart"] : index["byteEnd"]].decode()
        found.append((shown, feature.get("did") or feature.get("uri") or feature.get("tag")))
    anna, clara = (server.world.person(handle).did for handle in (ANNA, "clara.example"))
    assert found == [
        (f"@{ANNA}", anna),
        ("@clara.example", clara),
        ("firma.bg", "https://firma.bg"),
        ("https://a.example", "https://a.example"),
        ("#дрелка", "дрелка"),
    ]


@pytest.mark.parametrize(("language", "sent"), [("bg", ["bg"]), ("", None), ("not a tag", None)])
def test_the_language_is_the_customer_s(
    server: BlueskyServer, network: Bluesky, target: Target, language: str, sent: list | None
):
    published = network.reply(replace(target, language=language), "Hello", "key")
    assert server.world.posts[published.external_id].record.get("langs") == sent


def test_a_post_that_is_gone_is_not_answered(
    server: BlueskyServer, network: Bluesky, target: Target
):
    server.world.delete(target.external_id)
    with pytest.raises(NotFound, match="no longer on Bluesky"):
        network.reply(target, "Hello", "key")


def test_what_is_not_public_is_not_answered_in_public(network: Bluesky, target: Target):
    with pytest.raises(PermissionRefused):
        network.reply(replace(target, visibility=PRIVATE), "Hello", "key")


@pytest.mark.parametrize(
    ("status", "body", "error", "maybe_done"),
    [
        (429, {"error": "RateLimitExceeded"}, RateLimited, False),
        (503, {}, Unavailable, True),
        (400, {"error": "InvalidRequest", "message": "Record is wrong"}, PostRejected, False),
    ],
)
def test_every_refusal_has_its_error(
    server: BlueskyServer,
    network: Bluesky,
    target: Target,
    status: int,
    body: dict,
    error: type,
    maybe_done: bool,
):
    server.refuse("putRecord", status, body)
    with pytest.raises(error) as caught:
        network.reply(target, "Hello", "key")
    assert caught.value.maybe_done is maybe_done
    assert body.get("message", "") in caught.value.said


# Length


@pytest.mark.parametrize(
    ("text", "used", "fits"),
    [
        ("a" * 300, 300, True),
        ("Ж" * 301, 301, False),
        ("👍" * 300, 300, True),
        ("👩‍🔧" * 272, 300, True),
        ("👩‍🔧" * 273, 301, False),
        ("  hello \n", 5, True),
        ("e\u0301", 1, True),
        ("", 0, True),
    ],
)
def test_a_reply_is_as_long_as_bluesky_counts(
    network: Bluesky, target: Target, text: str, used: int, fits: bool
):
    length = network.measure(target, text)
    assert (length.used, length.limit, length.fits) == (used, 300, fits)
    assert bool(length.remark) == (used > 299 and "👩‍🔧" in text)
    if not fits:
        with pytest.raises(PostRejected):
            network.reply(target, text, "key")


# Links


@pytest.mark.parametrize(
    ("link", "known"),
    [
        ("https://bsky.app/profile/did:plc:abc/post/3kabc", "at://did:plc:abc/{}/3kabc"),
        ("https://bsky.app/profile/did%3Aplc%3Aabc/post/3kabc?x=1", "at://did:plc:abc/{}/3kabc"),
        (f"https://bsky.app/profile/{COMPANY}/post/3kabc", "at://{us}/{}/3kabc"),
        ("https://bsky.app/profile/anna.bsky.social/post/3kabc", None),
        ("https://bsky.app/profile/did:plc:abc", None),
        ("https://bsky.app.evil.example/profile/did:plc:abc/post/3kabc", None),
        ("https://[bsky.app/profile/did:plc:abc/post/3kabc", None),
        ("no link", None),
    ],
)
def test_a_link_tells_the_uri(network: Bluesky, link: str, known: str | None):
    us = network.account.external_id
    expected = known and known.replace("{us}", us).replace("{}", "app.bsky.feed.post")
    assert network.external_id_from_link(link) == expected


def test_a_permalink_is_what_people_copy(network: Bluesky, target: Target):
    key = target.external_id.rpartition("/")[2]
    assert target.permalink == f"https://bsky.app/profile/{ANNA}/post/{key}"
