"""What an answer looks like on X, how long it is and what it costs.

https://docs.x.com/resources/fundamentals/counting-characters
"""

from __future__ import annotations

import re
import unicodedata

from ..contract import PRIVATE, Length, Target
from ..words import _
from .text import without_leading_mentions

MAX_WEIGHT = 280
MAX_OF_A_MESSAGE = 10_000
DEAR = _(
    "With a link in it X charges $0.20 for this answer instead of $0.01. A bare address such as "
    "example.com counts as a link."
)
SCHEME = re.compile(r"https?://", re.IGNORECASE)


def text_to_send(text: str) -> str:
    """The text as X keeps it. X itself puts the author's name in front of a reply."""
    return unicodedata.normalize("NFC", text).strip()


def length(target: Target, text: str) -> Length:
    """The weighted length of a post, or the characters of a message.

    What costs more than usual is said beside it.
    """
    text = text_to_send(text)
    if is_message(target):
        return Length(len(text), MAX_OF_A_MESSAGE)
    # Loads its tables for half a second, which whoever only reads should not wait for.
    from twitter_text import extract_urls_with_indices, parse_tweet

    links = extract_urls_with_indices(text, {"extract_urls_without_protocol": True})
    return Length(parse_tweet(text).weightedLength, MAX_WEIGHT, DEAR if links else "")


def is_message(target: Target) -> bool:
    """Whether the answer is a direct message."""
    return target.kind == "Direct Message" or (target.visibility == PRIVATE and not target.kind)


def audience(target: Target) -> str:
    """Who will read the answer, in words."""
    if is_message(target):
        return _("Only the author of the message can read it.")
    return _("Everyone can read it. X charges more for an answer that holds a link.")


def essence(text: str) -> str:
    """A text in the form in which what was sent and what X shows of it are equal: without the
    names in front, and with links as X shows them.
    """
    words = without_leading_mentions(text_to_send(text)).split()
    return " ".join(SCHEME.sub("", word).rstrip("/") for word in words)
