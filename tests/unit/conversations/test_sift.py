from dataclasses import replace
from datetime import datetime, timezone

import pytest

from social_support.conversations.sift import sift
from social_support.networks.contract import Author, Counts, Post

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
