"""The keys of what each author told, so that a customer who comes later is found at once.

Only digests are kept, also of what was told in private: nobody can read an address out of them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import frappe

from social_support.conversations.keys import digest
from social_support.conversations.store.rows import delete_rows, insert_rows, select_in
from social_support.customers import keys
from social_support.customers.evidence import TOLD_US, Evidence
from social_support.customers.scores import MOST_AUTHORS

PROFILE_KEY = "Social Profile Key"


def refresh(told: Mapping[str, Sequence[Evidence]]) -> None:
    """Keep the keys of what these authors told; what a profile says no more loses its key.

    told: {profile: everything that it says now, and private messages, old or new}.
    """
    stored = defaultdict(dict)
    columns = ("name", "profile", "from_message")
    for row in select_in(PROFILE_KEY, columns, "profile", list(told)):
        stored[row["profile"]][row["name"]] = row["from_message"]
    new, stale = [], []
    for profile, evidence in told.items():
        wanted = {row["name"]: row for row in _rows(profile, evidence)}
        new += (row for name, row in wanted.items() if name not in stored[profile])
        stale += (name for name, kept in stored[profile].items() if name not in wanted and not kept)
    delete_rows(PROFILE_KEY, "name", stale)
    new.sort(key=lambda row: row["name"])
    insert_rows(PROFILE_KEY, new, update=("from_message",))


def shown_by_many(hashes: Collection[str]) -> set[str]:
    """Those of these keys that more than MOST_AUTHORS authors have told or shown."""
    if not hashes:
        return set()
    rows = frappe.db.sql(
        """SELECT key_hash FROM `tabSocial Profile Key` WHERE key_hash IN %(hashes)s
        GROUP BY key_hash HAVING COUNT(*) > %(most)s""",
        {"hashes": tuple(hashes), "most": MOST_AUTHORS},
    )
    return {row[0] for row in rows}


def _rows(profile: str, told: Sequence[Evidence]) -> list[dict]:
    from_message: dict[str, int] = {}
    for evidence in told:
        if key := keys.of_evidence(evidence):
            hashed, private = keys.key_hash(key), int(evidence.basis == TOLD_US)
            from_message[hashed] = min(private, from_message.get(hashed, 1))
    return [
        {
            "name": digest(profile, hashed),
            "profile": profile,
            "key_hash": hashed,
            "from_message": private,
        }
        for hashed, private in from_message.items()
    ]
