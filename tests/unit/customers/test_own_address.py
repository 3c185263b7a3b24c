"""An e-mail in a message is the writer's own where the message says so, or has nothing else."""

import pytest

from social_support.customers.evidence import EMAIL, NAMED, PRIVATE_MESSAGE, from_private_message

ANNA = "anna@petrova.example"


def where(text: str) -> str:
    (told,) = (each for each in from_private_message(text.format(ANNA), "BG") if each.kind == EMAIL)
    return told.where


@pytest.mark.parametrize(
    "text",
    [
        "{0}",
        "{0} or +359 88 912 3456",
        "I am {0}, where is my drill?",
        "I'm {0} and he is late",
        "My e-mail address is {0}. My boss wrote to you too",
        "mail me: {0}",
        "Reach me at {0}, please",
        "{0} here, any news?",
        "We spoke at the fair, {0}",
        "Where is my order?\n{0}\nPetrova Ltd",
        "Пишете ми на {0}, моля",
        "Здравейте! Имейлът ми е {0}.",
        "Къде е поръчката?\nимейл: {0}",
    ],
)
def test_it_is_the_writers_own(text: str) -> None:
    assert where(text) == PRIVATE_MESSAGE


@pytest.mark.parametrize(
    "text",
    [
        "I already wrote to {0}, he does not answer",
        "{0} does not answer",
        "{0}, he does not answer",
        "I am waiting for {0}",
        "My boss is away, {0}",
        "his e-mail: {0}",
        "Ask Anna ({0}) about it",
        "write to {0}",
        "Вече писах на {0}",
        "Колегата: {0}",
    ],
)
def test_it_may_be_anothers(text: str) -> None:
    assert where(text) == NAMED


def test_what_is_said_of_one_address_is_not_said_of_another() -> None:
    told = from_private_message(
        "I wrote to stoyan@partner.example. I am anna@petrova.example", "BG"
    )
    assert {each.value: each.where for each in told if each.kind == EMAIL} == {
        "stoyan@partner.example": NAMED,
        "anna@petrova.example": PRIVATE_MESSAGE,
    }
