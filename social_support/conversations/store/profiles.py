"""Authors: one row for each person or account on one network, shared by all our channels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frappe.utils import now_datetime

from social_support.conversations.keys import new_name, profile_key
from social_support.conversations.payload import dumped
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.conversations.store.subject import as_title
from social_support.networks.contract import Author

FACTS = (
    "handle",
    "display_name",
    "url",
    "avatar_url",
    "bio",
    "profile_fields",
    "followers",
    "verified",
)
EVIDENCE = ("handle", "display_name", "url", "bio", "profile_fields")
Row = dict[str, Any]


@dataclass(slots=True)
class Profile:
    """An author's row: its name, and whether facts that tell who this is are new."""

    name: str
    fresh: bool


def known_profiles(network: str, authors: Iterable[str]) -> dict[str, Row]:
    """Those of `authors` (external ids) that are stored: {external id: row}."""
    ids = {profile_key(network, external_id): external_id for external_id in authors}
    fields = ("name", "external_key", "blocked_until", "erased", *FACTS)
    rows = select_in("Social Profile", fields, "external_key", list(ids))
    return {ids[row["external_key"]]: row for row in rows}


def unwanted(known: Mapping[str, Row]) -> set[str]:
    """The external ids of the authors who are blocked now, or were erased for good."""
    now = now_datetime()
    return {
        external_id
        for external_id, row in known.items()
        if row["erased"] or (row["blocked_until"] and row["blocked_until"] > now)
    }


def store_profiles(
    network: str, authors: Mapping[str, Author], known: Mapping[str, Row]
) -> dict[str, Profile]:
    """Make or refresh the authors' rows; answers {external id: Profile}.

    Only rows that are new or have changed are written, sorted by key, so that two channels with
    the same authors wait for each other instead of locking each other out. What a source does not
    know (no bio, no followers) leaves what is stored. The database answers the rows' names:
    another channel may have stored an author a moment ago, which a plain read does not see.
    """
    profiles = {
        external_id: Profile(row["name"], False)
        for external_id, row in known.items()
        if external_id in authors
    }
    rows: list[Row] = []
    for external_id, author in authors.items():
        stored = known.get(external_id)
        row = _row(network, author, stored)
        if row is None:
            continue
        rows.append(row)
        if stored and any(row[field] != stored[field] for field in EVIDENCE):
            profiles[external_id].fresh = True
    rows.sort(key=lambda row: row["external_key"])
    written = insert_rows("Social Profile", rows, FACTS, returning=("external_key", "name"))
    names = dict(written)
    for row in rows:
        external_id = row["external_id"]
        if external_id not in profiles:
            profiles[external_id] = Profile(names[row["external_key"]], True)
    return profiles


def learn_names(network: str, authors: Mapping[str, Author]) -> dict[str, Profile]:
    """Let those of the authors who are stored without a name have the one that is told now; answers
    them: {external id: Profile}.
    """
    named = {external_id: author for external_id, author in authors.items() if author.handle}
    known = known_profiles(network, named)
    unheard = unwanted(known)
    nameless = {
        external_id: row
        for external_id, row in known.items()
        if not row["handle"] and external_id not in unheard
    }
    return store_profiles(network, {one: named[one] for one in nameless}, nameless)


def _row(network: str, author: Author, stored: Row | None) -> Row | None:
    """The row to write, or None where the stored one says the same already."""
    facts = _facts(author)
    if stored:
        facts = {field: _known(facts[field], stored[field]) for field in FACTS}
        if all(facts[field] == stored[field] for field in FACTS):
            return None
    return {
        "name": stored["name"] if stored else new_name(),
        "external_key": profile_key(network, author.external_id),
        "external_id": author.external_id,
        "network": network,
        **facts,
        # A whole number is never NULL: nobody told is kept as none.
        "followers": facts["followers"] or 0,
    }


def _facts(author: Author) -> Row:
    return {
        "handle": as_title(author.handle),
        "display_name": author.display_name,
        "url": author.url,
        "avatar_url": author.avatar_url,
        "bio": author.bio,
        "profile_fields": _fields(author) if author.fields else None,
        "followers": author.followers,
        "verified": int(author.verified),
    }


def _fields(author: Author) -> str:
    return dumped(
        [
            {"name": field.name, "value": field.value, "verified": bool(field.verified_at)}
            for field in author.fields
        ]
    )


def _known(new: Any, stored: Any) -> Any:
    return stored if new is None or new == "" else new
