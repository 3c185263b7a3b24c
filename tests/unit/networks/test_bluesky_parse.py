"""Bluesky's JSON as our posts: bytes, dates, labels, what can't be read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.bluesky.facets import MENTION, as_written
from social_support.networks.bluesky.parse import Unreadable, is_from_the_future, post_of
from social_support.networks.contract import Account, Counts, Post

NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)
US = Account("", "", external_id="did:plc:us", handle="shop.bsky.social")
URI = "at://did:plc:anna/app.bsky.feed.post/3kabc"
OURS = "at://did:plc:us/app.bsky.feed.post/3kxyz"


def read(record: dict | None = None, profile: dict | None = None, **post: object) -> Post:
    """A post with the values that every post has."""
    return post_of({"post": shown(record, **post), "author": profile}, US, NOW)


def shown(record: dict | None = None, **post: object) -> dict:
    written = {"text": "Hello", "createdAt": "2026-11-25T11:00:00.000Z"} | (record or {})
    author = {"did": "did:plc:anna", "handle": "anna.bsky.social", "displayName": "Anna"}
    known = {"uri": URI, "cid": "c", "author": author, "indexedAt": "2026-11-25T11:00:05.000Z"}
    return known | {"record": written} | post


def link(start: object, end: object, uri: object) -> dict:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


@pytest.mark.parametrize(
    ("text", "facets", "written"),
    [
        ("see firma.bg/very/lo... now", [link(4, 23, "https://firma.bg/very/long/way")], None),
        ("Виж 😡 тук", [link(12, 18, "https://firma.bg")], "Виж 😡 тук (https://firma.bg)"),
        ("see firma.bg", [link(4, 12, "https://firma.bg")], "see firma.bg"),
        ("see it", [link(4, 99, "https://firma.bg")], "see it"),
        ("see it", [link(5, 4, "https://firma.bg")], "see it"),
        ("see it", [link(-2, 3, "https://firma.bg")], "see it"),
        ("see it", [link("4", None, "https://firma.bg")], "see it"),
        ("see it", [link(4, 6, 7)], "see it"),
        ("ж it", [link(1, 3, "https://firma.bg")], "ж it"),
        (
            "a b",
            [link(2, 3, "https://b.example"), link(0, 1, "https://a.example")],
            "a (https://a.example) b (https://b.example)",
        ),
        ("a b", [link(0, 3, "https://a.example"), link(2, 3, "https://b.example")], "a b ({})"),
        ("two  spaces\n\nand lines", "nonsense", "two  spaces\n\nand lines"),
    ],
)
def test_links_are_in_full(text: str, facets: object, written: str | None):
    expected = written or "see https://firma.bg/very/long/way now"
    assert as_written(text, facets) == expected.replace("({})", "(https://a.example)")


def test_a_post_has_everything_that_bluesky_tells():
    post = read(
        {"langs": ["bg", "en"], "text": "Здравей"},
        {"followersCount": 3, "description": "Tools"},
        replyCount=1,
        repostCount=2,
        quoteCount=3,
        likeCount=4,
    )
    assert (post.external_id, post.thread_id, post.parent_id) == (URI, URI, None)
    assert (post.kind, post.language, post.text) == ("Post", "bg", "Здравей")
    assert (post.author.display_name, post.author.followers) == ("Anna", 3)
    assert post.counts == Counts(1, 5, 4)
    assert post.posted_on == NOW - timedelta(hours=1)
    assert post.permalink == "https://bsky.app/profile/anna.bsky.social/post/3kabc"
    assert post.can_reply and post.edited_on is None and post.global_id == URI


@pytest.mark.parametrize(
    ("created", "indexed", "posted"),
    [
        ("2026-11-25T10:00:00Z", "2026-11-25T11:00:00Z", "2026-11-25T10:00:00Z"),
        ("2030-01-01T00:00:00Z", "2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z"),
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "2026-11-25T12:00:00Z"),
        ("1960-01-01T00:00:00Z", "2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z"),
        ("nonsense", "2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z"),
        ("2026-11-25T13:00:00+03:00", None, "2026-11-25T10:00:00Z"),
    ],
)
def test_a_post_is_as_old_as_bluesky_takes_it_to_be(created: str, indexed: str | None, posted: str):
    post = read({"createdAt": created}, indexedAt=indexed)
    assert post.posted_on == datetime.fromisoformat(posted.replace("Z", "+00:00"))


def test_a_date_in_the_future_is_told():
    assert is_from_the_future(shown({"createdAt": "2030-01-01T00:00:00Z"}), NOW)
    assert not is_from_the_future(shown(), NOW) and not is_from_the_future(None, NOW)


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"facets": [{"features": [{"$type": MENTION, "did": "did:plc:us"}]}]}, "Mention"),
        ({"facets": [{"features": [{"$type": MENTION, "did": "did:plc:b"}]}]}, "Post"),
        ({"embed": {"$type": "app.bsky.embed.record", "record": {"uri": OURS}}}, "Mention"),
        ({"embed": {"record": {"record": {"uri": OURS}}, "media": {}}}, "Mention"),
        ({"embed": {"record": {"uri": URI}}}, "Post"),
        ({"reply": {"root": {"uri": OURS}, "parent": {"uri": URI}}}, "Reply"),
        ({"reply": "nonsense", "embed": [], "facets": 7}, "Post"),
    ],
)
def test_the_kind_of_a_post(record: dict, kind: str):
    post = read(record)
    assert post.kind == kind
    if kind == "Reply":
        assert (post.thread_id, post.parent_id) == (OURS, URI)


def test_labels_are_a_content_warning():
    own = {"labels": {"values": [{"val": "graphic-media"}, {"val": "!no-unauthenticated"}]}}
    given = [{"val": "porn"}, {"val": "spam", "neg": True}, {"val": "!hide"}, {}]
    assert read(own, labels=given).content_warning == "graphic-media, porn"
    assert read().content_warning == ""


def test_who_lost_the_handle_is_known_by_the_did():
    post = read(None, {"handle": "handle.invalid"})
    assert (post.author.handle, post.author.external_id) == ("", "did:plc:anna")
    assert post.permalink == "https://bsky.app/profile/did:plc:anna/post/3kabc"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"post": "nonsense"},
        {"post": shown(uri="at://did:plc:a/app.bsky.feed.like/3k")},
        {"post": shown(uri=7)},
        {"post": shown({"text": None})},
        {"post": shown() | {"record": None}},
        {"post": shown({"createdAt": None}, indexedAt=None)},
    ],
)
def test_what_can_t_be_read_is_said(raw: object):
    with pytest.raises(Unreadable, match=r"\w+ .*\."):
        post_of(raw, US, NOW)
