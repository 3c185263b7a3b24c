"""E-mails, phone numbers and websites that an author told, and whose they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from frappe import _

from social_support.customers import keys, profile_keys, scores
from social_support.customers.decide import Claim
from social_support.customers.evidence import (
    EMAIL,
    MAIL_DOMAIN,
    NAMED,
    PHONE,
    PRIVATE_MESSAGE,
    PROFILE,
    PROVEN,
    WEBSITE,
    Evidence,
)
from social_support.customers.keys import Key
from social_support.customers.owners import Owner
from social_support.customers.party import CONTACT, CUSTOMER, LEAD, Party
from social_support.customers.suggestions import site_language

KINDS = {
    (EMAIL, PROFILE): scores.EMAIL_TOLD,
    (EMAIL, PRIVATE_MESSAGE): scores.EMAIL_TOLD,
    (EMAIL, NAMED): scores.EMAIL_NAMED,
    (PHONE, PROFILE): scores.PHONE_SHOWN,
    (PHONE, PRIVATE_MESSAGE): scores.PHONE_TOLD,
    (WEBSITE, PROVEN): scores.PROVEN_WEBSITE,
    (WEBSITE, PROFILE): scores.SHOWN_WEBSITE,
    (WEBSITE, PRIVATE_MESSAGE): scores.WEBSITE_NAMED,
    (MAIL_DOMAIN, PROFILE): scores.DOMAIN_OF_EMAIL,
    (MAIL_DOMAIN, PRIVATE_MESSAGE): scores.DOMAIN_OF_EMAIL,
}
NOT_AN_AGENCYS = (EMAIL, PHONE, WEBSITE)
"""What is no evidence where many authors show the same."""


def owners_of_evidence(
    wanted: Mapping[Evidence, Key], bearers: Mapping[Key, Sequence[Owner]]
) -> dict[Evidence, list[Owner]]:
    """Who bears what was told; nobody where many authors show the same."""
    found = {item: bearers[key] for item, key in wanted.items() if bearers.get(key)}
    hashes = {item: keys.key_hash(wanted[item]) for item in found if item.kind in NOT_AN_AGENCYS}
    many = profile_keys.shown_by_many(set(hashes.values()))
    return {
        item: _parties_first(item.kind, bearing)
        for item, bearing in found.items()
        if hashes.get(item) not in many
    }


def _parties_first(kind: str, bearing: Sequence[Owner]) -> list[Owner]:
    """A customer's own mail box is no other person's: a lead or contact with it is the customer
    who came another way. A phone number may be a household's or an office's, so it is not.
    """
    for doctype in (CUSTOMER, LEAD):
        first = [owner for owner in bearing if owner.party.doctype == doctype]
        if first and kind == EMAIL:
            return first
    return [*bearing]


def claims_of_evidence(
    told: Iterable[Evidence], by_evidence: Mapping[Evidence, Sequence[Owner]]
) -> Iterator[Claim]:
    """What each thing that an author told says of each who bears it."""
    for item in told:
        for owner in by_evidence.get(item, ()):
            yield Claim(
                source=_source(item),
                party=owner.party,
                kind=KINDS[item.kind, item.where],
                words=_in_words(item, owner),
                basis=item.basis,
                contact=owner.contact or _itself(owner.party),
            )


def _source(item: Evidence) -> str:
    """A website and the domain of an e-mail are one thing told, not two; nor do the mail boxes of
    a customer's people add up, where a message only names them.
    """
    if item.where == NAMED:
        return NAMED
    kind = WEBSITE if item.kind == MAIL_DOMAIN else item.kind
    return f"{kind} {item.value}"


def _itself(party: Party) -> str | None:
    return party.name if party.doctype == CONTACT else None


def _in_words(item: Evidence, owner: Owner) -> str:
    language = site_language()
    what = _(item.words, language).format(item.value)
    what = what[0].upper() + what[1:]
    if item.kind == MAIL_DOMAIN:
        return _("{0}: there {1} has its website.", language).format(what, owner.title)
    if owner.contact:
        return _("{0}: it belongs to {1}, a contact of {2}.", language).format(
            what, owner.contact_name, owner.title
        )
    return _("{0}: it belongs to {1}.", language).format(what, owner.title)
