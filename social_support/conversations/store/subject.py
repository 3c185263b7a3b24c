"""What lists call a conversation and an author."""

import re

from social_support.networks.contract import PRIVATE, Post

SUBJECT_LENGTH = 100
# What the column holds: a long handle may fill it by itself.
LONGEST_SUBJECT = 255
# Whom a post is addressed to says little where all of them are addressed to us.
ADDRESSEES = re.compile(r"^(?:@\S+\s+)+")
NOTHING_LEFT = " …"
# An author who was erased. No network lets a handle have brackets: nobody else is called this.
ERASED = "[erased]"


def subject_of(post: Post) -> str:
    """The author and the beginning of the post, in one line."""
    return subject(post.author.handle, post.text, post.visibility)


def subject(handle: str, text: str, visibility: str) -> str:
    """The same for a stored post.

    Private words stay out of it: lists and notifications show subjects beside public ones.
    """
    return as_title(_line(handle, text, visibility))[:LONGEST_SUBJECT]


def without_words(handle: str, visibility: str) -> str:
    """What a conversation is called whose every post is gone."""
    if visibility == PRIVATE:
        return subject(handle, "", PRIVATE)
    return as_title(f"@{handle}")[: LONGEST_SUBJECT - len(NOTHING_LEFT)] + NOTHING_LEFT


def as_title(text: str) -> str:
    """Angle brackets become quotation marks: Frappe puts a document's title into pages as HTML."""
    return text.replace("<", "‹").replace(">", "›")


def _line(handle: str, text: str, visibility: str) -> str:
    who = f"@{handle}"
    if visibility == PRIVATE:
        return f"{who} 🔒"
    # The beginning is all that is shown: a long post need not be taken apart.
    words = ADDRESSEES.sub("", " ".join(text[: 40 * SUBJECT_LENGTH].split()))
    shown = words if len(words) <= SUBJECT_LENGTH else words[: SUBJECT_LENGTH - 1] + "…"
    return f"{who}: {shown}"
