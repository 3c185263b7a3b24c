"""What people and jobs do to a conversation: each a conditional UPDATE, never a saved form.

Open → Replied → On Hold → Closed; `mark_replied` is the only way to Replied, an inbound post
(`store.work`) the usual way back. Every function raises frappe.ValidationError with a sentence
when the conversation is not in a state for it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.desk.form import assign_to
from frappe.utils import get_datetime, now_datetime

from social_support.conversations import sight
from social_support.conversations.clock import site_to_utc, to_site
from social_support.conversations.due import due_columns
from social_support.conversations.store.rows import insert_rows

OPEN, REPLIED, ON_HOLD, CLOSED = "Open", "Replied", "On Hold", "Closed"
OUTCOMES = (
    "Solved",
    "No Answer Needed",
    "Not About Us",
    "Spam",
    "Duplicate",
    "Answered by Public Post",
)
TRIAGE_COLUMNS = (
    "category",
    "sentiment",
    "priority",
    "priority_reasons",
    "value_counts",
    "user_group",
    "respond_by",
    "respond_by_utc",
)
STATE = (
    "status",
    "priority",
    "closed_on",
    "first_post_at_utc",
    "first_responded_on",
    "last_inbound_on",
    "last_outbound_on",
)
NOT_WAITING = {"waiting_since_utc": None, "respond_by": None, "respond_by_utc": None}


def hold(conversation: str, until: datetime | str | None, reason: str = "") -> None:
    """Put it aside until a time (the site's), or until somebody takes it up again."""
    until = get_datetime(until) if until else None
    if until and until <= now_datetime():
        frappe.throw(_("Choose a time in the future: {0} has passed.").format(until))
    _change(conversation, (OPEN, REPLIED, ON_HOLD), {"status": ON_HOLD, "on_hold_until": until})
    note = _("put this on hold until {0}").format(until) if until else _("put this on hold")
    _remark(conversation, f"{note}: {reason}" if reason else note)


def close(conversation: str, outcome: str) -> None:
    """Close it with one of OUTCOMES. Closing answers nobody: no response time comes of it."""
    if outcome not in OUTCOMES:
        frappe.throw(_("Choose one of these outcomes: {0}.").format(", ".join(map(_, OUTCOMES))))
    _change(
        conversation,
        (OPEN, REPLIED, ON_HOLD),
        {
            "status": CLOSED,
            "outcome": outcome,
            "closed_on": now_datetime(),
            "closed_by_deletion": 0,
            "on_hold_until": None,
            "tell_customer": 0,
            **NOT_WAITING,
        },
    )
    _remark(conversation, _("closed this: {0}").format(_(outcome)))


def reopen(conversation: str) -> None:
    """Take it up again, from Closed, On Hold or Replied."""
    _change(conversation, (CLOSED, ON_HOLD, REPLIED), _opened(conversation))
    _remark(conversation, _("reopened this"))


def mark_replied(
    conversation: str,
    sent_at_utc: datetime,
    by: str | None,
    interaction: str | None = None,
    *,
    elsewhere: bool = False,
) -> None:
    """A human answer went out at `sent_at_utc`; the first one stops the first-response clock.

    The clock runs from the first post's own time. Where the author has written again since the
    last answer, the conversation stays Open and waits from that post on. An answer that is heard of
    late leaves what was closed after it closed, and on hold what it did not answer. `elsewhere`:
    the answer was given on the network itself, `by` a user, or by our account there where nobody
    knows who that was.
    """
    row = _locked(conversation)
    sent_on = to_site(sent_at_utc)
    last = max(sent_on, row["last_outbound_on"] or sent_on)
    values: dict[str, Any] = {"last_outbound_on": last}
    if not _came_late(row, sent_on):
        waiting_since = _unanswered_since(conversation, max(sent_at_utc, site_to_utc(last)))
        values |= {
            "status": OPEN if waiting_since else REPLIED,
            "outcome": "",
            "waiting_since_utc": waiting_since,
            **due_columns(row["priority"], waiting_since),
            "closed_on": None,
            "on_hold_until": None,
            "tell_customer": 0,
        }
    if not row["first_responded_on"] or sent_on < row["first_responded_on"]:
        seconds = (sent_at_utc - (row["first_post_at_utc"] or sent_at_utc)).total_seconds()
        values["first_responded_on"] = sent_on
        values["first_response_time"] = max(0, seconds)
        values["answered_elsewhere"] = int(elsewhere)
    _change(conversation, (OPEN, REPLIED, ON_HOLD, CLOSED), values)
    if elsewhere:
        _remark(conversation, _("answered this on the network"), by)


def set_issue(conversation: str, issue: str) -> None:
    """It goes on as `issue`, and is on hold until that one is resolved."""
    values = {
        "issue": issue,
        "issue_resolved": 0,
        "status": ON_HOLD,
        "outcome": "",
        "closed_on": None,
        "on_hold_until": None,
        "tell_customer": 0,
        **NOT_WAITING,
    }
    _change(conversation, (OPEN, REPLIED, ON_HOLD, CLOSED), values)
    _remark(conversation, _("turned this into Issue {0}").format(issue))


def tell_customer(conversation: str) -> None:
    """Its Issue was resolved: back to Open, for somebody to tell the customer."""
    values = {**_opened(conversation), "tell_customer": 1, "issue_resolved": 1}
    _change(conversation, (OPEN, REPLIED, ON_HOLD), values)
    _remark(conversation, _("resolved the Issue: tell the customer"))


def await_issue_again(conversation: str) -> None:
    """Its Issue was opened again: the next time it is resolved, the customer is to be told."""
    _change(conversation, (OPEN, REPLIED, ON_HOLD, CLOSED), {"issue_resolved": 0})


def forget_issue(conversation: str) -> None:
    """Its Issue is being deleted: what waited for that one is Open again."""
    held = _locked(conversation)["status"] == ON_HOLD
    values = {"issue": None, "issue_resolved": 0, "tell_customer": 0}
    _change(
        conversation,
        (OPEN, REPLIED, ON_HOLD, CLOSED),
        values | (_opened(conversation) if held else {}),
    )
    _remark(conversation, _("deleted the Issue"))


def assign(conversation: str, user: str, note: str = "") -> None:
    """Give it to `user`, by Frappe's own assignment (one open assignment a person).

    Frappe would share it with whoever may not read it: past what restricts `user` to channels.
    """
    if not sight.sees(user, frappe.db.get_value("Social Conversation", conversation, "channel")):
        frappe.throw(
            _(
                "{0} may not see this channel. Choose somebody else, or ask a System Manager for a "
                "User Permission."
            ).format(user)
        )
    assign_to.add(
        {
            "doctype": "Social Conversation",
            "name": conversation,
            "assign_to": [user],
            "description": note or _("Answer this conversation"),
        }
    )


def set_hidden(conversation: str, interaction: str, hidden: bool) -> None:
    """The network shows this post of the conversation to everybody no more, or again. Nothing
    happens to the conversation: hiding answers nobody. The caller has the channel's lock.
    """
    post = frappe.qb.DocType("Social Interaction")
    query = frappe.qb.update(post).where(post.name == interaction)
    query = query.where(post.hidden_on_network == int(not hidden))
    query.set(post.hidden_on_network, int(hidden)).set(post.modified, now_datetime()).run()
    if frappe.db._cursor.rowcount:
        hid, showed = _("hid a comment on the network"), _("showed a comment on the network again")
        _remark(conversation, hid if hidden else showed)
        announce_change(conversation)


def set_triage(rows: Iterable[dict[str, Any]]) -> None:
    """Write what triage found: each row with `name` and all of TRIAGE_COLUMNS, in one statement."""
    insert_rows("Social Conversation", list(rows), update=TRIAGE_COLUMNS)


def wake_held_conversations() -> None:
    """The scheduler's entry: what was on hold until now is Open again."""
    due = frappe.get_all(
        "Social Conversation",
        filters={"status": ON_HOLD, "on_hold_until": ["<=", now_datetime()]},
        pluck="name",
        limit=500,
    )
    for conversation in due:
        _change(conversation, (ON_HOLD,), _opened(conversation))
        _remark(conversation, _("is due again"))


def _opened(conversation: str) -> dict[str, Any]:
    row = _locked(conversation)
    answered = row["last_outbound_on"]
    waiting_since = _unanswered_since(conversation, site_to_utc(answered) if answered else None)
    return {
        "status": OPEN,
        "outcome": "",
        "closed_on": None,
        "on_hold_until": None,
        "waiting_since_utc": waiting_since,
        **due_columns(row["priority"], waiting_since),
    }


def _came_late(row: dict[str, Any], sent_on: datetime) -> bool:
    """Whether an answer (of the site's time `sent_on`) is older than the state it would change."""
    if row["status"] == CLOSED:
        return bool(row["closed_on"] and sent_on <= row["closed_on"])
    if row["status"] == ON_HOLD:
        return bool(row["last_inbound_on"] and sent_on <= row["last_inbound_on"])
    return False


def _locked(conversation: str) -> dict[str, Any]:
    row = frappe.db.get_value(
        "Social Conversation",
        conversation,
        STATE,
        as_dict=True,
        for_update=True,
    )
    if not row:
        frappe.throw(
            _("This conversation does not exist any more. Go back to the list."),
            frappe.DoesNotExistError,
        )
    return row


def _change(conversation: str, states: tuple[str, ...], values: dict[str, Any]) -> None:
    status = _locked(conversation)["status"]
    if status not in states:
        frappe.throw(
            _("This is not possible while the conversation is {0}. Refresh to see it.").format(
                _(status)
            )
        )
    table = frappe.qb.DocType("Social Conversation")
    query = frappe.qb.update(table).where(table.name == conversation).where(table.status == status)
    stamp = {"modified": now_datetime(), "modified_by": frappe.session.user}
    for column, value in (values | stamp).items():
        query = query.set(table[column], value)
    query.run()
    announce_change(conversation)


def announce_change(conversation: str) -> None:
    """Tell open Desks, once the transaction is committed, that this conversation moved."""
    frappe.publish_realtime(
        "social_conversation_changed",
        {"conversation": conversation},
        doctype="Social Conversation",
        docname=conversation,
        after_commit=True,
    )


def _remark(conversation: str, text: str, by: str | None = None) -> None:
    document = frappe.get_doc("Social Conversation", conversation)
    comment = document.add_comment("Info", text, comment_email=by or frappe.session.user)
    if comment.owner != comment.comment_email:
        # Frappe's timeline names the owner, which for a job is whoever runs it.
        comment.db_set("owner", comment.comment_email, update_modified=False)


def _unanswered_since(conversation: str, answered_at_utc: datetime | None) -> datetime | None:
    filters = {"conversation": conversation, "direction": "Incoming", "deleted": 0}
    if answered_at_utc:
        filters["posted_at_utc"] = [">", answered_at_utc]
    return frappe.db.get_value(
        "Social Interaction",
        filters,
        "posted_at_utc",
        order_by="posted_at_utc asc",
    )
