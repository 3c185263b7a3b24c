"""Whether what points to somebody is enough to link an author. Pure: no database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from social_support.customers.evidence import PUBLIC_PROFILE, TOLD_US
from social_support.customers.party import Party
from social_support.customers.scores import (
    AGAINST,
    ENOUGH,
    MOST_POINTS,
    MOST_SUGGESTIONS,
    WEIGHTS,
    Weight,
)


@dataclass(frozen=True)
class Claim:
    """One piece of evidence that points to one party.

    source: what it is about ("E-mail anna@acme.example"): the same source may point to several
    parties, and then singles out none. kind: one of `scores.WEIGHTS`. basis: Told Us or Public
    Profile. words: what a person reads.
    """

    source: str
    party: Party
    kind: str
    words: str
    basis: str
    contact: str | None = None

    @property
    def weight(self) -> Weight:
        return WEIGHTS[self.kind]


@dataclass(frozen=True)
class Match:
    """An author and a party who may be one, with all the evidence for it. score: 0 to 100."""

    party: Party
    contact: str | None
    words: str
    basis: str
    score: int


@dataclass(frozen=True)
class Decision:
    """link: the party that the evidence singles out, if any; else possible matches."""

    link: Match | None
    suggestions: Sequence[Match]


def decide(claims: Iterable[Claim], rejected: frozenset[Party], automatically: bool) -> Decision:
    """Weigh the claims about one author.

    `rejected` parties were ruled out by a person: they are neither linked nor suggested, yet
    evidence that they share with another one stays ambiguous. Without `automatically` the party
    that would be linked is suggested.
    """
    claims = list(dict.fromkeys(claims))
    certain = singled_out(claims)
    matches = [match for match in _matches(claims) if match.party not in rejected]
    if certain and certain not in rejected and automatically:
        return Decision(next(match for match in matches if match.party == certain), ())
    return Decision(None, matches[:MOST_SUGGESTIONS])


def singled_out(claims: Iterable[Claim]) -> Party | None:
    """The one party whose evidence is enough and that nothing speaks against.

    Only what points to one party alone is added up. Against it speak strong evidence that points to
    others and not to it, and weaker evidence for another one that comes to AGAINST points.
    """
    claims = [claim for claim in claims if claim.weight.counts]
    totals = points(_unambiguous(claims))
    best = max(totals, key=totals.__getitem__, default=None)
    if best is None or totals.pop(best) < ENOUGH:
        return None
    contradicted = any(total >= AGAINST for total in totals.values())
    return None if contradicted or not _named_by_all_strong(best, claims) else best


def points(claims: Iterable[Claim]) -> dict[Party, int]:
    """What each party's evidence comes to: of one source the best claim counts."""
    best: dict[tuple[Party, str], int] = defaultdict(int)
    for claim in claims:
        of_source = (claim.party, claim.source)
        best[of_source] = max(best[of_source], claim.weight.points)
    totals: dict[Party, int] = defaultdict(int)
    for (party, _source), gained in best.items():
        totals[party] = min(MOST_POINTS, totals[party] + gained)
    return totals


def _unambiguous(claims: Sequence[Claim]) -> list[Claim]:
    named = _by_source(claims)
    return [claim for claim in claims if len(named[claim.source]) == 1]


def _named_by_all_strong(party: Party, claims: Iterable[Claim]) -> bool:
    strong = _by_source(claim for claim in claims if claim.weight.strong)
    return all(party in parties for parties in strong.values())


def _by_source(claims: Iterable[Claim]) -> Mapping[str, set[Party]]:
    named = defaultdict(set)
    for claim in claims:
        named[claim.source].add(claim.party)
    return named


def _matches(claims: Sequence[Claim]) -> list[Match]:
    totals, by_party = points(claims), defaultdict(list)
    for claim in claims:
        by_party[claim.party].append(claim)
    matches = [_match(party, about, totals[party]) for party, about in by_party.items()]
    return sorted(matches, key=lambda match: (-match.score, match.party))


def _match(party: Party, claims: Sequence[Claim], score: int) -> Match:
    best = sorted(claims, key=lambda claim: -claim.weight.points)
    contacts = {claim.contact for claim in claims if claim.contact}
    told = any(claim.basis == TOLD_US for claim in claims)
    return Match(
        party=party,
        contact=contacts.pop() if len(contacts) == 1 else None,
        words=" ".join(dict.fromkeys(claim.words for claim in best)),
        basis=TOLD_US if told else PUBLIC_PROFILE,
        score=score,
    )
