"""Which posts of a page can be stored at all: a value that does not fit is that post's error."""

from collections.abc import Iterable, Sequence

from social_support.networks.contract import Post

LONGEST_DATA = 255
LONGEST_TEXT = 200_000
# In bytes of UTF-8: what MariaDB's TEXT holds. An author's id may get "private:" before it.
MOST_BYTES = 65_535
MOST_BYTES_OF_AN_ID = MOST_BYTES - len("private:")
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
    for name, text, most in _columns(post):
        if not _can_be_written(text):
            return f"The {name} is not valid Unicode text."
        if (size := len(text.encode())) > most:
            return f"The {name} has {size} bytes, more than {most}."
    for name, number in _numbers(post):
        if not 0 <= number <= GREATEST_INT:
            return f"The number of {name} is {number}."
    return None


def _texts(post: Post) -> Iterable[tuple[str, str, int]]:
    author = post.author
    yield "text", post.text, LONGEST_TEXT
    yield "language", post.language, 140
    yield "author's handle", author.handle, LONGEST_DATA
    yield "author's name", author.display_name, LONGEST_DATA


def _columns(post: Post) -> Iterable[tuple[str, str, int]]:
    author = post.author
    yield "id", post.external_id, MOST_BYTES_OF_AN_ID
    yield "thread's id", post.thread_id or "", MOST_BYTES_OF_AN_ID
    yield "id of the post it answers", post.parent_id or "", MOST_BYTES_OF_AN_ID
    yield "content warning", post.content_warning, MOST_BYTES
    yield "link", post.permalink, MOST_BYTES
    yield "author's id", author.external_id, MOST_BYTES_OF_AN_ID
    yield "author's bio", author.bio, MOST_BYTES
    yield "author's address", author.url, MOST_BYTES
    yield "author's picture", author.avatar_url, MOST_BYTES


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
