"""What the author wrote, from what X serves.

X escapes &, < and > once, and puts a link of its own, https://t.co/…, in the place of each link.
https://docs.x.com/x-api/fundamentals/data-dictionary
"""

from __future__ import annotations

import re

from ..values import as_dict, objects

ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
ESCAPE = re.compile("|".join(ESCAPED))
# Pictures and films that belong to the post are no words of its author.
MEDIA = re.compile(r"^https?://(?:www\.)?(?:x|twitter)\.com/\w+/status/\d+/(?:photo|video)/\d+$")
LEADING_MENTIONS = re.compile(r"^(?:@\w+\s+)+")


def as_written(text: object, entities: object) -> str:
    """A text with its own links in full, unescaped exactly once."""
    if not isinstance(text, str):
        return ""
    plain = ESCAPE.sub(lambda found: ESCAPED[found[0]], text)
    for link in objects(as_dict(entities).get("urls")):
        short, shown = link.get("url"), shown_link(link)
        if isinstance(short, str) and short and shown is not None:
            plain = plain.replace(short, shown)
    return plain.strip()


def shown_link(link: dict) -> str | None:
    """The address as the author gave it; "" for a picture of the post, None where X does not tell.

    X puts http:// before a bare `firma.bg`, and shows it without.
    """
    whole, shown = link.get("expanded_url"), link.get("display_url")
    if not isinstance(whole, str) or not whole:
        return None
    if link.get("media_key") or MEDIA.match(whole):
        return ""
    return shown if whole == f"http://{shown}" else whole


def without_leading_mentions(text: str) -> str:
    """A reply without the names that X itself puts in front."""
    return LEADING_MENTIONS.sub("", text)
