"""The record that a reply is, and the place where it is put.
https://docs.bsky.app/docs/advanced-guides/posts#replies-quote-posts-and-embeds
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256

from ..contract import Target
from ..values import as_dict
from .addresses import POSTS

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
LETTERS = 13
CLOCK_BITS = 10
# Microseconds since 1970: two years before there was Bluesky for all. No post of an account bears
# such a key by itself, and none lies in the future, which a server might refuse one day.
FIRST = 1_577_836_800_000_000
SPAN = 63_072_000_000_000
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def key_in_repo(key: str) -> str:
    """The place of the reply that the app knows by `key`: the same key, the same place.

    It has the form of a TID, as all posts' keys: 53 bits of a time, 10 of a clock.
    https://atproto.com/specs/tid
    """
    number = int.from_bytes(sha256(key.encode()).digest()[:16], "big")
    clock, moment = number % (1 << CLOCK_BITS), FIRST + (number >> CLOCK_BITS) % SPAN
    value, letters = moment << CLOCK_BITS | clock, ""
    for _letter in range(LETTERS):
        value, digit = divmod(value, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return letters


def reply_record(target: Target, above: dict, text: str, facets: list[dict], now: datetime) -> dict:
    """The post that answers `above`, as Bluesky shows that one."""
    parent = {"uri": above["uri"], "cid": above["cid"]}
    root = as_dict(as_dict(as_dict(above.get("record")).get("reply")).get("root"))
    record = {
        "$type": POSTS,
        "text": text,
        "createdAt": now.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "reply": {"root": root or parent, "parent": parent},
    }
    if LANGUAGE.fullmatch(target.language):
        record["langs"] = [target.language]
    return record | ({"facets": facets} if facets else {})
