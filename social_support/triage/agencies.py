"""Where an agency works, what a customer is worth lifts no priority.

An agency never learns a figure of money, and a priority that one has lifted would tell it: in the
pill, in a filter, in the order of a list, in the time by which an answer is due. Own people read
"top 5 % customer" beside the priority in either case.

As the first agency comes in, nothing is lifted any more, and a job puts back what was. Until it has
run, minutes at most, a priority may be one step higher than the rest makes it, among all that lifts
one: a vague hint, no figure. What is Closed stays as it was worked on.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType

from social_support.conversations.actions import CLOSED
from social_support.conversations.due import Goals, due_columns
from social_support.conversations.patience import patiently
from social_support.conversations.sight import OUTSIDE
from social_support.conversations.store.rows import lock_rows, update_rows
from social_support.triage.priority import LEVELS

CONVERSATION = "Social Conversation"
QUEUE, TIMEOUT = "long", 3600
ROWS_AT_ONCE = 500
ROUNDS = 2
"""The second finds what pages lifted that were being stored as the agency came in."""

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
        .where((role.role == OUTSIDE) & (role.parenttype == "User") & (person.enabled == 1))
        .where(person.name.notin(["Administrator", beside]))
        .limit(1)
    )
    return bool(query.run())


def on_user_update(user: Document, _event: str | None = None) -> None:
    """Hook on_update of User: as the first agency comes in, a job puts back what money lifted."""
    comes_in = user.enabled and any(row.role == OUTSIDE for row in user.roles)
    if comes_in and not an_agency_works_here(beside=user.name):
        frappe.enqueue(
            f"{__name__}.put_back", queue=QUEUE, timeout=TIMEOUT, enqueue_after_commit=True
        )


def put_back() -> None:
    """The job: take the step back that a customer's worth lifted a conversation by, where it is not
    Closed. Commits page by page.
    """
    if not an_agency_works_here():
        return
    for _round in range(ROUNDS):
        last = ""
        while names := _lifted_behind(last):
            patiently(lambda page=names: _put_back_page(page))
            last = names[-1]


def _put_back_page(names: list[str]) -> None:
    rows, goals = lock_rows(CONVERSATION, FIELDS, names), Goals.now()
    lifted = [row for row in rows.values() if row["value_counts"] and row["status"] != CLOSED]
    update_rows(CONVERSATION, [_put_back(row, goals) for row in lifted])


def _lifted_behind(name: str) -> list[str]:
    filters = {"value_counts": 1, "status": ("!=", CLOSED), "name": (">", name)}
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
