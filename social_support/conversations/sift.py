"""Which posts of a page can be stored at all: a value that does not fit is that post's error."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from math import isfinite

from social_support.conversations.payload import showable
from social_support.networks.contract import KINDS, PRIVATE, PUBLIC, Author, Post

LONGEST_DATA = 255
LONGEST_TEXT = 200_000
# In bytes of UTF-8: what MariaDB's TEXT holds. An author's id may get "private:" before it.
MOST_BYTES = 65_535
MOST_BYTES_OF_AN_ID = MOST_BYTES - len("private:")
GREATEST_INT = 2**31 - 1
# MariaDB keeps the years 1000 to 9999, whatever the site's time zone adds.
EARLIEST = datetime(1000, 1, 2, tzinfo=timezone.utc)
LATEST = datetime(9999, 12, 30, tzinfo=timezone.utc)
LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)


def sift(posts: Sequence[Post]) -> tuple[list[Post], list[tuple[Post, str]]]:
    """(posts that fit, [(post, why it does not)]).

    Of a post that comes twice the latest version counts, and a deletion more than any.
    """
    latest: dict[str, Post] = {}
    refused: list[tuple[Post, str]] = []
    for post in posts:
        if reason := why_not(post):
            raw = showable(post.raw)
            refused.append((post if raw is post.raw else replace(post, raw=raw), reason))
        elif not _is_older(post, latest.get(post.external_id)):
            # Taken out first, so that the last one counts in the order of the page too.
            latest.pop(post.external_id, None)
            latest[post.external_id] = post
    return list(latest.values()), refused


def _is_older(post: Post, other: Post | None) -> bool:
    if other is None or post.deleted:
        return False
    return other.deleted or (post.edited_on or LONG_AGO) < (other.edited_on or LONG_AGO)


def why_not(post: Post) -> str | None:
    """Why the post can't be stored as it is, or None."""
    try:
        return _why_not(post)
    except (AttributeError, OverflowError, TypeError, ValueError) as error:
        return f"The post holds a value of the wrong kind: {error}."


def _why_not(post: Post) -> str | None:
    if not isinstance(post.external_id, str) or not post.external_id:
        return "The post has no id."
    if post.deleted:
        return None
    if not post.author.external_id:
        return "The post has no author."
    if post.posted_on is None:
        return "The post has no date."
    if post.kind not in KINDS:
        return f"The post is of a kind that nobody knows: {post.kind[:LONGEST_DATA]}."
    if post.visibility not in (PUBLIC, PRIVATE):
        return f"The post is neither {PUBLIC} nor {PRIVATE}."
    return _bad_text(post) or _bad_number(post) or _bad_time(post)


def _bad_text(post: Post) -> str | None:
    for name, text, longest in _texts(post):
        if len(text) > longest:
            return f"The {name} has {len(text)} characters, more than {longest}."
        if not _can_be_written(text):
            return f"The {name} is not valid Unicode text."
    for name, text, most in _columns(post):
        if not _can_be_written(text):
            return f"The {name} is not valid Unicode text."
        # A character takes four bytes at most: counting them is seldom needed.
        if len(text) * 4 > most and (size := len(text.encode())) > most:
            return f"The {name} has {size} bytes, more than {most}."
    return None


def _bad_number(post: Post) -> str | None:
    for name, number in _numbers(post):
        if number is None:
            continue
        if not isinstance(number, int) or not 0 <= number <= GREATEST_INT:
            return f"The number of {name} is {str(number)[:LONGEST_DATA]}."
    if post.rating is not None and not (isfinite(post.rating) and abs(post.rating) < GREATEST_INT):
        return f"The rating is {post.rating}."
    return None


def _bad_time(post: Post) -> str | None:
    for name, moment in (("date", post.posted_on), ("date of the edit", post.edited_on)):
        if moment is None:
            continue
        if moment.tzinfo is None:
            return f"The {name} has no time zone."
        if not EARLIEST <= moment <= LATEST:
            return f"The {name} is {moment}, which can't be kept."
    return None


def _texts(post: Post) -> Iterable[tuple[str, str, int]]:
    author = post.author
    yield "text", post.text, LONGEST_TEXT
    yield "language", post.language, 140
    yield "author's handle", author.handle, LONGEST_DATA
    yield "author's name", author.display_name, LONGEST_DATA
    if author.fields:
        yield "author's profile", _profile_lines(author), LONGEST_TEXT


def _columns(post: Post) -> Iterable[tuple[str, str, int]]:
    author = post.author
    yield "id", post.external_id, MOST_BYTES_OF_AN_ID
    yield "thread's id", post.thread_id or "", MOST_BYTES_OF_AN_ID
    yield "id of the post it answers", post.parent_id or "", MOST_BYTES_OF_AN_ID
    yield "id of the person it is for", post.addressed_to, MOST_BYTES_OF_AN_ID
    yield "content warning", post.content_warning, MOST_BYTES
    yield "reason against an answer", post.cannot_reply_reason, MOST_BYTES
    yield "link", post.permalink, MOST_BYTES
    yield "author's id", author.external_id, MOST_BYTES_OF_AN_ID
    yield "author's bio", author.bio, MOST_BYTES
    yield "author's address", author.url, MOST_BYTES
    yield "author's picture", author.avatar_url, MOST_BYTES


def _profile_lines(author: Author) -> str:
    return "\n".join(f"{field.name}\n{field.value}" for field in author.fields)


def _numbers(post: Post) -> Iterable[tuple[str, int | None]]:
    yield "followers", post.author.followers
    yield "replies", post.counts.replies
    yield "shares", post.counts.shares
    yield "likes", post.counts.likes


def _can_be_written(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
