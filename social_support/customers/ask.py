"""Ask Support: what somebody who reads a Customer can do without an agent role."""

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.query_builder import DocType
from frappe.utils import escape_html, get_fullname

from social_support.conversations import sight

CONVERSATION = "Social Conversation"


def ask_support(conversation: str, note: str, user: str) -> list[str]:
    """Ask those who work on the conversation, else its team, to look at it; answers whom.

    The answer holds full names. Raises frappe.ValidationError where there is nothing to ask or
    nobody to be asked.
    """
    if not (note or "").strip():
        frappe.throw(_("Write what the support team should do or know."))
    people = _who_works_on(conversation) or _team_of(conversation)
    channel = frappe.db.get_value(CONVERSATION, conversation, "channel")
    people = [person for person in people if person != user and sight.sees(person, channel)]
    if not people:
        _nobody(conversation)
    # Not after the commit: nothing was written, and Frappe ends such a request without one.
    frappe.enqueue(
        "social_support.customers.ask.assign_with_note",
        queue="short",
        conversation=conversation,
        people=people,
        note=note.strip(),
        asked_by=user,
    )
    return [get_fullname(person) for person in people]


def assign_with_note(conversation: str, people: list[str], note: str, asked_by: str) -> None:
    """The job: a ToDo for each who has none on this conversation yet, and a notification for all.

    Whoever asks has no rights on the conversation: so this is done for them, in the background.
    """
    already = set(_who_works_on(conversation))
    for person in people:
        if person not in already:
            _assign(conversation, person, note, asked_by)
        _notify(conversation, person, note, asked_by)


def _notify(conversation: str, person: str, note: str, asked_by: str) -> None:
    email, language = frappe.db.get_value("User", person, ["email", "language"])
    subject = _("{0} asks you to look at the conversation with @{1}", language)
    who, handle = escape_html(get_fullname(asked_by)), escape_html(_handle(conversation))
    notification = {
        "type": "Assignment",
        "document_type": CONVERSATION,
        "document_name": conversation,
        "subject": subject.format(who, handle),
        "from_user": asked_by,
        "email_content": _as_html(note),
    }
    # Frappe finds whom to notify by the e-mail address.
    enqueue_create_notification([email], notification)


def _assign(conversation: str, person: str, note: str, asked_by: str) -> None:
    todo = {
        "doctype": "ToDo",
        "allocated_to": person,
        "assigned_by": asked_by,
        "reference_type": CONVERSATION,
        "reference_name": conversation,
        "description": _as_html(note),
    }
    frappe.get_doc(todo).insert(ignore_permissions=True)


def _who_works_on(conversation: str) -> list[str]:
    filters = {
        "reference_type": CONVERSATION,
        "reference_name": conversation,
        "status": "Open",
        "allocated_to": ["is", "set"],
    }
    return frappe.get_all("ToDo", filters=filters, pluck="allocated_to", distinct=True)


def _team_of(conversation: str) -> list[str]:
    """The enabled members of the conversation's team, or of its channel's."""
    work, channel = DocType(CONVERSATION), DocType("Social Channel")
    teams = (
        frappe.qb.from_(work)
        .left_join(channel)
        .on(channel.name == work.channel)
        .select(work.user_group, channel.user_group)
        .where(work.name == conversation)
    ).run()
    team = next((team for team in teams[0] if team), None) if teams else None
    member, user = DocType("User Group Member"), DocType("User")
    query = (
        frappe.qb.from_(member)
        .join(user)
        .on(user.name == member.user)
        .select(user.name)
        .distinct()
        .where((member.parent == team) & (member.parenttype == "User Group") & (user.enabled == 1))
    )
    return query.run(pluck=True) if team else []


def _nobody(conversation: str) -> None:
    channel = frappe.db.get_value(CONVERSATION, conversation, "channel")
    name = frappe.db.get_value("Social Channel", channel, "channel_name")
    frappe.throw(
        _(
            "Nobody can be asked yet: {0} has no responsible team with members."
            " Ask a Social Manager to choose one on the channel."
        ).format(name or channel)
    )


def _handle(conversation: str) -> str:
    profile = frappe.db.get_value(CONVERSATION, conversation, "profile")
    return frappe.db.get_value("Social Profile", profile, "handle") or ""


def _as_html(note: str) -> str:
    return escape_html(note).replace("\n", "<br>")
