"""What an answer looks like on Bluesky, and how long it is."""

from __future__ import annotations

import regex

from ..contract import Length
from ..words import _

MAX_GRAPHEMES = 300
# And 3,000 bytes.
BYTES_PER_GRAPHEME = 10
MANY_BYTES = _("Emoji of many parts fill the room sooner: Bluesky also counts bytes.")


def text_to_send(text: str) -> str:
    return text.strip()


def length(text: str) -> Length:
    """The characters as a reader counts them; where its bytes fill the room sooner, those."""
    text = text_to_send(text)
    graphemes = len(regex.findall(r"\X", text))
    by_bytes = -(-len(text.encode()) // BYTES_PER_GRAPHEME)
    remark = MANY_BYTES if by_bytes > graphemes else ""
    return Length(max(graphemes, by_bytes), MAX_GRAPHEMES, remark)
