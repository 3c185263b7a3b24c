"""What points from authors to customers, leads and contacts. A fixed number of queries a page."""

from collections.abc import Mapping, Sequence

import frappe

from social_support.customers import keys, owners
from social_support.customers.claims_by_evidence import claims_of_evidence, owners_of_evidence
from social_support.customers.claims_by_likeness import (
    claims_of_handles,
    claims_of_names,
    known_handles,
    matches_fuzzily,
    towns_of,
)
from social_support.customers.claims_by_number import claims_of_numbers, documents_named
from social_support.customers.decide import Claim
from social_support.customers.evidence import Evidence


def claims_of(
    authors: Mapping[str, frappe._dict],
    told: Mapping[str, Sequence[Evidence]],
    region: str | None,
) -> dict[str, list[Claim]]:
    """Per author, the parties that something points to. A fixed number of queries.

    Authors of a network that wants no fuzzy matching are matched on what they told us or show in
    public, and on what a person said of this very account: not on a name, nor on a handle that
    somebody has on another network.

    authors: rows of Social Profile (handle, network, display_name, and as `about` the text of bio
    and fields); told: what each of them told; region: where phone numbers that documents keep
    without a country code are from.
    """
    fuzzy = {name for name, row in authors.items() if matches_fuzzily(row["network"])}
    name_keys = {name: keys.of_name(authors[name]["display_name"]) for name in fuzzy}
    evidence_keys = {
        item: key for found in told.values() for item in found if (key := keys.of_evidence(item))
    }
    bearers = owners.of_keys({*evidence_keys.values(), *name_keys.values()} - {None})
    by_evidence = owners_of_evidence(evidence_keys, bearers)
    by_number = documents_named(told, region)
    by_handle = known_handles(row["handle"] for row in authors.values())
    namesakes = {name: bearers.get(key, ()) for name, key in name_keys.items()}
    towns = towns_of(namesakes.values())
    claims = {
        name: [
            *claims_of_evidence(told[name], by_evidence),
            *claims_of_numbers(told[name], by_number),
            *claims_of_handles(author, by_handle),
            *claims_of_names(author, namesakes.get(name, ()), towns),
        ]
        for name, author in authors.items()
    }
    return {name: found for name, found in claims.items() if found}
