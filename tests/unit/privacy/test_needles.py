"""A person is found in any text, and nobody else is taken for them."""

import html
import json

import pytest

from social_support.privacy.needles import Needles, lines_of, marks_of, names_of

HANDLE = "anna.p@island.example"
NAME = "Anna Petrova"
LINE = "Third day without my drill, and I have “a roof” to finish"


@pytest.fixture
def anna() -> Needles:
    marks = marks_of(HANDLE, "https://island.example/@anna.p", "109876543210")
    lines = lines_of([f"{LINE}\nThank you very much!\nthanks", "anna@petrova.example"])
    return Needles(marks, names_of(HANDLE, NAME), lines, {"conversation1"})


@pytest.mark.parametrize(
    "text",
    [
        "as @anna.p said",
        "@Anna.P@island.example",
        "see anna.p@island.example.",
        "Anna Petrova",
        "id=109876543210&x",
        "https://island.example/@anna.p/1",
        LINE.upper(),
        f"told us: {LINE[:45]}…",
        json.dumps({"text": LINE}),
        json.dumps({"text": LINE}, ensure_ascii=False),
        html.escape(LINE),
    ],
)
def test_found_and_taken_out(anna: Needles, text: str) -> None:
    assert anna.found_in(text)
    assert not anna.found_in(anna.without(text))
    assert "[erased]" in anna.without(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna wrote",
        "thanks",
        "write to anna@petrova.example",
        "@anna.p@another.example",
        "@anna.petrov",
        "@anna.p.second",
        "Anna Petrovasdottir",
        "9109876543210",
        "Third day without my drill",
    ],
)
def test_others_are_left_alone(anna: Needles, text: str) -> None:
    assert not anna.found_in(text)
    assert anna.without(text) == text


@pytest.mark.parametrize(
    ("text", "values", "told", "told_in_logs"),
    [
        (NAME, [], False, False),
        ("as @anna.p said", [], False, False),
        ("Thank you very much!", ["conversation2"], False, False),
        (LINE, [], False, True),
        (f"{NAME} (@{HANDLE})", [], True, True),
        (HANDLE, [], True, True),
        ("see https://island.example/@anna.p/1", [], True, True),
        (NAME, ["conversation1"], True, True),
        (json.dumps({"text": f"“{NAME}”", "to": "conversation1"}), [], True, True),
        ("nothing of hers", ["conversation1"], False, False),
    ],
)
def test_a_name_or_a_line_counts_where_she_is_meant(
    anna: Needles, text: str, values: list[str], told: bool, told_in_logs: bool
) -> None:
    assert anna.tells(text, values) is told
    assert anna.tells(text, values, line_alone=True) is told_in_logs


@pytest.mark.parametrize(
    ("handle", "found"),
    [
        ("@bob99x", ["@bob99x"]),
        ("bob@island.example", ["@bob@island.example", "bob@island.example"]),
    ],
)
def test_a_handle_singles_out_with_its_at_or_its_server(handle: str, found: list[str]) -> None:
    assert marks_of(handle, handle.lstrip("@"), "42") == found


def test_the_rest_of_a_text_stays(anna: Needles) -> None:
    assert anna.without(f"Before. {LINE}. After, @anna.p!") == "Before. [erased]. After, @[erased]!"


@pytest.mark.parametrize(
    ("handle", "found"), [("bob", ["@bob"]), ("@bob99x", ["@bob99x", "bob99x"])]
)
def test_a_common_word_is_looked_for_as_a_handle_alone(handle: str, found: list[str]) -> None:
    assert names_of(handle) == found


def test_nothing_known_finds_nothing() -> None:
    assert not Needles([]).found_in("anything at all")
    assert Needles([]).without("anything at all") == "anything at all"


def test_letters_that_json_escapes_make_no_line_longer() -> None:
    needles = Needles([], [], lines_of(["Благодаря ви много за всичко"]))
    assert not needles.found_in(json.dumps("Благодарността е взаимна"))
    said = json.dumps("Благодаря ви много за всичко")
    assert needles.without(said) == '"[erased]"'
    assert not needles.tells(said, line_alone=True)
