"""Whether what points to customers is enough to link an author. Pure: no database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from social_support.customers.evidence import PUBLIC_PROFILE, TOLD_US

MOST_SUGGESTIONS = 5
"""Possible matches kept per author: more would be guessing."""


@dataclass(frozen=True)
class Claim:
    """One piece of evidence that points to one customer.

    source: what it is about ("E-mail anna@acme.example"): the same source may point to several
    customers, and then singles out none. strong: enough for a link, if it points to one alone.
    basis: Told Us or Public Profile. words: what a person reads. score: 0 to 100.
    """

    source: str
    customer: str
    words: str
    basis: str
    score: int
    strong: bool = False
    contact: str | None = None


@dataclass(frozen=True)
class Match:
    """An author and a customer who may be one, with all the evidence for it."""

    customer: str
    contact: str | None
    words: str
    basis: str
    score: int


@dataclass(frozen=True)
class Decision:
    """link: the customer that the evidence singles out, if any; else possible matches."""

    link: Match | None
    suggestions: Sequence[Match]


def decide(claims: Iterable[Claim], rejected: frozenset[str], automatically: bool) -> Decision:
    """Weigh the claims about one author.

    `rejected` customers were ruled out by a person: they are neither linked nor suggested, yet
    evidence that they share with another customer stays ambiguous. Without `automatically` the
    customer that would be linked is suggested.
    """
    claims = list(dict.fromkeys(claims))
    certain = singled_out(claims)
    if certain in rejected:
        certain = None
    matches = [match for match in _matches(claims) if match.customer not in rejected]
    if certain and automatically:
        return Decision(next(match for match in matches if match.customer == certain), ())
    return Decision(None, matches[:MOST_SUGGESTIONS])


def singled_out(claims: Iterable[Claim]) -> str | None:
    """The one customer that some strong evidence names alone and no other strong one excludes."""
    named = defaultdict(set)
    for claim in claims:
        if claim.strong:
            named[claim.source].add(claim.customer)
    in_common = set.intersection(*named.values()) if named else set()
    alone = set().union(*(customers for customers in named.values() if len(customers) == 1))
    return in_common.pop() if len(in_common) == 1 and in_common <= alone else None


def _matches(claims: Iterable[Claim]) -> list[Match]:
    by_customer = defaultdict(list)
    for claim in claims:
        by_customer[claim.customer].append(claim)
    matches = [_match(customer, about) for customer, about in by_customer.items()]
    return sorted(matches, key=lambda match: (-match.score, match.customer))


def _match(customer: str, claims: Sequence[Claim]) -> Match:
    best = sorted(claims, key=lambda claim: -claim.score)
    contacts = {claim.contact for claim in claims if claim.contact}
    told = any(claim.basis == TOLD_US for claim in claims)
    return Match(
        customer=customer,
        contact=contacts.pop() if len(contacts) == 1 else None,
        words=" ".join(dict.fromkeys(claim.words for claim in best)),
        basis=TOLD_US if told else PUBLIC_PROFILE,
        score=best[0].score,
    )
