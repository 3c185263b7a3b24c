"""Who wrote this? Authors are linked to customers on evidence, or a person is asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import get_datetime, now_datetime

from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.customers import decisions as record_of
from social_support.customers.claims import claims_of
from social_support.customers.decide import Claim, Decision, Match, decide
from social_support.customers.decisions import LINK_FIELDS, LINKED
from social_support.customers.evidence import (
    Evidence,
    ProfileFacts,
    from_private_message,
    from_profile,
)
from social_support.customers.links import AUTOMATICALLY
from social_support.customers.party import party_of
from social_support.customers.suggestions import OPEN, REJECTED, keys_of, pair_key, settle

FACTS = (
    "name",
    "external_key",
    "network",
    "handle",
    "display_name",
    "url",
    "bio",
    "profile_fields",
    "customer",
    "contact",
    "lead",
    "blocked_until",
    "erased",
)


def identify(profiles: Sequence[str], interactions: Sequence[str]) -> list[str]:
    """Link or suggest customers for the authors of one page; answers the profiles now linked.

    `profiles`: authors that are new or whose facts changed; `interactions`: posts that are new.
    To be called inside the transaction that stores the page: a fixed number of queries, none of
    them a commit. Authors that are linked, blocked or erased are left alone.
    """
    posts = _incoming(interactions)
    authors = _authors({*profiles, *(post.profile for post in posts if post.text)})
    region = _region_of_site() or next((post.region for post in posts if post.region), None)
    claims = claims_of(authors, _told(authors, posts, region), region)
    rejected = _rejected(claims)
    automatically = bool(
        frappe.db.get_single_value("Social Support Settings", "link_automatically")
    )
    decisions = {
        name: decide(claims[name], rejected[name], automatically) for name in sorted(claims)
    }
    _suggest(decisions)
    return _link(decisions, authors)


def _incoming(interactions: Sequence[str]) -> list[frappe._dict]:
    """The posts' authors, the country that their channel serves, the text of private ones alone."""
    if not interactions:
        return []
    # By hand: a query built for as many names takes longer to be written than to be answered.
    rows = frappe.db.sql(
        """SELECT profile, channel, IF(visibility = 'Private', text, '') AS text
        FROM `tabSocial Interaction`
        WHERE name IN %(names)s AND direction = 'Incoming' AND deleted = 0""",
        {"names": tuple(interactions)},
        as_dict=True,
    )
    regions = {channel: _region_of_channel(channel) for channel in {row.channel for row in rows}}
    return [frappe._dict(row, region=regions[row.channel]) for row in rows]


def _region_of_channel(channel: str) -> str | None:
    company = frappe.get_cached_value("Social Channel", channel, "company")
    return _region_of(company and frappe.get_cached_value("Company", company, "country"))


def _authors(names: Collection[str]) -> dict[str, frappe._dict]:
    """Those who may be linked, locked until the transaction ends: a person may link them now."""
    rows = select_in("Social Profile", FACTS, "name", list(names), lock="FOR UPDATE")
    return {row["name"]: row for row in rows if _may_be_linked(row)}


def _may_be_linked(author: Mapping[str, Any]) -> bool:
    until = author["blocked_until"]
    blocked = until and get_datetime(until) > now_datetime()
    return not (party_of(author) or author["erased"] or blocked)


def _told(
    authors: Mapping[str, frappe._dict], posts: Iterable[frappe._dict], home: str | None
) -> dict[str, list[Evidence]]:
    """What each author told, in the profile and in private messages."""
    regions = {post.profile: post.region or home for post in posts}
    told = {
        name: from_profile(_profile_facts(author, regions.get(name, home)))
        for name, author in authors.items()
    }
    for post in posts:
        if post.text and post.profile in told:
            told[post.profile] += from_private_message(post.text, regions[post.profile])
    return told


def _profile_facts(author: frappe._dict, region: str | None) -> ProfileFacts:
    fields = frappe.parse_json(author["profile_fields"] or "[]")
    values = tuple(field["value"] for field in fields if field.get("value"))
    return ProfileFacts(author["bio"] or "", values, author["url"] or "", region)


def _region_of_site() -> str | None:
    return _region_of(frappe.db.get_default("country"))


def _region_of(country: str | None) -> str | None:
    """Two capital letters."""
    code = country and frappe.get_cached_value("Country", country, "code")
    return code.upper() if code else None


def _rejected(claims: Mapping[str, Sequence[Claim]]) -> dict[str, frozenset[str]]:
    """Per author, the customers that a person has ruled out."""
    pairs = {
        pair_key(name, claim.customer): (name, claim.customer)
        for name, found in claims.items()
        for claim in found
    }
    fields = ("pair_key", "decision")
    rows = select_in("Social Link Suggestion", fields, "pair_key", list(pairs))
    ruled_out = defaultdict(set)
    for row in rows:
        if row["decision"] == REJECTED:
            name, customer = pairs[row["pair_key"]]
            ruled_out[name].add(customer)
    return {name: frozenset(ruled_out[name]) for name in claims}


def _suggest(decisions: Mapping[str, Decision]) -> None:
    rows = [
        {
            "name": new_name(),
            **keys_of(name, match.customer),
            "profile": name,
            "decision": OPEN,
            **_columns(match),
        }
        for name, decision in decisions.items()
        for match in decision.suggestions
    ]
    rows.sort(key=lambda row: row["pair_key"])
    insert_rows("Social Link Suggestion", rows, update=("evidence", "basis", "score", "contact"))


def _columns(match: Match) -> dict[str, Any]:
    return {
        "customer": match.customer,
        "contact": match.contact,
        "evidence": match.words,
        "basis": match.basis,
        "score": match.score,
    }


def _link(decisions: Mapping[str, Decision], authors: Mapping[str, frappe._dict]) -> list[str]:
    linked = {name: decision.link for name, decision in decisions.items() if decision.link}
    rows = [
        {
            "name": name,
            "external_key": authors[name]["external_key"],
            "customer": match.customer,
            "contact": match.contact,
            "lead": None,
            "linked_how": AUTOMATICALLY,
            "link_basis": match.basis,
            "link_evidence": match.words,
            "linked_by": None,
            "linked_on": now_datetime(),
        }
        for name, match in linked.items()
    ]
    # The rows exist and are locked: this updates them all in one statement.
    insert_rows("Social Profile", rows, update=LINK_FIELDS)
    settle(list(linked))
    record_of.record([{**row, "profile": row["name"], "action": LINKED} for row in rows], None)
    return list(linked)
