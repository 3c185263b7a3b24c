"""Make an author unknown: the words go, the facts stay, and a tombstone keeps the door shut.

The tombstone is the author's row with nothing in it but the network and the digest of the id there
(`keys.profile_key`), by which the store drops whatever this author writes. Posts and conversations
keep when, how many, how answered, and how the mood was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_support.conversations import removal
from social_support.conversations.actions import CLOSED, NOT_WAITING, ON_HOLD, OPEN
from social_support.conversations.keys import new_name, profile_key
from social_support.conversations.removal import CONVERSATION, INTERACTION, PROFILE, REPLY
from social_support.conversations.store import lock_channel
from social_support.conversations.store.blank import WORDS_BESIDE, blank
from social_support.conversations.store.interactions import OUTGOING, SHARE, private_key
from social_support.conversations.store.rows import insert_rows, select_in, update_rows
from social_support.conversations.store.subject import ERASED, without_words

BATCH = 200
TOMBSTONE = ("network", "external_key", "erased", "handle")
NUMBERS = ("Check", "Int", "Float", "Percent", "Currency", "Duration")
# What Frappe keeps in a document's own row about tags, assignments, comments and likes.
NOTES = ("_user_tags", "_comments", "_assign", "_liked_by", "_seen")
NOWHERE = {
    "permalink": "",
    "external_id": "",
    "thread_id": "",
    "parent_id": "",
    "cannot_reply_reason": "",
}


def rows_of_person(profile: str) -> list[str]:
    """The author's row, and those that a post added by hand under the same handle has made, which
    have no other id. A handle alone does not tell who it is: the next account may bear it.
    """
    row = frappe.db.get_value(PROFILE, profile, ["network", "handle"], as_dict=True)
    if not row.handle or row.handle == ERASED:
        return [profile]
    filters = {"network": row.network, "handle": row.handle, "external_id": ("like", "@%")}
    found = frappe.get_all(PROFILE, filters, ["name", "handle"])
    same = {one.name for one in found if one.handle.lower() == row.handle.lower()}
    return sorted(same | {profile})


def close_the_door(profiles: Sequence[str]) -> None:
    """From the commit on nothing by these authors is stored, nor linked to anybody.

    Each channel's lock is awaited, so that a page which is being stored is whole before. The caller
    begins with this in a new transaction, and commits.
    """
    row = frappe.db.get_value(PROFILE, profiles[0], ["network", "handle"], as_dict=True)
    for channel in frappe.get_all(
        "Social Channel", {"network": row.network}, pluck="name", order_by="name"
    ):
        lock_channel(channel)
    values = {"erased": 1, "customer": None, "contact": None, "lead": None}
    frappe.db.set_value(PROFILE, {"name": ("in", profiles)}, values, update_modified=False)
    if row.handle and row.handle != ERASED:
        _refuse_by_hand(row.network, row.handle)


def _refuse_by_hand(network: str, handle: str) -> None:
    """A post added by hand bears the handle where nobody knows an id."""
    keys = {profile_key(network, f"@{spelled}") for spelled in (handle, handle.lower())}
    always = {"network": network, "handle": ERASED, "erased": 1}
    rows = [{"name": new_name(), "external_key": key, **always} for key in sorted(keys)]
    insert_rows(PROFILE, rows, update=["erased"])


def blank_next_posts(profiles: Sequence[str], after: str) -> tuple[str | None, int]:
    """Blank a batch of what they wrote: (the last row's name, or None where none is left; rows)."""
    filters = {"profile": ("in", profiles), "name": (">", after)}
    rows = frappe.get_all(
        INTERACTION, filters, ["name", "external_key"], order_by="name", limit=BATCH
    )
    if not rows:
        return None, 0
    names = [row.name for row in rows]
    _forget_around(INTERACTION, names)
    for doctype in WORDS_BESIDE:
        beside = select_in(doctype, ["name"], "interaction", names)
        _forget_around(doctype, [row["name"] for row in beside])
    blank(names, deleted=1, can_reply=0, text_removed=1, **NOWHERE)
    _blank_what_answers([row.external_key for row in rows])
    return names[-1], len(names)


def _blank_what_answers(keys: Sequence[str]) -> None:
    """Our answers quote them, and whoever passes a post on repeats it. Other people's own words
    stay theirs, and lose the id of what they answer.
    """
    below = select_in(
        INTERACTION, ["name", "external_key", "direction", "kind"], "parent_key", keys
    )
    repeats = [r["name"] for r in below if r["direction"] == OUTGOING or r["kind"] == SHARE]
    blank(repeats, text_removed=1)
    update_rows(
        INTERACTION,
        [
            {"name": row["name"], "external_key": row["external_key"], "parent_id": ""}
            for row in below
        ],
    )


def words_to(profiles: Sequence[str]) -> list[str]:
    """What we wrote to these authors in private and they never answered: it is in no conversation,
    and bears their id alone, or not even that where the network did not name them.
    """
    rows = select_in(PROFILE, ["network", "external_id"], "name", profiles)
    keys = [
        private_key(channel, row["external_id"])
        for row in rows
        for channel in frappe.get_all("Social Channel", {"network": row["network"]}, pluck="name")
    ]
    fields = ["name", "conversation"]
    found = select_in(INTERACTION, fields, "parent_key", keys)
    found += select_in(INTERACTION, fields, "external_key", _keys_of_answers(profiles))
    return sorted({row["name"] for row in found if not row["conversation"]})


def _keys_of_answers(profiles: Sequence[str]) -> list[str]:
    """By which what the outbox sent in these authors' conversations is stored."""
    conversations = frappe.get_all(CONVERSATION, {"profile": ("in", profiles)}, pluck="name")
    replies = select_in(REPLY, ["external_key"], "conversation", conversations)
    return [row["external_key"] for row in replies if row["external_key"]]


def blank_words_to(profiles: Sequence[str]) -> int:
    """Blank what `words_to` finds: how many rows."""
    names = words_to(profiles)
    _forget_around(INTERACTION, names)
    blank(names, text_removed=1, thread_id="")
    return len(names)


def blank_next_conversations(profiles: Sequence[str], after: str) -> tuple[list[str], int]:
    """The same for what was talked about with them, our answers included: (names, rows)."""
    filters = {"profile": ("in", profiles), "name": (">", after)}
    names = frappe.get_all(CONVERSATION, filters, pluck="name", order_by="name", limit=BATCH)
    if not names:
        return [], 0
    ours = {"conversation": ("in", names), "direction": OUTGOING}
    answers = frappe.get_all(INTERACTION, ours, pluck="name")
    _forget_around(INTERACTION, answers)
    blank(answers, text_removed=1)
    replies = _blank_replies(names)
    _forget_around(CONVERSATION, names)
    _blank_conversations(names)
    return names, len(names) + len(answers) + replies


def _blank_replies(conversations: Sequence[str]) -> int:
    """What did not go out yet never does."""
    names = frappe.get_all(REPLY, {"conversation": ("in", conversations)}, pluck="name")
    _forget_around(REPLY, names)
    if names:
        frappe.db.sql(
            f"""UPDATE `tab{REPLY}` SET text = '', error = '',
                status = IF(status = 'Sent', status, 'Cancelled')
            WHERE name IN %(names)s""",
            {"names": names},
        )
    return len(names)


def _blank_conversations(names: Sequence[str]) -> None:
    for visibility in ("Public", "Private"):
        called = {"subject": without_words(ERASED, visibility), "thread_id": ""}
        _set(CONVERSATION, {"name": ("in", names), "visibility": visibility}, called)
    nobody_waits = {"status": CLOSED, "outcome": "No Answer Needed", "closed_on": now_datetime()}
    _set(
        CONVERSATION,
        {"name": ("in", names), "status": ("in", [OPEN, ON_HOLD])},
        {**nobody_waits, "on_hold_until": None, "tell_customer": 0, **NOT_WAITING},
    )


def forget_links(profiles: Sequence[str]) -> int:
    """Delete possible matches, decisions, and whatever else of ours is about these authors."""
    count = 0
    for doctype, field in _doctypes_about_authors():
        names = frappe.get_all(doctype, {field: ("in", profiles)}, pluck="name")
        removal.remove_whole(doctype, names)
        count += len(names)
    return count


def _doctypes_about_authors() -> list[tuple[str, str]]:
    facts = (INTERACTION, CONVERSATION, "Social Privacy Request")
    fields = frappe.get_all(
        "DocField",
        {"fieldtype": "Link", "options": PROFILE, "parent": ("not in", facts)},
        ["parent", "fieldname"],
    )
    ours = frappe.get_all("DocType", {"module": "Social Support", "istable": 0}, pluck="name")
    return [(field.parent, field.fieldname) for field in fields if field.parent in ours]


def reduce_to_tombstones(profiles: Sequence[str]) -> None:
    """Empty every field of the authors' rows but those that keep the door shut."""
    _forget_around(PROFILE, profiles)
    fields = [
        field
        for field in frappe.get_meta(PROFILE).fields
        if field.fieldname not in TOMBSTONE and frappe.db.has_column(PROFILE, field.fieldname)
    ]
    empty: dict[str, Any] = {
        field.fieldname: 0 if field.fieldtype in NUMBERS else None for field in fields
    }
    _set(PROFILE, {"name": ("in", profiles)}, {**empty, "handle": ERASED, "erased": 1})


def _forget_around(doctype: str, names: Sequence[str]) -> None:
    """What Frappe keeps about these rows, in its tables, in the rows themselves, and in memory."""
    if not names:
        return
    removal.remove_mails_and_files(doctype, names)
    removal.remove_about(doctype, names)
    notes = [column for column in NOTES if frappe.db.has_column(doctype, column)]
    # This also empties Frappe's memory of the doctype's documents.
    _set(doctype, {"name": ("in", names)}, dict.fromkeys(notes))


def _set(doctype: str, filters: dict[str, Any], values: dict[str, Any]) -> None:
    frappe.db.set_value(doctype, filters, values, update_modified=False)
