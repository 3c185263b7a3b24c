"""Who wrote this? Authors are linked on evidence, or a person is asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import get_datetime, now_datetime

from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import delete_rows, insert_rows, select_in
from social_support.customers import decisions as record_of
from social_support.customers import private_messages, profile_keys, regions
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
from social_support.customers.party import CONTACT, Party, party_of
from social_support.customers.private_messages import PrivateMessage
from social_support.customers.suggestions import (
    OPEN,
    REJECTED,
    SUGGESTION,
    keys_of,
    pair_key,
    settle,
)

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


def identify(
    profiles: Sequence[str], interactions: Sequence[str], *, anew: bool = False
) -> list[str]:
    """Link or suggest parties for the authors of one page; answers the profiles now linked.

    `profiles`: authors that are new or whose facts changed; `interactions`: posts that are new.
    To be called inside the transaction that stores the page: a fixed number of queries, none of
    them a commit. Authors that are linked, blocked or erased are left alone. `anew`: ERPNext knows
    something else of them now: their private messages are read again, and possible matches that
    nothing speaks for any more are taken back.
    """
    posts = _incoming(interactions)
    writers = {post.profile for post in posts if post.private}
    authors = _authors({*profiles, *writers})
    region = regions.of_site() or next((post.region for post in posts if post.region), None)
    messages = private_messages.of_authors([*authors] if anew else [*(writers & authors.keys())])
    told = _told(authors, posts, messages, region)
    profile_keys.refresh(told)
    decisions = _decisions(authors, told, region)
    if anew:
        _take_back([*authors], decisions)
    _suggest(decisions)
    return _link(_not_refused_meanwhile(decisions), authors)


def _decisions(
    authors: Mapping[str, frappe._dict],
    told: Mapping[str, Sequence[Evidence]],
    region: str | None,
) -> dict[str, Decision]:
    """Per author to whom something points."""
    claims = claims_of(authors, told, region)
    rejected = _rejected(claims)
    automatically = bool(
        frappe.db.get_single_value("Social Support Settings", "link_automatically")
    )
    return {name: decide(claims[name], rejected[name], automatically) for name in sorted(claims)}


def told_by(profiles: Sequence[str]) -> dict[str, list[Evidence]]:
    """What those of these authors who may be linked told so far, at any time."""
    authors = _authors(profiles)
    messages = private_messages.of_authors([*authors])
    return _told(authors, (), messages, regions.of_site())


def _incoming(interactions: Sequence[str]) -> list[frappe._dict]:
    """The posts' authors, the country that their channel serves, and whether they are private."""
    if not interactions:
        return []
    # By hand: a query built for as many names takes longer to be written than to be answered.
    rows = frappe.db.sql(
        """SELECT profile, channel, visibility = 'Private' AND text != '' AS private
        FROM `tabSocial Interaction`
        WHERE name IN %(names)s AND direction = 'Incoming' AND deleted = 0""",
        {"names": tuple(interactions)},
        as_dict=True,
    )
    known = {channel: regions.of_channel(channel) for channel in {row.channel for row in rows}}
    return [frappe._dict(row, region=known[row.channel]) for row in rows]


def _authors(names: Collection[str]) -> dict[str, frappe._dict]:
    """Those who may be linked, locked until the transaction ends: a person may link them now."""
    rows = select_in("Social Profile", FACTS, "name", list(names), lock="FOR UPDATE")
    return {row["name"]: row for row in rows if _may_be_linked(row)}


def _may_be_linked(author: Mapping[str, Any]) -> bool:
    until = author["blocked_until"]
    blocked = until and get_datetime(until) > now_datetime()
    return not (party_of(author) or author["erased"] or blocked)


def _told(
    authors: Mapping[str, frappe._dict],
    posts: Iterable[frappe._dict],
    messages: Iterable[PrivateMessage],
    home: str | None,
) -> dict[str, list[Evidence]]:
    """What each author told, in the profile and in private messages."""
    where = {post.profile: post.region or home for post in posts}
    told = {}
    for name, author in authors.items():
        facts = _profile_facts(author, where.get(name, home))
        author["about"] = " ".join((facts.bio, *facts.fields))
        told[name] = from_profile(facts)
    for message in messages:
        told[message.profile] += from_private_message(message.text, message.region or home)
    return told


