"""Real tweets for the check: those that the demonstration's network gives back as it got them."""

from __future__ import annotations

import html
import random
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

FILE = "tweets_GroundTruth.txt"
LONGEST = 500 - len("@shop ") - len(" #drillco")  # what the network takes, with what we put around

MARKUP = "signs that the network takes for markup"
BLANKS = "blanks at an end or blank lines, which the network removes"
TOO_LONG = "too long for the network"
NAMES = "a mention of somebody on this network"
NOT_TEXT = "not valid UTF-8"


@dataclass(frozen=True)
class Chosen:
    """texts: as a person types them; of: how many there are; left_out: how many, by reason."""

    texts: list[str]
    of: int
    left_out: Counter[str]


def choose(folder: Path, count: int, seed: str, usernames: Collection[str]) -> Chosen:
    """`count` of the tweets in `folder`, others for another seed.

    The file has id, rating and text with tabs between, the text with the HTML entities in which the
    network served it.
    """
    suitable, left_out = [], Counter()
    lines = (folder / FILE).read_bytes().splitlines()
    for line in lines:
        text = typed(line)
        reason = NOT_TEXT if text is None else why_not(text, usernames)
        if reason:
            left_out[reason] += 1
        else:
            suitable.append(text)
    chosen = random.Random(seed).sample(suitable, min(count, len(suitable)))
    return Chosen(chosen, len(lines), left_out)


def typed(line: bytes) -> str | None:
    """What a person typed to be served like this; None when the bytes are no text."""
    try:
        return html.unescape(line.decode().split("\t", 2)[2])
    except UnicodeDecodeError:
        return None


def why_not(text: str, usernames: Collection[str]) -> str | None:
    """Why the network would change the text or tell somebody of it; None if it does neither."""
    if re.search(r"[*`]|~~", text):
        return MARKUP
    if text != text.strip() or re.search(r"\n\s*\n", text):
        return BLANKS
    if len(text) > LONGEST:
        return TOO_LONG
    named = {name.lower() for name in re.findall(r"@(\w+)", text)}
    return NAMES if named & {name.lower() for name in usernames} else None
