"""A person is found in any text, and nobody else is taken for them."""

import html
import json

import pytest

from social_support.privacy.needles import Needles, lines_of, names_of

HANDLE = "anna.p@island.example"
NAME = "Anna Petrova"
LINE = "Third day without my drill, and I have “a roof” to finish"


@pytest.fixture
def anna() -> Needles:
    names = names_of(HANDLE, NAME, "https://island.example/@anna.p", "109876543210")
    return Needles(names, lines_of([f"{LINE}\nthanks", "anna@petrova.example"]))


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
        "Anna Petrovasdottir",
        "9109876543210",
        "Third day without my drill",
    ],
)
def test_others_are_left_alone(anna: Needles, text: str) -> None:
    assert not anna.found_in(text)
    assert anna.without(text) == text


def test_the_rest_of_a_text_stays(anna: Needles) -> None:
    assert anna.without(f"Before. {LINE}. After, @anna.p!") == "Before. [erased]. After, @[erased]!"


@pytest.mark.parametrize(
    ("handle", "found"), [("bob", ["@bob"]), ("@bob99x", ["@bob99x", "bob99x"])]
)
def test_a_common_word_is_looked_for_as_a_handle_alone(handle: str, found: list[str]) -> None:
    assert names_of(handle) == found


def test_nothing_known_finds_nothing() -> None:
    assert not Needles([], []).found_in("anything at all")
    assert Needles([], []).without("anything at all") == "anything at all"
