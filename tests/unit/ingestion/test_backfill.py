"""How much of the past a first reading brings."""

from datetime import datetime, timedelta, timezone

import pytest

from social_support.ingestion.backfill import CUT, LIMIT, REACHED, part_of
from social_support.networks.contract import Author, Page, Post

BEGAN = datetime(2026, 3, 1, tzinfo=timezone.utc)


def page(*hours: float, place: str | None = "older") -> Page:
    """A page of posts written so many hours before the channel began, oldest first."""
    posts = (Post(str(h), Author("a"), BEGAN - timedelta(hours=h)) for h in hours)
    return Page(tuple(posts), place)


@pytest.mark.parametrize(
    ("hours", "read", "at_most", "kept", "ended"),
    [
        ((3, 2, 1), 0, 10, 3, ""),
        ((3, 2, 1), 6, 10, 3, ""),
        ((3, 2, 1), 7, 10, 3, LIMIT),
        ((3, 2, 1), 8, 10, 2, LIMIT),
        ((3, 2, 1), 10, 10, 0, LIMIT),
        ((3, 2, 1), 0, 0, 0, LIMIT),
        ((), 0, 0, 0, ""),
    ],
)
def test_no_more_than_the_bound_is_kept(hours, read, at_most, kept, ended):
    part = part_of(page(*hours), BEGAN, read, at_most)
    assert (len(part.page.posts), part.ended) == (kept, ended)
    assert part.read == read + kept
    assert part.page.remarks == ((CUT,) if ended else ())


def test_the_newest_are_kept_in_their_order():
    part = part_of(page(4, 3, 2, 1), BEGAN, 0, 2)
    assert [post.external_id for post in part.page.posts] == ["2", "1"]


def test_what_came_since_the_channel_began_is_never_left_out():
    part = part_of(page(2, 1, -1, -2), BEGAN, 5, 5)
    assert [post.external_id for post in part.page.posts] == ["-1", "-2"]
    assert (part.read, part.ended) == (5, LIMIT)
    part = part_of(page(-1, -2), BEGAN, 5, 5)
    assert (len(part.page.posts), part.ended) == (2, "")


def test_the_end_of_the_network_is_the_end():
    assert part_of(page(2, 1, place=None), BEGAN, 0, 10).ended == REACHED
    # What was left out is said, also of the last page.
    assert part_of(page(2, 1, place=None), BEGAN, 0, 2).ended == REACHED
    assert part_of(page(2, 1, place=None), BEGAN, 0, 1).ended == LIMIT


def test_a_post_without_a_date_counts_as_new():
    gone = Page((Post.gone("7"),), "older")
    assert part_of(gone, BEGAN, 5, 5).page.posts == gone.posts
