"""Authors: one row for each person or account on one network, shared by all our channels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe

from social_support.conversations.keys import new_name, profile_key
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


@dataclass(frozen=True)
class Profile:
    """An author's row: its name, and whether facts that tell who this is are new."""

    name: str
    fresh: bool


def store_profiles(network: str, authors: Iterable[Author]) -> dict[str, Profile]:
    """Make or refresh the authors' rows; answers {external id: Profile}.

    Only rows that are new or have changed are written, sorted by key, so that two channels with
    the same authors wait for each other instead of locking each other out. What a source does not
    know (no bio, no followers) leaves what is stored.
    """
    by_key = {profile_key(network, author.external_id): author for author in authors}
    stored = _stored(by_key, "")
    rows, fresh = [], set()
    for key in sorted(by_key):
        row = _row(network, key, by_key[key], stored.get(key))
        if row is None:
            continue
        rows.append(row)
        if _tells_more(row, stored.get(key)):
            fresh.add(key)
    insert_rows("Social Profile", rows, update=FACTS)
    names = {key: row["name"] for key, row in stored.items()}
    # Another channel may have stored the same author a moment ago: only a locking read sees it.
    written = [row["external_key"] for row in rows if row["external_key"] not in stored]
    names |= {key: row["name"] for key, row in _stored(written, "LOCK IN SHARE MODE").items()}
    return {by_key[key].external_id: Profile(names[key], key in fresh) for key in by_key}


def _stored(keys: Iterable[str], lock: str) -> dict[str, dict[str, Any]]:
    fields = ("name", "external_key", *FACTS)
    rows = select_in("Social Profile", fields, "external_key", list(keys), lock=lock)
    return {row["external_key"]: row for row in rows}


def _row(network: str, key: str, author: Author, stored: dict | None) -> dict[str, Any] | None:
    """The row to write, or None where the stored one says the same already."""
    facts = _facts(author)
    if stored:
        facts = {field: _known(facts[field], stored[field]) for field in FACTS}
        if all(facts[field] == stored[field] for field in FACTS):
            return None
    return {
        "name": stored["name"] if stored else new_name(),
        "external_key": key,
        "external_id": author.external_id,
        "network": network,
        **facts,
        # A whole number is never NULL: nobody told is kept as none.
        "followers": facts["followers"] or 0,
    }


def _facts(author: Author) -> dict[str, Any]:
    fields = [
        {"name": field.name, "value": field.value, "verified": bool(field.verified_at)}
        for field in author.fields
    ]
    return {
        "handle": as_title(author.handle),
        "display_name": author.display_name,
        "url": author.url,
        "avatar_url": author.avatar_url,
        "bio": author.bio,
        "profile_fields": frappe.as_json(fields, indent=None) if fields else None,
        "followers": author.followers,
        "verified": int(author.verified),
    }


def _known(new: Any, stored: Any) -> Any:
    return stored if new is None or new == "" else new


def _tells_more(row: dict[str, Any], stored: dict | None) -> bool:
    return stored is None or any(row[field] != stored[field] for field in EVIDENCE)
