"""A conversation that goes on as an Issue, and how it comes back when that one is resolved."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import actions, thread
from social_support.customers.access import may_see_private
from social_support.networks.registry import labels

from . import transcript

DONE = ("Resolved", "Closed")
RESOLVED_AT_ONCE = 500


def convert_to_issue(conversation: str, user: str, subject: str | None = None) -> dict[str, Any]:
    """Make the conversation's Issue, or find the one it has: {"issue": name, "created": bool}.

    The conversation goes on hold until the Issue is resolved. Raises frappe.PermissionError, which
    says who can give the right, when `user` may not create Issues.
    """
    row = _locked(conversation)
    # A locking read as well: the Issue of the click before may be newer than this transaction.
    if row.issue and frappe.db.get_value("Issue", row.issue, "name", for_update=True):
        return {"issue": row.issue, "created": False}
    _refuse_without_right(user)
    issue = _insert(row, user, subject)
    actions.set_issue(conversation, issue.name)
    issue.add_comment("Info", _("turned a conversation on {0} into this Issue").format(row.label))
    return {"issue": issue.name, "created": True}


def keep_requester_unknown(doc: Document, method: str | None = None) -> None:
    """Document event `validate`: an Issue of ours names the author's side as requester, or nobody.

    ERPNext fills an empty `raised_by` with whoever saves, each time, and then looks up lead,
    contact and customer by that address: the agent would stand there as the customer. It knows no
    "unknown", so what it has just guessed is taken out again.
    """
    before = doc.get_doc_before_save()
    was_unknown = not before.raised_by if before else doc.flags.requester_unknown
    if not (
        doc.get("social_conversation") and was_unknown and doc.raised_by == frappe.session.user
    ):
        return
    agent, doc.raised_by = doc.raised_by, None
    if doc.lead and frappe.db.get_value("Lead", doc.lead, "email_id") == agent:
        doc.lead = None
    if doc.contact and frappe.db.get_value("Contact", doc.contact, "email_id") == agent:
        doc.contact = doc.customer = doc.customer_name = None


def on_issue_update(doc: Document, method: str | None = None) -> None:
    """Document event: an Issue that is now done brings its conversation back to Open, once."""
    before = doc.get_doc_before_save()
    was_done = bool(before and before.status in DONE)
    if doc.status in DONE and not was_done:
        _tell_customers([doc.name])
    elif was_done and doc.status not in DONE:
        for conversation in _conversations_of(doc.name):
            actions.await_issue_again(conversation)


def forget_issue(doc: Document, method: str | None = None) -> None:
    """Document event `on_trash`: no conversation keeps its Issue from being deleted."""
    for conversation in _conversations_of(doc.name):
        actions.forget_issue(conversation)


def notice_resolved_issues() -> None:
    """The scheduler's entry: Issues that were resolved from their list, which raises no event."""
    issue, conversation = frappe.qb.DocType("Issue"), frappe.qb.DocType("Social Conversation")
    resolved = (
        frappe.qb.from_(conversation)
        .join(issue)
        .on(issue.name == conversation.issue)
        .select(issue.name)
        .where((conversation.status == actions.ON_HOLD) & issue.status.isin(DONE))
        .where(conversation.issue_resolved == 0)
        .limit(RESOLVED_AT_ONCE)
        .run(pluck=True)
    )
    _tell_customers(resolved)


def _tell_customers(issues: list[str]) -> None:
    if not issues:
        return
    waiting = frappe.get_all(
        "Social Conversation",
        filters={"issue": ["in", issues], "issue_resolved": 0, "status": ["!=", actions.CLOSED]},
        pluck="name",
    )
    for conversation in waiting:
        actions.tell_customer(conversation)


def _conversations_of(issue: str) -> list[str]:
    return frappe.get_all("Social Conversation", filters={"issue": issue}, pluck="name")


def _locked(conversation: str) -> frappe._dict:
    """What the Issue is made of. The lock lets a second click wait, and then find the Issue."""
    fields = ["name", "issue", "profile", "network", "company", "priority"]
    row = frappe.db.get_value(
        "Social Conversation", conversation, fields, as_dict=True, for_update=True
    )
    if not row:
        frappe.throw(
            _("This conversation does not exist any more. Go back to the list."),
            frappe.DoesNotExistError,
        )
    row.label = labels().get(row.network, row.network)
    return row


def _refuse_without_right(user: str) -> None:
    if frappe.has_permission("Issue", "create", user=user):
        return
    givers = {rule.role for rule in frappe.get_meta("Issue").permissions if rule.create}
    frappe.throw(
        _("You may not create Issues. A System Manager can give you the role {0}.").format(
            f" {_('or')} ".join(_(role) for role in sorted(givers))
        ),
        frappe.PermissionError,
        title=_("Issue"),
    )


def _insert(row: frappe._dict, user: str, subject: str | None) -> Document:
    author = frappe.db.get_value(
        "Social Profile", row.profile, ["customer", "contact", "lead"], as_dict=True
    )
    author = author or frappe._dict(customer=None, contact=None, lead=None)
    posts = thread.posts(row.name)
    private = may_see_private(user, author.customer)
    issue = frappe.new_doc("Issue")
    issue.update(
        {
            "subject": subject or transcript.subject(posts, row.label, private),
            "description": transcript.description(posts, private),
            "customer": author.customer,
            "contact": author.contact,
            "lead": author.lead,
            "raised_by": _address(author),
            "company": row.company,
            "priority": _priority(row.priority),
            "social_conversation": row.name,
        }
    )
    issue.flags.requester_unknown = not issue.raised_by
    return issue.insert()


def _address(author: frappe._dict) -> str | None:
    """The e-mail address of the contact, else of the customer; None when we know neither."""
    address = author.contact and frappe.db.get_value("Contact", author.contact, "email_id")
    if not address and author.customer:
        address = frappe.db.get_value("Customer", author.customer, "email_id")
    return address or None


def _priority(priority: str) -> str | None:
    return priority if frappe.db.exists("Issue Priority", priority) else None
