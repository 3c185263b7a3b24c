"""Negative, neutral or positive: rated only where we can tell.

VADER is made for short English posts (https://github.com/cjhutto/vaderSentiment); to any other
language it answers 0.0, which would read as neutral. So what is not English is *not rated*.
"""

import re
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

NEGATIVE, NEUTRAL, POSITIVE, NOT_RATED = "Negative", "Neutral", "Positive", "Not Rated"
THRESHOLD = 0.05
MOSTLY = 0.8


def sentiment(text: str, language: str) -> str:
    """The mood of `text`; `language` as the network says it, for example "en" or "en-GB"."""
    if not (language.lower().startswith("en") and _in_latin_letters(text)):
        return NOT_RATED
    score = _analyzer().polarity_scores(text)["compound"]
    if score >= THRESHOLD:
        return POSITIVE
    return NEGATIVE if score <= -THRESHOLD else NEUTRAL


def _in_latin_letters(text: str) -> bool:
    if text.isascii():
        return any(map(str.isalpha, text))
    letters = re.findall(r"[^\W\d_]", text)
    latin = [letter for letter in letters if letter <= "\u024f"]
    return bool(letters) and len(latin) >= MOSTLY * len(letters)


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
