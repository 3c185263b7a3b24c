from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from social_support.conversations.sift import sift
from social_support.networks.contract import Author, Counts, Post, ProfileField

GOOD = Post(
    "1", Author("https://example.social/@anna", "anna@example.social"), datetime.now(timezone.utc)
)


def test_a_post_that_comes_twice_counts_once_as_it_was_last():
    fitting, refused = sift([GOOD, replace(GOOD, text="edited")])
    assert [post.text for post in fitting] == ["edited"]
    assert refused == []


@pytest.mark.parametrize(
    "bad, word",
    [
        (replace(GOOD, external_id=""), "id"),
        (replace(GOOD, author=Author("")), "author"),
        (replace(GOOD, posted_on=None), "date"),
        (replace(GOOD, text="x" * 200_001), "200001"),
        (replace(GOOD, author=Author("a", "h" * 256)), "handle"),
        (replace(GOOD, author=Author("a", "h", "n" * 256)), "name"),
        (replace(GOOD, text="half of an emoji \ud83d"), "Unicode"),
        (replace(GOOD, counts=Counts(likes=2**31)), "likes"),
        (replace(GOOD, counts=Counts(shares=-1)), "shares"),
        (replace(GOOD, external_id="ж" * 33_000), "id"),
        (replace(GOOD, parent_id="1" * 65_536), "answers"),
        (replace(GOOD, content_warning="ж" * 33_000), "warning"),
        (replace(GOOD, permalink="x" * 65_536), "link"),
        (replace(GOOD, author=Author("a", "h", bio="ж" * 33_000)), "bio"),
        (replace(GOOD, author=Author("a", "h", avatar_url="x" * 65_536)), "picture"),
        (replace(GOOD, author=Author("a", "h", avatar_url="\ud83d")), "picture"),
        (replace(GOOD, author=Author("a", "h", fields=(ProfileField("\ud83d", ""),))), "profile"),
        (replace(GOOD, author=Author("a", "h", followers=2**31)), "followers"),
        (replace(GOOD, counts=Counts(replies=1.5)), "replies"),
        (replace(GOOD, counts=Counts(replies="1")), "replies"),
        (replace(GOOD, kind="Poll"), "kind"),
        (replace(GOOD, visibility="Friends"), "Private"),
        (replace(GOOD, cannot_reply_reason="\udc00"), "answer"),
        (replace(GOOD, language="l" * 141), "language"),
        (replace(GOOD, rating=float("nan")), "rating"),
        (replace(GOOD, rating=1e12), "rating"),
        (replace(GOOD, posted_on=datetime(999, 12, 31, tzinfo=timezone.utc)), "0999"),
        (replace(GOOD, posted_on=datetime.max.replace(tzinfo=timezone.utc)), "9999"),
        (replace(GOOD, edited_on=datetime.min.replace(tzinfo=timezone.utc)), "edit"),
        (replace(GOOD, posted_on=datetime(2026, 1, 1)), "time zone"),
        (replace(GOOD, posted_on="yesterday"), "wrong kind"),
        (replace(GOOD, text=None), "wrong kind"),
        (replace(GOOD, external_id=7), "id"),
        (replace(GOOD, external_id=["7"]), "id"),
        (replace(GOOD, author=Author(7)), "wrong kind"),
    ],
)
def test_what_does_not_fit_is_set_aside_with_the_reason(bad, word):
    fitting, refused = sift([bad, replace(GOOD, external_id="2")])
    assert [post.external_id for post in fitting] == ["2"]
    [(post, reason)] = refused
    assert post is bad
    assert word in reason


def test_a_deleted_post_needs_nothing_but_its_id():
    fitting, refused = sift([Post.gone("7")])
    assert [post.external_id for post in fitting] == ["7"] and not refused


def test_the_latest_version_counts_whatever_the_order():
    noon = datetime.now(timezone.utc)
    early, late = (
        replace(GOOD, text="b", edited_on=noon),
        replace(GOOD, text="c", edited_on=noon + timedelta(minutes=1)),
    )
    assert sift([late, GOOD, early])[0] == [late]
    assert sift([GOOD, Post.gone("1"), late])[0][0].deleted


def test_ids_are_compared_character_for_character():
    ids = ["AbC", "abc", "abc ", "abc\u200b", "ábc", "a\u0301bc", "x" * 255 + "1", "x" * 255 + "2"]
    fitting, refused = sift([replace(GOOD, external_id=one) for one in ids])
    assert ([post.external_id for post in fitting], refused) == (ids, [])


def test_counts_that_the_network_does_not_tell_are_no_error():
    assert sift([replace(GOOD, counts=Counts())])[1] == []


def test_what_is_set_aside_can_be_shown():
    post = replace(GOOD, posted_on=None, raw={(1, 2): "a"})
    [(aside, _reason)] = sift([post])[1]
    assert "not_json" in aside.raw
