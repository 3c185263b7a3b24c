"""What lists call a conversation and an author."""

import re

from social_support.networks.contract import PRIVATE, Post

SUBJECT_LENGTH = 100
# What the column holds: a long handle may fill it by itself.
LONGEST_SUBJECT = 255
# Whom a post is addressed to says little where all of them are addressed to us.
ADDRESSEES = re.compile(r"^(?:@\S+\s+)+")


def subject_of(post: Post) -> str:
    """The author and the beginning of the post, in one line.

    Private words stay out of it: lists and notifications show subjects beside public ones.
    """
    return as_title(_line(post))[:LONGEST_SUBJECT]


def as_title(text: str) -> str:
    """Angle brackets become quotation marks: Frappe puts a document's title into pages as HTML."""
    return text.replace("<", "‹").replace(">", "›")


def _line(post: Post) -> str:
    who = f"@{post.author.handle}"
    if post.visibility == PRIVATE:
        return f"{who} 🔒"
    words = ADDRESSEES.sub("", " ".join(post.text.split()))
    shown = words if len(words) <= SUBJECT_LENGTH else words[: SUBJECT_LENGTH - 1] + "…"
    return f"{who}: {shown}"
