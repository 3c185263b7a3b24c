"""Invariant 7: a customer is linked on evidence that singles one out, never on a name alone."""

import pytest

from social_support.customers.decide import Claim, Decision, decide
from social_support.customers.evidence import PUBLIC_PROFILE, TOLD_US

NOBODY: frozenset[str] = frozenset()


def claim(source: str, customer: str, *, strong: bool = True, score: int = 90, **more) -> Claim:
    more = {"words": f"{source} of {customer}.", "basis": PUBLIC_PROFILE} | more
    return Claim(source=source, customer=customer, strong=strong, score=score, **more)


def linked(decision: Decision) -> str | None:
    return decision.link and decision.link.customer


def suggested(decision: Decision) -> list[str]:
    return [match.customer for match in decision.suggestions]


@pytest.mark.parametrize(
    ("claims", "link", "suggestions"),
    [
        ([claim("mail", "A")], "A", []),
        ([claim("mail", "A"), claim("phone", "A")], "A", []),
        ([claim("mail", "A"), claim("name", "B", strong=False, score=10)], "A", []),
        ([claim("phone", "A"), claim("phone", "B")], None, ["A", "B"]),
        ([claim("mail", "A"), claim("phone", "A"), claim("phone", "B")], "A", []),
        ([claim("mail", "A"), claim("phone", "B")], None, ["A", "B"]),
        ([claim("mail", "A"), claim("mail", "B"), claim("web", "B"), claim("web", "C")],
         None, ["A", "B", "C"]),
        ([claim("name", "A", strong=False)], None, ["A"]),
        ([], None, []),
    ],
)  # fmt: skip
def test_what_is_enough(claims: list[Claim], link: str | None, suggestions: list[str]) -> None:
    decision = decide(claims, NOBODY, automatically=True)
    assert (linked(decision), suggested(decision)) == (link, suggestions)


def test_switched_off_it_only_suggests() -> None:
    decision = decide([claim("mail", "A")], NOBODY, automatically=False)
    assert (linked(decision), suggested(decision)) == (None, ["A"])


def test_a_rejected_customer_is_neither_linked_nor_suggested() -> None:
    decision = decide([claim("mail", "A")], frozenset({"A"}), automatically=True)
    assert (linked(decision), suggested(decision)) == (None, [])


def test_rejecting_one_of_two_links_the_other_not_by_itself() -> None:
    claims = [claim("phone", "A"), claim("phone", "B")]
    decision = decide(claims, frozenset({"A"}), automatically=True)
    assert (linked(decision), suggested(decision)) == (None, ["B"])


def test_the_best_match_comes_first_and_guesses_are_few() -> None:
    claims = [claim(f"name {n}", f"C{n}", strong=False, score=n) for n in range(9)]
    assert suggested(decide(claims, NOBODY, True)) == ["C8", "C7", "C6", "C5", "C4"]


def test_a_match_keeps_all_its_evidence_and_the_better_basis() -> None:
    claims = [
        claim("web", "A", score=80, words="The website."),
        claim("mail", "A", score=100, words="The e-mail.", basis=TOLD_US, contact="Anna-A"),
    ]
    match = decide(claims, NOBODY, True).link
    assert match.words == "The e-mail. The website."
    assert (match.basis, match.contact, match.score) == (TOLD_US, "Anna-A", 100)


def test_two_contacts_of_the_customer_name_no_contact() -> None:
    claims = [claim("mail", "A", contact="Anna-A"), claim("mail", "A", contact="Ivan-A")]
    assert decide(claims, NOBODY, True).link.contact is None
