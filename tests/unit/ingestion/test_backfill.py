from datetime import datetime, timezone

import pytest

from social_support.ingestion.backfill import CUT, newest
from social_support.networks.contract import Author, Page, Post

THEN = datetime(2026, 3, 1, tzinfo=timezone.utc)


def pages(*sizes):
    numbers = iter(range(1000))
    for size in sizes:
        posts = tuple(Post(str(next(numbers)), Author("a"), THEN) for _ in range(size))
        yield Page(posts, f"behind {posts[-1].external_id if posts else '?'}")


@pytest.mark.parametrize(
    ("sizes", "at_most", "kept", "cut"),
    [
        ((3, 3), 10, [3, 3], False),
        ((3, 3), 6, [3, 3], False),
        ((3, 3), 4, [1, 3], True),
        ((3, 3), 3, [3], True),
        ((3, 3), 2, [2], True),
        ((3, 3), 0, [0], True),
        ((0,), 0, [0], False),
        ((), 5, [], False),
    ],
)
def test_the_newest_are_kept(sizes, at_most, kept, cut):
    found = newest(pages(*sizes), at_most)
    assert [len(page.posts) for page in found] == kept
    assert bool(found and found[0].remarks == (CUT,)) is cut


def test_the_cursor_of_the_last_page_stays_whatever_is_cut():
    assert newest(pages(3, 3), 0)[-1].next_cursor == "behind 5"


def test_what_is_kept_are_the_newest_in_their_order():
    ids = [post.external_id for page in newest(pages(3, 3), 4) for post in page.posts]
    assert ids == ["2", "3", "4", "5"]
