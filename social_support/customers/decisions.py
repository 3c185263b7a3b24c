"""The record of decisions: who linked which author to whom, when, and why.

A row names the customer, contact and lead as plain text. As links they would count among the
connections of a customer on whom an author was linked by mistake, and keep it from being deleted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import insert_rows

DECISION = "Social Link Decision"
LINKED, CHANGED, UNLINKED = "Linked", "Changed", "Unlinked"
ACCEPTED, REJECTED, UNDONE = "Accepted", "Rejected", "Undone"

LINK_FIELDS = (
    "customer",
    "contact",
    "lead",
    "linked_how",
    "link_basis",
    "link_evidence",
    "linked_by",
    "linked_on",
)
"""What an author's row says of its link, and a decision of the link that it made or ended."""

BESIDE_THE_LINK = ("score", "pair_was", "reason", "replaces", "undoes")
KEPT = ("name", "profile", "action", "undone", "decided_by", "decided_on")
FIELDS = (*KEPT, *LINK_FIELDS, *BESIDE_THE_LINK)


def record(decisions: Sequence[Mapping[str, Any]], by: str | None) -> list[str]:
    """Keep decisions, all in one statement; answers their names.

    decisions: profile, action, LINK_FIELDS of the link that was made, ended or refused, and where
    there is something to say: reason; score and pair_was, what the suggestion was before;
    replaces, the decision by which the former link ended; undoes. by: the person, or None where
    evidence or the fate of a document decided: only what a person decided can be undone.
    """
    moment = now_datetime()
    rows = [
        {
            "name": new_name(),
            "profile": decision["profile"],
            "action": decision["action"],
            "decided_by": by,
            "decided_on": moment,
            **{field: decision.get(field) for field in LINK_FIELDS},
            **{field: decision.get(field) for field in BESIDE_THE_LINK},
            "score": decision.get("score") or 0,
        }
        for decision in decisions
    ]
    insert_rows(DECISION, rows)
    return [row["name"] for row in rows]


def locked(decision: str) -> frappe._dict | None:
    """The decision, which nobody else changes until the commit; None if there is none."""
    return frappe.db.get_value(DECISION, decision, FIELDS, as_dict=True, for_update=True)


def of_author(profile: str, limit: int) -> list[frappe._dict]:
    """What was decided about an author, the newest first."""
    return frappe.get_all(
        DECISION,
        filters={"profile": profile},
        fields=[*FIELDS],
        order_by="name desc",
        limit=limit,
    )


def mark_undone(decision: str) -> None:
    frappe.db.set_value(DECISION, decision, "undone", 1)
