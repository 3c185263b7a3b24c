"""What was decided about an author, as a person reads it on the author's page."""

from typing import Any

import frappe
from frappe.utils import get_fullname

from social_support.customers import decisions
from social_support.customers.access import only_seen
from social_support.customers.party import Party, party_of, title
from social_support.customers.undo import may_be_undone

MOST_DECISIONS = 20


def of_author(profile: str) -> list[dict[str, Any]]:
    """The newest decisions that the session's user may know of.

    name, action, party (doctype, name, title), evidence, reason, by (full name, or None where
    nobody decided), on, undone, and may_undo.
    """
    readable: dict[Party, bool] = {}
    rows = only_seen(
        decisions.DECISION, decisions.of_author(profile, MOST_DECISIONS), frappe.session.user
    )
    return [_told(row) for row in rows if _may_know(party_of(row), readable)]


def _may_know(party: Party | None, readable: dict[Party, bool]) -> bool:
    """What is gone may be known: its name alone is left."""
    if party and party not in readable:
        gone = not frappe.db.exists(party.doctype, party.name)
        readable[party] = gone or bool(frappe.has_permission(party.doctype, "read", party.name))
    return not party or readable[party]


def _told(row: frappe._dict) -> dict[str, Any]:
    party = party_of(row)
    return {
        "name": row.name,
        "action": row.action,
        "party": party and {"doctype": party.doctype, "name": party.name, "title": title(party)},
        "evidence": row.link_evidence,
        "reason": row.reason,
        "by": row.decided_by and get_fullname(row.decided_by),
        "on": row.decided_on,
        "undone": row.undone,
        "may_undo": may_be_undone(row),
    }
