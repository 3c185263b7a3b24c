"""The words of a post's HTML."""

from __future__ import annotations

import html
import re


def text_of(content: str) -> str:
    """The text that a reader sees; tags are dropped, entities are the characters they stand for."""
    with_lines = re.sub(r"<br\s*/?>", "\n", content).replace("</p><p>", "\n\n")
    return html.unescape(re.sub(r"<[^>]*>", "", with_lines))
