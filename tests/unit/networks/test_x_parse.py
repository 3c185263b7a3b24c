"""X's JSON as our posts: texts, links, people, who may be answered, the past of an edited post."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.contract import PRIVATE, PUBLIC, Account, Counts, Post
from social_support.networks.links import one_spelling
from social_support.networks.x.authors import author_of
from social_support.networks.x.parse import Unreadable, first_id, gathered, message_link, post_of
from social_support.networks.x.snowflakes import id_at, id_before, time_of
from social_support.networks.x.text import as_written

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
US = Account("", "", external_id="42", handle="Shop")
OLD = id_at(NOW - timedelta(hours=2))
NEW = id_at(NOW - timedelta(hours=1))
PHOTO = "https://x.com/a/status/1/photo/1"
QUOTE = {"referenced_posts": [{"type": "quoted", "id": "1"}]}
OLD_QUOTE = {"referenced_tweets": [{"type": "quoted", "id": "1"}]}
REPLY = {"referenced_posts": [{"type": "replied_to", "id": "1"}]}
MENTION = {"mentions": [{"id": "42", "username": "shop"}]}


def read(author: dict | None = None, referenced: list | None = None, **post: object) -> Post:
    """A post with the values that every post has."""
    known = {"id": NEW, "author_id": "7", "text": "Hello", "conversation_id": NEW}
    raw = {"post": known | post, "author": author, "referenced": referenced or []}
    return post_of(raw, US, NOW)


def link(url: str, whole: str, **more: object) -> dict:
    return {"url": url, "expanded_url": whole, "display_url": whole.partition("://")[2]} | more


@pytest.mark.parametrize(
    ("served", "links", "written"),
    [
        ("a &amp; b &lt;i&gt; &quot; &nbsp;", [], "a & b <i> &quot; &nbsp;"),
        ("&amp;lt; is how &lt; is written", [], "&lt; is how < is written"),
        ("see https://t.co/a", [link("https://t.co/a", "https://a.example/x?b=1&c")], None),
        ("see https://t.co/a", [link("https://t.co/a", "http://firma.bg")], "see firma.bg"),
        ("https://t.co/a", [{"url": "https://t.co/a"}], "https://t.co/a"),
        (
            "look https://t.co/p",
            [link("https://t.co/p", "https://x.com/a/status/1/photo/1")],
            "look",
        ),
        (
            "look https://t.co/p",
            [link("https://t.co/p", "https://b.example", media_key="3_1")],
            "look",
        ),
        ("two  spaces\n\nand lines", [], "two  spaces\n\nand lines"),
        ("text", "nonsense", "text"),
        (None, [], ""),
    ],
)
def test_a_text_is_what_its_author_wrote(served: object, links: object, written: str | None):
    expected = "see https://a.example/x?b=1&c" if written is None else written
    assert as_written(served, {"urls": links}) == expected


@pytest.mark.parametrize("name", ["note_post", "note_tweet"])
def test_a_long_post_is_whole(name: str):
    note = {
        "text": "long &amp; https://t.co/a",
        "entities": {"urls": [link("https://t.co/a", "https://a.example")]},
    }
    assert read(**{name: note, "text": "long …"}).text == "long & https://a.example"


def test_a_post_has_everything_that_x_tells():
    metrics = {"retweet_count": "3", "quote_count": 1, "reply_count": "2", "like_count": 9}
    post = read(
        {"id": "7", "username": "anna", "name": "Anna &amp; Co"},
        public_metrics=metrics,
        created_at="2026-11-22T11:00:00.000Z",
        lang="bg",
        entities=MENTION,
    )
    assert (post.external_id, post.thread_id, post.parent_id) == (NEW, NEW, None)
    assert (post.kind, post.visibility, post.language) == ("Mention", PUBLIC, "bg")
    assert (post.author.handle, post.author.display_name) == ("anna", "Anna & Co")
    assert post.counts == Counts(2, 4, 9)
    assert post.posted_on == NOW - timedelta(hours=1)
    assert post.permalink == f"https://x.com/anna/status/{NEW}"
    assert post.can_reply and post.edited_on is None


def test_what_x_does_not_tell_is_not_made_up():
    post = read(lang="qme")
    assert (post.language, post.counts) == ("", Counts(None, None, None))
    assert post.author.external_id == "7" and post.author.followers is None


def test_a_person_as_x_shows_them():
    user = {
        "username": "anna",
        "name": "Anna",
        "description": "Doors. https://t.co/m &lt;3",
        "entities": {
            "description": {"urls": [link("https://t.co/m", "https://anna.example")]},
            "url": {"urls": [link("https://t.co/u", "https://doors.example/")]},
        },
        "url": "https://t.co/u",
        "location": "Plovdiv",
        "verified_type": "blue",
        "public_metrics": {"followers_count": "12400"},
        "profile_image_url": "javascript:alert(1)",
    }
    author = author_of(user, "7")
    assert (author.url, author.verified, author.followers) == ("https://x.com/anna", True, 12400)
    assert author.bio == "Doors. https://anna.example <3"
    assert [(f.name, f.value) for f in author.fields] == [
        ("Website", "https://doors.example/"),
        ("Location", "Plovdiv"),
    ]
    assert author.avatar_url == ""


# Who may be answered


@pytest.mark.parametrize(
    ("post", "referenced", "summoned"),
    [
        ({"entities": MENTION}, [], True),
        ({"entities": {"mentions": [{"username": "SHOP"}]}}, [], True),
        ({"entities": {"mentions": [{"username": "shopping"}]}}, [], False),
        ({"text": "@shop in words alone"}, [], False),
        (
            {"referenced_posts": [{"type": "quoted", "id": "1"}]},
            [{"id": "1", "author_id": "42"}],
            True,
        ),
        (
            {"referenced_tweets": [{"type": "quoted", "id": "1"}]},
            [{"id": "1", "author_id": "42"}],
            True,
        ),
        (
            {"referenced_posts": [{"type": "quoted", "id": "1"}]},
            [{"id": "1", "author_id": "8"}],
            False,
        ),
        ({"referenced_posts": [{"type": "quoted", "id": "1"}]}, [], False),
        (
            {"referenced_posts": [{"type": "replied_to", "id": "1"}]},
            [{"id": "1", "author_id": "42"}],
            False,
        ),
        ({"in_reply_to_user_id": "42"}, [], False),
        ({"author_id": "42"}, [], True),
    ],
)
def test_x_lets_us_answer_only_who_asked_for_it(post: dict, referenced: list, summoned: bool):
    found = read(**post, referenced=referenced)
    assert found.can_reply is summoned
    assert bool(found.cannot_reply_reason) is not summoned and found.permalink


def test_a_retweet_is_never_answered():
    post = read(entities=MENTION, referenced_posts=[{"type": "retweeted", "id": "1"}])
    assert (post.kind, post.parent_id, post.can_reply) == ("Share", "1", False)


def test_a_protected_author_is_not_answered_in_public():
    post = read({"id": "7", "username": "anna", "protected": True}, entities=MENTION)
    assert (post.visibility, post.can_reply) == (PRIVATE, False)


# Versions


def test_an_edited_post_is_known_by_its_first_id():
    post = read(edit_history_tweet_ids=[OLD, NEW], created_at="2026-11-22T11:00:00.000Z")
    assert post.external_id == post.thread_id == OLD
    assert (post.posted_on, post.edited_on) == (time_of(OLD), time_of(NEW))
    assert post.permalink.endswith(NEW)


def test_whoever_refers_to_a_later_version_refers_to_the_post():
    parent = {"id": "90", "author_id": "8", "edit_history_post_ids": [OLD, "90"]}
    references = [{"type": "replied_to", "id": "90"}]
    post = read(referenced=[parent], referenced_posts=references, conversation_id="90")
    assert (post.parent_id, post.thread_id, post.kind) == (OLD, OLD, "Reply")


def test_a_history_without_sense_is_not_believed():
    assert first_id({"id": NEW, "edit_history_post_ids": ["x"]}) == NEW
    assert first_id({"id": NEW, "edit_history_post_ids": "x"}) == NEW


def test_our_own_reply_reads_as_we_wrote_it():
    references = [{"type": "replied_to", "id": "1"}]
    assert (
        read(author_id="42", text="@anna @boris Sorry!", referenced_posts=references).text
        == "Sorry!"
    )
    assert read(author_id="42", text="@anna Look at this").text == "@anna Look at this"


# Messages


@pytest.mark.parametrize(
    ("conversation", "can_reply"), [("7-42", True), ("900", False), ("", True)]
)
def test_a_message_is_private(conversation: str, can_reply: bool):
    event = {"id": NEW, "sender_id": "7", "text": "a &lt; b", "dm_conversation_id": conversation}
    answer = {"data": [event], "includes": {"users": [{"id": "7", "username": "anna"}]}}
    post = post_of(gathered(answer)[0], US, NOW)
    assert (post.external_id, post.kind, post.visibility) == (
        f"dm:{NEW}",
        "Direct Message",
        PRIVATE,
    )
    assert (post.text, post.author.handle, post.can_reply) == ("a < b", "anna", can_reply)


@pytest.mark.parametrize("conversation", ["7-42", ""])
def test_no_two_messages_have_one_link(conversation: str):
    event = {"sender_id": "7", "text": "Hello", "dm_conversation_id": conversation}
    answer = {"data": [{"id": number, **event} for number in (OLD, NEW)]}
    one, other = (post_of(raw, US, NOW).permalink for raw in gathered(answer))
    assert one_spelling(one) != one_spelling(other)
    assert message_link(one, NEW) == other and message_link("", NEW).startswith("https://x.com/")


# Entries that make no sense


@pytest.mark.parametrize(
    "raw",
    [
        None, "text", {}, {"post": None}, {"post": {}}, {"post": {"id": NEW}}, {"event": {}},
        {"post": {"id": NEW, "text": "x"}}, {"post": {"id": NEW, "author_id": "7", "text": 5}},
        {"post": {"id": "x", "author_id": "7", "text": "x"}}, {"event": "x"},
        {"event": {"id": "x", "sender_id": "7", "text": "x"}},
    ],
)  # fmt: skip
def test_what_is_no_post_is_said(raw: object):
    with pytest.raises(Unreadable) as caught:
        post_of(raw, US, NOW)
    assert str(caught.value)


def test_strange_values_harm_nothing():
    names = ("entities", "referenced_posts", "public_metrics", "lang", "note_post")
    strange = dict.fromkeys(names, 5)
    assert read(**strange).text == "Hello"
    assert read(**{name: ["x", None] for name in strange}).text == "Hello"
    assert gathered({"data": 5, "includes": 5}) == []


def test_a_date_in_the_future_becomes_the_present():
    later = id_at(NOW + timedelta(days=2))
    assert read(id=later).posted_on == NOW


def test_ids_tell_their_time():
    moment = datetime(2026, 11, 22, 10, 0, 0, 123000, tzinfo=timezone.utc)
    assert time_of(id_at(moment)) == moment
    assert int(id_before(moment)) < int(id_at(moment))
    assert [time_of(x) for x in ("x", "", None, "9" * 40, "-5", "12")] == [None] * 6
