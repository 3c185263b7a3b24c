"""What a notification says about new posts. Private text is never quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from social_support.ingestion.words import Words
from social_support.networks.words import _

LONGEST_QUOTE = 100


@dataclass(frozen=True)
class NewPost:
    """What a notification may need of a post, the most pressing first where there are many."""

    author: str
    channel: str
    conversation: str
    private: bool
    text: str = ""


def notice(posts: Sequence[NewPost]) -> Words:
    """One sentence about one post or many of one channel. Never empty."""
    first = posts[0]
    authors = {post.author for post in posts}
    if len(authors) > 1:
        values = (first.author, len(authors) - 1, first.channel)
        return Words(_("{0} and {1} more wrote to {2}"), values)
    if len(posts) > 1:
        return Words(_("{0} wrote {1} posts to {2}"), (first.author, len(posts), first.channel))
    if first.private:
        return Words(_("{0} sent a private message to {1}"), (first.author, first.channel))
    if not first.text.strip():
        return Words(_("{0} wrote to {1}"), (first.author, first.channel))
    return Words(_("{0} wrote to {1}: “{2}”"), (first.author, first.channel, _quote(first.text)))


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
