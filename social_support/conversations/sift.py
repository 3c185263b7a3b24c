"""Which posts of a page can be stored at all: a value that does not fit is that post's error."""

from collections.abc import Iterable, Sequence

from social_support.networks.contract import Post

LONGEST_DATA = 255
LONGEST_TEXT = 200_000
GREATEST_INT = 2**31 - 1


def sift(posts: Sequence[Post]) -> tuple[list[Post], list[tuple[Post, str]]]:
    """(posts that fit, [(post, why it does not)]); of a post that comes twice the last one."""
    latest = {post.external_id: post for post in posts}
    fitting: list[Post] = []
    refused: list[tuple[Post, str]] = []
    for post in latest.values():
        reason = why_not(post)
        if reason:
            refused.append((post, reason))
        else:
            fitting.append(post)
    return fitting, refused


def why_not(post: Post) -> str | None:
    """Why the post can't be stored as it is, or None."""
    if not post.external_id:
        return "The post has no id."
    if post.deleted:
        return None
    if not post.author.external_id:
        return "The post has no author."
    if post.posted_on is None:
        return "The post has no date."
    for name, text, longest in _texts(post):
        if len(text) > longest:
            return f"The {name} has {len(text)} characters, more than {longest}."
        if not _can_be_written(text):
            return f"The {name} is not valid Unicode text."
    for name, number in _numbers(post):
        if not 0 <= number <= GREATEST_INT:
            return f"The number of {name} is {number}."
    return None


def _texts(post: Post) -> Iterable[tuple[str, str, int]]:
    author = post.author
    yield "id", post.external_id, LONGEST_TEXT
    yield "text", post.text, LONGEST_TEXT
    yield "content warning", post.content_warning, LONGEST_TEXT
    yield "link", post.permalink, LONGEST_TEXT
    yield "language", post.language, 140
    yield "author's id", author.external_id, LONGEST_TEXT
    yield "author's handle", author.handle, LONGEST_DATA
    yield "author's name", author.display_name, LONGEST_DATA
    yield "author's bio", author.bio, LONGEST_TEXT
    yield "author's address", author.url, LONGEST_TEXT


def _numbers(post: Post) -> Iterable[tuple[str, int]]:
    yield "followers", post.author.followers or 0
    yield "replies", post.counts.replies
    yield "shares", post.counts.shares
    yield "likes", post.counts.likes


def _can_be_written(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