def _profile_facts(author: frappe._dict, region: str | None) -> ProfileFacts:
    fields = frappe.parse_json(author["profile_fields"] or "[]")
    values = tuple(field["value"] for field in fields if field.get("value"))
    proven = tuple(field["value"] for field in fields if field.get("verified"))
    return ProfileFacts(author["bio"] or "", values, proven, author["url"] or "", region)


def _rejected(claims: Mapping[str, Sequence[Claim]]) -> dict[str, frozenset[Party]]:
    """Per author, the parties that a person has ruled out, themselves or as the contact by whom
    they are claimed: a contact who was given to a customer is still not the author.
    """
    pairs = defaultdict(set)
    for name, found in claims.items():
        for claim in found:
            pairs[pair_key(name, claim.party.name, claim.party.doctype)].add((name, claim.party))
            if claim.contact:
                pairs[pair_key(name, claim.contact, CONTACT)].add((name, claim.party))
    rows = select_in(SUGGESTION, ("pair_key", "decision"), "pair_key", list(pairs))
    ruled_out = defaultdict(set)
    for row in rows:
        for name, party in pairs[row["pair_key"]] if row["decision"] == REJECTED else ():
            ruled_out[name].add(party)
    return {name: frozenset(ruled_out[name]) for name in claims}


def _take_back(authors: Sequence[str], decisions: Mapping[str, Decision]) -> None:
    """Open matches, of those who stay unlinked, that nothing speaks for any more."""
    kept = {
        pair_key(name, match.party.name, match.party.doctype)
        for name, decision in decisions.items()
        for match in decision.suggestions
    }
    linked = {name for name, decision in decisions.items() if decision.link}
    unlinked = [name for name in authors if name not in linked]
    rows = select_in(SUGGESTION, ("name", "pair_key", "decision"), "profile", unlinked)
    gone = [row["name"] for row in rows if row["decision"] == OPEN and row["pair_key"] not in kept]
    delete_rows(SUGGESTION, "name", gone)


def _suggest(decisions: Mapping[str, Decision]) -> None:
    rows = [
        {
            "name": new_name(),
            **keys_of(name, match.party.name, match.party.doctype),
            "profile": name,
            "decision": OPEN,
            **_columns(match),
        }
        for name, decision in decisions.items()
        for match in decision.suggestions
    ]
    rows.sort(key=lambda row: row["pair_key"])
    insert_rows(SUGGESTION, rows, update=("evidence", "basis", "score", "contact"))


def _columns(match: Match) -> dict[str, Any]:
    return {
        **_whom(match),
        "evidence": match.words,
        "basis": match.basis,
        "score": match.score,
    }


def _whom(match: Match) -> dict[str, str | None]:
    """customer, lead and contact."""
    return {"customer": None, "lead": None, "contact": match.contact} | {
        match.party.column: match.party.name
    }


def _not_refused_meanwhile(decisions: Mapping[str, Decision]) -> dict[str, Decision]:
    """Those that link, as the pairs are now: what this transaction has read of them may be older
    than its locks on the authors. After the last INSERT, for a read that locks keeps others out.
    """
    pairs = {
        pair_key(name, decision.link.party.name, decision.link.party.doctype): name
        for name, decision in decisions.items()
        if decision.link
    }
    fields, lock = ("pair_key", "decision"), "LOCK IN SHARE MODE"
    rows = select_in(SUGGESTION, fields, "pair_key", list(pairs), lock=lock)
    refused = {pairs[row["pair_key"]] for row in rows if row["decision"] == REJECTED}
    return {name: decisions[name] for name in pairs.values() if name not in refused}


def _link(decisions: Mapping[str, Decision], authors: Mapping[str, frappe._dict]) -> list[str]:
    linked = {name: decision.link for name, decision in decisions.items() if decision.link}
    rows = [
        {
            "name": name,
            "external_key": authors[name]["external_key"],
            **_whom(match),
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
