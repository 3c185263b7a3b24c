"""Names and places in the letters of several alphabets."""

import pytest

from social_support.customers.names import ALIKE, SAME, likeness, mentions_place, skeleton, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Георги Иванов", "Georgi Ivanov"),
        ("Георги Иванов", "ivanov,  GEORGI"),
        ("Юлия Щерева", "Yuliya Shtereva"),
        ("Петрова ООД", "Petrova Ltd."),
        ("Müller & Söhne GmbH", "Muller Sohne"),
        ("José Nuñez", "Jose Nunez"),
    ],
)
def test_one_name_in_other_letters(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert likeness(one, other) == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [("Георги Иванов", "Gueorgui Ivanoff"), ("Хаджиева Цветелина", "Tzvetelina Hadjieva")],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert ALIKE <= likeness(one, other) < SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иван Петров", "Иван Тодоров"),
        ("Иван Петров", "Иванка Петрова"),
        ("Anna Petrova", "Anna Pavlova"),
        ("Petrova Ltd", "Petkova Ltd"),
    ],
)
def test_another_name_is_not_the_same(one: str, other: str) -> None:
    assert likeness(one, other) < SAME


@pytest.mark.parametrize("name", ["", None, "Ян", "Anna", "!!!", "🙂"])
def test_a_short_name_is_not_looked_for(name: str | None) -> None:
    assert skeleton(name) is None


def test_a_name_of_legal_forms_alone_is_still_a_name() -> None:
    assert words_of("SA AG") == ("sa", "ag")


@pytest.mark.parametrize(
    ("text", "place", "there"),
    [
        ("Живея в София", "Sofia", True),
        ("Drills from Sofia, Bulgaria", "София", True),
        ("I love Stara Zagora", "Стара Загора", True),
        ("Zagora", "Stara Zagora", False),
        ("Plovdiv", "Sofia", False),
        ("", "Sofia", False),
        ("Sofia", "", False),
    ],
)
def test_places(text: str, place: str, there: bool) -> None:
    assert mentions_place(text, place) is there
