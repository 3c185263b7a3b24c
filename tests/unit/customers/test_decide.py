"""Invariant 7: an author is linked on evidence that singles one out, never on a name alone."""

import pytest

from social_support.customers import scores
from social_support.customers.decide import Claim, Decision, decide
from social_support.customers.evidence import PUBLIC_PROFILE, TOLD_US
from social_support.customers.party import CUSTOMER, LEAD, Party
from social_support.customers.scores import WEIGHTS

NOBODY: frozenset[Party] = frozenset()
MAIL, PHONE, PROVEN, WEB = (
    scores.EMAIL_TOLD,
    scores.PHONE_TOLD,
    scores.PROVEN_WEBSITE,
    scores.SHOWN_WEBSITE,
)
NUMBER, BOTH, DOMAIN = scores.NUMBER_TOLD, scores.NUMBER_AND_CONTACT, scores.DOMAIN_OF_EMAIL
ELSEWHERE, NAME, PLACE = scores.HANDLE_ELSEWHERE, scores.SAME_NAME, scores.NAME_AND_PLACE


def claim(kind: str, customer: str, *, source: str | None = None, **more) -> Claim:
    more = {"words": f"{kind} of {customer}.", "basis": PUBLIC_PROFILE} | more
    party = Party(CUSTOMER, customer)
    return Claim(source=source or kind, party=party, kind=kind, **more)


def linked(decision: Decision) -> str | None:
    return decision.link and decision.link.party.name


def suggested(decision: Decision) -> list[str]:
    return [match.party.name for match in decision.suggestions]


@pytest.mark.parametrize(
    ("claims", "link", "suggestions"),
    [
        # enough by itself
        ([(MAIL, "A")], "A", []),
        ([(PHONE, "A")], "A", []),
        ([(PROVEN, "A")], "A", []),
        ([(BOTH, "A")], "A", []),
        ([(MAIL, "A"), (NAME, "B")], "A", []),
        # not enough, however much the name is like it
        ([(WEB, "A")], None, ["A"]),
        ([(scores.PHONE_SHOWN, "A")], None, ["A"]),
        ([(NUMBER, "A")], None, ["A"]),
        ([(NUMBER, "A"), (NAME, "A")], None, ["A"]),
        ([(NUMBER, "A"), (PLACE, "A")], None, ["A"]),
        ([(ELSEWHERE, "A"), (PLACE, "A")], None, ["A"]),
        ([(NAME, "A")], None, ["A"]),
        # enough together
        ([(NUMBER, "A"), (WEB, "A")], "A", []),
        ([(NUMBER, "A"), (DOMAIN, "A")], "A", []),
        ([(ELSEWHERE, "A"), (WEB, "A")], "A", []),
        ([(scores.PHONE_SHOWN, "A"), (WEB, "A")], "A", []),
        ([(MAIL, "A"), (scores.PHONE_SHOWN, "B")], None, ["A", "B"]),
        # what two of them have
        ([(PHONE, "A"), (PHONE, "B")], None, ["A", "B"]),
        ([(MAIL, "A"), (PHONE, "A"), (PHONE, "B")], "A", []),
        ([(NUMBER, "A"), (PHONE, "A"), (PHONE, "B")], None, ["A", "B"]),
        ([(MAIL, "A"), (MAIL, "B"), (WEB, "B"), (WEB, "C")], None, ["A", "B", "C"]),
        # what contradicts
        ([(MAIL, "A"), (PHONE, "B")], None, ["A", "B"]),
        ([(MAIL, "A"), (NUMBER, "B")], None, ["A", "B"]),
        ([(MAIL, "A"), (WEB, "B")], None, ["A", "B"]),
        ([(MAIL, "A"), (PHONE, "B"), (PHONE, "C")], None, ["A", "B", "C"]),
        ([(MAIL, "A"), (DOMAIN, "B")], "A", []),
        ([], None, []),
    ],
)  # fmt: skip
def test_what_is_enough(
    claims: list[tuple[str, str]], link: str | None, suggestions: list[str]
) -> None:
    decision = decide([claim(*one) for one in claims], NOBODY, automatically=True)
    assert (linked(decision), suggested(decision)) == (link, suggestions)


def test_one_thing_told_counts_once() -> None:
    """A website and an e-mail at it are one fact about one host."""
    claims = [claim(WEB, "A", source="acme.example"), claim(DOMAIN, "A", source="acme.example")]
    decision = decide(claims, NOBODY, automatically=True)
    assert decision.link is None and decision.suggestions[0].score == WEIGHTS[WEB].points


def test_nothing_that_is_only_alike_leads_to_a_link() -> None:
    alike = [kind for kind, weight in WEIGHTS.items() if not weight.counts]
    assert set(alike) == {NAME, PLACE, scores.SIMILAR_NAME_AND_PLACE}
    decision = decide([claim(kind, "A") for kind in alike * 9], NOBODY, automatically=True)
    assert decision.link is None


def test_a_lead_is_a_party_as_a_customer_is() -> None:
    lead = Party(LEAD, "A")
    of_lead = Claim("Mail", lead, MAIL, "Of the lead.", TOLD_US)
    assert decide([of_lead], NOBODY, True).link.party == lead
    assert decide([of_lead, claim(PHONE, "A")], NOBODY, True).link is None


def test_switched_off_it_only_suggests() -> None:
    decision = decide([claim(MAIL, "A")], NOBODY, automatically=False)
    assert (linked(decision), suggested(decision)) == (None, ["A"])


def test_a_rejected_customer_is_neither_linked_nor_suggested() -> None:
    decision = decide([claim(MAIL, "A")], frozenset({Party(CUSTOMER, "A")}), automatically=True)
    assert (linked(decision), suggested(decision)) == (None, [])


def test_rejecting_one_of_two_links_the_other_not_by_itself() -> None:
    claims = [claim(PHONE, "A"), claim(PHONE, "B")]
    decision = decide(claims, frozenset({Party(CUSTOMER, "A")}), automatically=True)
    assert (linked(decision), suggested(decision)) == (None, ["B"])


def test_the_best_match_comes_first_and_guesses_are_few() -> None:
    claims = [claim(kind, f"C{n}") for n, kind in enumerate((NAME, PLACE, DOMAIN, NUMBER, WEB))]
    claims += [claim(ELSEWHERE, "C5"), claim(ELSEWHERE, "C6")]
    assert suggested(decide(claims, NOBODY, True)) == ["C3", "C4", "C5", "C6", "C2"]


def test_a_match_keeps_all_its_evidence_and_the_better_basis() -> None:
    claims = [
        claim(WEB, "A", words="The website."),
        claim(MAIL, "A", words="The e-mail.", basis=TOLD_US, contact="Anna-A"),
    ]
    match = decide(claims, NOBODY, True).link
    assert match.words == "The e-mail. The website."
    assert (match.basis, match.contact, match.score) == (TOLD_US, "Anna-A", 100)


def test_two_contacts_of_the_customer_name_no_contact() -> None:
    claims = [claim(MAIL, "A", contact="Anna-A"), claim(MAIL, "A", contact="Ivan-A")]
    assert decide(claims, NOBODY, True).link.contact is None
