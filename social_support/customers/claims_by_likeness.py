"""Handles and names that are like those of somebody we know: never enough by themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import frappe
from frappe import _

from social_support.customers import names, owners, places, scores
from social_support.customers.decide import Claim
from social_support.customers.evidence import PUBLIC_PROFILE
from social_support.customers.owners import KnownHandle, Owner
from social_support.customers.party import CUSTOMER, Party
from social_support.customers.suggestions import site_language
from social_support.networks.contract import Network
from social_support.networks.errors import UnknownNetwork
from social_support.networks.registry import get_network_class

SHORTEST_HANDLE = 4
"""Of a handle that is looked for on other networks: many people are "max" somewhere."""


def matches_fuzzily(network: str) -> bool:
    """Whether the network allows its authors to be matched on what is only alike."""
    return _network_class(network).fuzzy_matching


def _has_handles(network: str) -> bool:
    """Whether the handle of an author there is no mere name."""
    return _network_class(network).has_handles


def _network_class(network: str) -> type[Network]:
    try:
        return get_network_class(network)
    except UnknownNetwork:
        # The app that brought it is gone, and with it any rule of its own.
        return Network


def known_handles(handles: Iterable[str | None]) -> dict[str, list[KnownHandle]]:
    """Accounts of these handles (lower case) that a person linked before."""
    wanted = {handle.lower() for handle in handles if handle}
    by_handle = defaultdict(list)
    for known in owners.of_handles(wanted):
        by_handle[known.handle].append(known)
    return by_handle


def claims_of_handles(
    author: frappe._dict, by_handle: Mapping[str, Sequence[KnownHandle]]
) -> Iterator[Claim]:
    """The account of this handle was somebody's before, or is on another network."""
    handle = (author["handle"] or "").lower()
    found = by_handle.get(handle, ()) if _has_handles(author["network"]) else ()
    for known in filter(lambda known: _has_handles(known.network), found):
        if known.network == author["network"]:
            yield _claim_of_handle(known, scores.SAME_HANDLE, known.basis or PUBLIC_PROFILE)
        elif (
            len(handle) >= SHORTEST_HANDLE
            and matches_fuzzily(known.network)
            and matches_fuzzily(author["network"])
        ):
            yield _claim_of_handle(known, scores.HANDLE_ELSEWHERE, PUBLIC_PROFILE)


def _claim_of_handle(known: KnownHandle, kind: str, basis: str) -> Claim:
    words = _("A person linked the account @{0} to {1} before.", site_language())
    if kind == scores.HANDLE_ELSEWHERE:
        words = _("A person linked @{0} on another network to {1}.", site_language())
    return Claim(
        source=f"Handle {known.handle}",
        party=Party(CUSTOMER, known.customer),
        kind=kind,
        words=words.format(known.handle, known.customer_name),
        basis=basis,
        contact=known.contact,
    )


def towns_of(namesakes: Iterable[Sequence[Owner]]) -> dict[Party, list[str]]:
    """Where all these are."""
    return places.of_parties({owner.party for found in namesakes for owner in found})


def claims_of_names(
    author: frappe._dict, namesakes: Sequence[Owner], towns: Mapping[Party, Sequence[str]]
) -> Iterator[Claim]:
    """The same name, or a similar one in the same place; a name that many bear is none."""
    display_name = author["display_name"] or ""
    found = []
    for owner in namesakes:
        alike = max(names.likeness(display_name, called) for called in owner.names)
        town = _town_in(author["about"], towns.get(owner.party, ()))
        if alike == names.SAME or (town and alike >= names.ALIKE):
            found.append(_claim_of_name(owner, town, alike == names.SAME))
    if len({claim.party for claim in found}) <= scores.MOST_NAMESAKES:
        yield from found


def _town_in(text: str, towns: Iterable[str]) -> str | None:
    return next((town for town in towns if names.mentions_place(text, town)), None)


def _claim_of_name(owner: Owner, town: str | None, same: bool) -> Claim:
    words = _("The name is the same as that of {0}. A name alone is no proof.", site_language())
    kind = scores.SAME_NAME
    if town:
        words = _("The name is like that of {0}, and the profile names {1}.", site_language())
        kind = scores.NAME_AND_PLACE if same else scores.SIMILAR_NAME_AND_PLACE
    who = f"{owner.contact_name} ({owner.title})" if owner.contact_name else owner.title
    return Claim(
        source="Name",
        party=owner.party,
        kind=kind,
        words=words.format(who, town),
        basis=PUBLIC_PROFILE,
        contact=owner.contact,
    )
