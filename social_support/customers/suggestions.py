"""What a person decided, or is to decide, about an author and a customer."""

import frappe
from frappe.utils import now_datetime

from social_support.conversations.keys import digest, new_name
from social_support.conversations.store.rows import insert_rows

OPEN, ACCEPTED, REJECTED = "Open", "Accepted", "Rejected"


def pair_key(profile: str, customer: str) -> str:
    """What makes a suggestion unique: one author and one customer."""
    return digest("suggestion", profile, customer)


def site_language() -> str:
    """The language of what we store for everybody to read."""
    return frappe.db.get_default("lang") or "en"


def accept_pair(profile: str, customer: str) -> None:
    """The pair's suggestion, if there is one, was right, whatever was said of it before."""
    frappe.db.set_value(
        "Social Link Suggestion",
        {"pair_key": pair_key(profile, customer)},
        {"decision": ACCEPTED, **_decided()},
    )


def rule_out(profile: str, customer: str) -> None:
    """The pair is wrong and never comes again. Only its key is kept: no trace on the customer."""
    row = {
        "name": new_name(),
        "pair_key": pair_key(profile, customer),
        "profile": profile,
        "customer": None,
        "contact": None,
        "evidence": None,
        "basis": None,
        "score": 0,
        "decision": REJECTED,
        **_decided(),
    }
    kept = ("name", "pair_key", "profile")
    insert_rows(
        "Social Link Suggestion", [row], update=[column for column in row if column not in kept]
    )


def _decided() -> dict:
    return {"decided_by": frappe.session.user, "decided_on": now_datetime()}
