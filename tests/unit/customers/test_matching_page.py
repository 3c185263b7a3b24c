"""docs/matching.md says what the code does."""

import re
from pathlib import Path

import pytest

from social_support.customers import private_messages, scores

PAGE = (Path(__file__).parents[3] / "docs" / "matching.md").read_text()
ROW = re.compile(r"^\| ([^|]+) \| (\d+) \| ?([^|]*?) ?\|$", re.MULTILINE)


def test_the_table_is_the_rule() -> None:
    said = {kind: (int(points), remark) for kind, points, remark in ROW.findall(PAGE)}
    remarks = {(True, True): "yes", (True, False): "", (False, False): "never links"}
    assert said == {
        kind: (weight.points, remarks[weight.counts, weight.strong])
        for kind, weight in scores.WEIGHTS.items()
    }


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("comes to **{0}** points or more", scores.ENOUGH),
        ("no other party has **{0}** points", scores.AGAINST),
        ("add up, to {0} at most", scores.MOST_POINTS),
        ("the best {0} for each author", scores.MOST_SUGGESTIONS),
        ("more than {0} customers, contacts or leads bear", scores.MOST_OWNERS),
        ("a name that more than {0} parties bear", scores.MOST_NAMESAKES),
        ("that more than {0} authors show", scores.MOST_AUTHORS),
    ],
)
def test_the_numbers_are_those_of_the_rule(words: str, number: int) -> None:
    assert words.format(number).lower() in PAGE.lower()


def test_as_many_messages_are_read_as_the_page_says() -> None:
    assert private_messages.MOST_PER_AUTHOR == 20 and "the newest twenty" in PAGE
