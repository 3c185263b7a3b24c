"""Which of a customer's things a post speaks of."""

import pytest

from social_support.customers.mentions import mentioned

SHELF = [
    ("D-200", "Drill D-200", "drill"),
    ("B-12", "Bit set", "bits"),
    ("САК-7", "Бормашина Ударна", "бормашина"),
    ("7", "Charger", "charger"),
]


def found(text: str, most: int = 3) -> list[str]:
    return mentioned(text, SHELF, most)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Third day without my drill…", ["drill"]),
        ("All my DRILLS are gone", ["drill"]),
        ("my d-200 is dead", ["drill"]),
        ("D200?", []),
        ("Къде е бормашината ми?", ["бормашина"]),
        ("7 days!", []),
        ("a bit late", []),
        ("the bit set is fine", ["bits"]),
        ("drilling all day", ["drill"]),
        ("drillmasters", []),
        ("", []),
        ("Hello there", []),
    ],
)
def test_a_word_of_the_name_is_enough_and_part_of_a_word_is_not(text: str, items: list[str]):
    assert found(text) == items


def test_the_surest_kind_wins():
    assert found("The charger of my D-200 stopped working") == ["drill"]


def test_no_more_than_asked_for():
    assert found("drill and charger", most=1) == ["drill"]
    assert mentioned("drill", [], 3) == []
