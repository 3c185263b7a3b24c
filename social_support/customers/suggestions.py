"""What a person decided, or is to decide, about an author and a customer, contact or lead."""

from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_support.conversations.keys import digest, new_name
from social_support.conversations.store.rows import insert_rows
from social_support.customers.party import CUSTOMER, Party

OPEN, ACCEPTED, REJECTED = "Open", "Accepted", "Rejected"
SETTLED = "Settled"
"""The author is linked to somebody else meanwhile: nobody is asked until that link goes."""

SUGGESTION = "Social Link Suggestion"
CONTENT = ("customer", "contact", "lead", "evidence", "basis", "score")


def pair_key(profile: str, name: str, doctype: str = CUSTOMER) -> str:
    """What makes a suggestion unique: one author and one customer, contact or lead."""
    return digest("suggestion", profile, *_named(name, doctype))


def party_key(name: str, doctype: str = CUSTOMER) -> str:
    """What a ruled-out pair keeps of its other side, so that it outlives a new name."""
    return digest("party", *_named(name, doctype))


def keys_of(profile: str, name: str, doctype: str = CUSTOMER) -> dict[str, str]:
    """The columns by which a suggestion is found again."""
    return {
        "pair_key": pair_key(profile, name, doctype),
        "party_key": party_key(name, doctype),
    }


def _named(name: str, doctype: str) -> tuple[str, ...]:
    return (name,) if doctype == CUSTOMER else (doctype, name)


def site_language() -> str:
    """The language of what we store for everybody to read."""
    return frappe.db.get_default("lang") or "en"


def decision_on(profile: str, party: Party) -> str | None:
    """What stands of the pair now: Open, Accepted, Rejected, Settled, or None for nothing."""
    return frappe.db.get_value(SUGGESTION, _pair(profile, party), "decision")


def put(profile: str, party: Party, decision: str) -> None:
    """Set the pair's decision, if there is such a suggestion, whatever was said of it before."""
    by = _decided() if decision in (ACCEPTED, REJECTED) else _undecided()
    frappe.db.set_value(SUGGESTION, _pair(profile, party), {"decision": decision, **by})


def rule_out(profile: str, party: Party) -> None:
    """The pair is wrong and never comes again. Only keys are kept: no trace on the customer."""
    nothing = dict.fromkeys(CONTENT) | {"score": 0}
    _write(profile, party, nothing | {"decision": REJECTED, **_decided()})


def ask_again(profile: str, party: Party, content: Mapping[str, Any], decision: str) -> None:
    """The pair waits for a decision again, with the reasons it had (the columns of CONTENT)."""
    kept = {column: content[column] for column in CONTENT}
    _write(profile, party, kept | {"decision": decision, **_undecided()})


def forget(profile: str, party: Party) -> None:
    """Nothing was ever said of the pair."""
    frappe.db.delete(SUGGESTION, _pair(profile, party))


def settle(profiles: Collection[str]) -> None:
    """These authors are linked: what else they might be is asked no more."""
    _move(profiles, OPEN, SETTLED)


def unsettle(profiles: Collection[str]) -> None:
    """These authors are linked to nobody: what they might be is asked again."""
    _move(profiles, SETTLED, OPEN)


def _move(profiles: Collection[str], before: str, after: str) -> None:
    if profiles:
        filters = {"profile": ("in", list(profiles)), "decision": before}
        frappe.db.set_value(SUGGESTION, filters, "decision", after)


def _write(profile: str, party: Party, columns: dict[str, Any]) -> None:
    keys = keys_of(profile, party.name, party.doctype)
    row = {"name": new_name(), "profile": profile, **keys, **columns}
    insert_rows(SUGGESTION, [row], update=["party_key", *columns])


def _pair(profile: str, party: Party) -> dict[str, str]:
    return {"pair_key": pair_key(profile, party.name, party.doctype)}


def _decided() -> dict[str, Any]:
    return {"decided_by": frappe.session.user, "decided_on": now_datetime()}


def _undecided() -> dict[str, None]:
    return {"decided_by": None, "decided_on": None}
