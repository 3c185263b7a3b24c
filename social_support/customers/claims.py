"""What points from authors to customers: evidence, confirmed handles, names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import frappe
from frappe import _

from social_support.customers import owners
from social_support.customers.decide import Claim
from social_support.customers.evidence import (
    EMAIL,
    MAIL_DOMAIN,
    PHONE,
    PUBLIC_PROFILE,
    WEBSITE,
    Evidence,
)
from social_support.customers.owners import KnownHandle, Owner
from social_support.customers.suggestions import site_language
from social_support.networks.contract import Network
from social_support.networks.errors import UnknownNetwork
from social_support.networks.registry import get_network_class

SCORES = {EMAIL: 100, PHONE: 90, WEBSITE: 80, MAIL_DOMAIN: 40}
SCORE_OF_CONFIRMED_HANDLE, SCORE_OF_SAME_HANDLE, SCORE_OF_NAME = 95, 50, 10
STRONG = {EMAIL, PHONE, WEBSITE}


def claims_of(
    authors: Mapping[str, frappe._dict],
    told: Mapping[str, Sequence[Evidence]],
    region: str | None,
) -> dict[str, list[Claim]]:
    """Per author, the customers that something points to.

    Authors of a network that wants no fuzzy matching are matched on what they told us or show in
    public, and on what a person said of this very account: not on a name, nor on a handle that
    somebody has on another network.

    authors: rows of Social Profile (handle, network, display_name); told: what each of them told;
    region: where phone numbers that ERPNext keeps without a country code are from.
    """
    by_value = _owners_of({item for found in told.values() for item in found}, region)
    fuzzy = {
        author["network"] for author in authors.values() if _matches_fuzzily(author["network"])
    }
    names = {
        owners.same_name(author["display_name"])
        for author in authors.values()
        if author["network"] in fuzzy
    } - {""}
    by_name = _by_value(owners.of_names(names))
    by_handle = _known_handles(author["handle"] for author in authors.values())
    claims = {}
    for name, author in authors.items():
        handle, display_name = author["handle"] or "", owners.same_name(author["display_name"])
        claims[name] = [
            *_claims_of_evidence(told[name], by_value),
            *(
                _claim_of_handle(author, known)
                for known in by_handle[handle.lower()]
                if _may_be_compared(author["network"], known.network)
            ),
        ]
        if author["network"] in fuzzy:
            claims[name] += [_claim_of_name(owner) for owner in by_name[display_name]]
    return {name: found for name, found in claims.items() if found}


def _may_be_compared(one: str, other: str) -> bool:
    return one == other or (_matches_fuzzily(one) and _matches_fuzzily(other))


def _matches_fuzzily(network: str) -> bool:
    try:
        return get_network_class(network).fuzzy_matching
    except UnknownNetwork:
        # The app that brought it is gone, and with it any rule of its own.
        return Network.fuzzy_matching


def _owners_of(told: Collection[Evidence], region: str | None) -> dict[str, dict[str, list[Owner]]]:
    values = defaultdict(set)
    for evidence in told:
        values[evidence.kind].add(evidence.value)
    websites = _by_value(owners.of_websites(values[WEBSITE] | values[MAIL_DOMAIN]))
    return {
        EMAIL: _by_value(owners.of_emails(values[EMAIL])),
        PHONE: _by_value(owners.of_phones(values[PHONE], region)),
        WEBSITE: websites,
        MAIL_DOMAIN: websites,
    }


def _known_handles(handles: Iterable[str | None]) -> dict[str, list[KnownHandle]]:
    by_handle = defaultdict(list)
    for known in owners.of_handles({handle.lower() for handle in handles if handle}):
        by_handle[known.handle].append(known)
    return by_handle


def _by_value(found: Iterable[Owner]) -> dict[str, list[Owner]]:
    by_value = defaultdict(list)
    for owner in found:
        by_value[owner.value].append(owner)
    return by_value


def _claims_of_evidence(
    told: Iterable[Evidence], by_value: Mapping[str, Mapping[str, Sequence[Owner]]]
) -> Iterator[Claim]:
    for evidence in told:
        for owner in by_value[evidence.kind].get(evidence.value, ()):
            yield Claim(
                source=f"{evidence.kind} {evidence.value}",
                customer=owner.customer,
                contact=owner.contact,
                words=_words(evidence, owner),
                basis=evidence.basis,
                score=SCORES[evidence.kind],
                strong=evidence.kind in STRONG and owner.certain,
            )


def _words(evidence: Evidence, owner: Owner) -> str:
    language = site_language()
    what = _(evidence.words, language).format(evidence.value)
    what = what[0].upper() + what[1:]
    if evidence.kind == MAIL_DOMAIN:
        return _("{0}: there {1} has its website.", language).format(what, owner.customer_name)
    if owner.contact:
        return _("{0}: it belongs to {1}, a contact of {2}.", language).format(
            what, owner.contact_name, owner.customer_name
        )
    return _("{0}: it belongs to {1}.", language).format(what, owner.customer_name)


def _claim_of_handle(author: frappe._dict, known: KnownHandle) -> Claim:
    same_network = known.network == author["network"]
    words = _("A person linked the account @{0} to {1} before.", site_language())
    elsewhere = _("A person linked @{0} on another network to {1}.", site_language())
    return Claim(
        source=f"Handle {known.network} {known.handle}",
        customer=known.customer,
        contact=known.contact,
        words=(words if same_network else elsewhere).format(known.handle, known.customer_name),
        basis=(known.basis if same_network else None) or PUBLIC_PROFILE,
        score=SCORE_OF_CONFIRMED_HANDLE if same_network else SCORE_OF_SAME_HANDLE,
        strong=same_network,
    )


def _claim_of_name(owner: Owner) -> Claim:
    words = _("The name is the same as that of {0}. A name alone is no proof.", site_language())
    return Claim(
        source=f"Name {owner.value}",
        customer=owner.customer,
        words=words.format(owner.customer_name),
        basis=PUBLIC_PROFILE,
        score=SCORE_OF_NAME,
    )
