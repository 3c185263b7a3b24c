"""Where an agency works, what a customer is worth leaves every priority alone.

An agency never learns a figure of money, and a priority that one has lifted would tell it: in the
pill, in a filter, in the order of a list, in the time by which an answer is due. Own people read
"top 5 % customer" beside the priority in either case.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType

from social_support.conversations.due import Goals, due_columns
from social_support.conversations.store.rows import lock_rows, update_rows
from social_support.triage.priority import LEVELS

AGENCY, CONVERSATION = "Social Agency", "Social Conversation"
ROWS_AT_ONCE = 1000
FIELDS = ("priority", "status", "waiting_since_utc", "value_counts")


def an_agency_works_here(beside: str = "Administrator") -> bool:
    """Whether any enabled user but `beside` has the role Social Agency; Frappe counts it among
    Administrator's."""
    person, role = DocType("User"), DocType("Has Role")
    query = (
        frappe.qb.from_(role)
        .join(person)
        .on(person.name == role.parent)
        .select(role.name)
        .where((role.role == AGENCY) & (role.parenttype == "User") & (person.enabled == 1))
        .where(person.name.notin(["Administrator", beside]))
        .limit(1)
    )
    return bool(query.run())


def on_user_update(user: Document, _event: str | None = None) -> None:
    """Hook on_update of User: before the first agency comes in, what money lifted is put back."""
    comes_in = user.enabled and any(row.role == AGENCY for row in user.roles)
    if comes_in and not an_agency_works_here(beside=user.name):
        put_back()


def put_back() -> None:
    """Take the step back that a customer's worth lifted a conversation by, in the caller's
    transaction."""
    goals, last = Goals.now(), ""
    # By name, for the snapshot goes on showing as lifted what others have put back or deleted.
    while names := _lifted_behind(last):
        rows = lock_rows(CONVERSATION, FIELDS, names)
        lifted = [row for row in rows.values() if row["value_counts"]]
        update_rows(CONVERSATION, [_put_back(row, goals) for row in lifted])
        last = names[-1]


def _lifted_behind(name: str) -> list[str]:
    filters = {"value_counts": 1, "name": (">", name)}
    return frappe.get_all(CONVERSATION, filters, pluck="name", order_by="name", limit=ROWS_AT_ONCE)


def _put_back(row: dict, goals: Goals) -> dict:
    level = LEVELS[max(LEVELS.index(row["priority"]) - 1, 0)]
    waiting = row["waiting_since_utc"] if row["status"] == "Open" else None
    return {
        "name": row["name"],
        "priority": level,
        "value_counts": 0,
        **due_columns(level, waiting, goals),
    }
