"""What is stored about a person, as one JSON file that only who asked and System Managers read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, get_url, now_datetime

from social_support.conversations import erasure, removal
from social_support.conversations.removal import CONVERSATION, INTERACTION, PROFILE, REPLY
from social_support.privacy import requests

DAYS_KEPT = 7
AT_ONCE = 500
INTERNAL = ("docstatus", "idx", "_user_tags", "_comments", "_assign", "_liked_by", "_seen")


def ask(profile: str, reason: str, user: str) -> str:
    """Have what is stored about the author written to a file; the name of the request."""
    if not frappe.db.exists(PROFILE, profile):
        frappe.throw(_("This author does not exist any more."), frappe.DoesNotExistError)
    return requests.ask(requests.EXPORT, profile, reason, user)


def run(request: str) -> None:
    """The job: one step, for a file is whole or not there."""
    frappe.set_user("Administrator")
    requests.work_off(request, requests.EXPORT, lambda _place: _write(request), 1)


def _write(request: str) -> tuple[None, int]:
    row = frappe.get_doc(requests.DOCTYPE, request)
    content = everything(row.profile)
    number = sum(len(rows) for rows in content.values() if isinstance(rows, list))
    file = frappe.get_doc(
        doctype="File",
        file_name=f"author-{row.profile}.json",
        attached_to_doctype=requests.DOCTYPE,
        attached_to_name=request,
        is_private=1,
        content=json.dumps(content, ensure_ascii=False, indent=2, default=str).encode(),
    ).insert(ignore_permissions=True)
    file.db_set("owner", row.asked_by, update_modified=False)
    requests.change(request, expires_on=add_days(now_datetime(), DAYS_KEPT))
    _tell(row, get_url(file.file_url))
    return None, number


def everything(profile: str) -> dict[str, Any]:
    """The author with posts in and out, earlier texts, what the network answered, conversations,
    replies, matches and decisions, Issues, and what was noted in the timelines: {what: rows}.
    """
    profiles = erasure.rows_of_person(profile)
    posts = _rows(INTERACTION, profile=profiles)
    conversations = _rows(CONVERSATION, profile=profiles)
    talks = [row["name"] for row in conversations]
    ours = _rows(INTERACTION, conversation=talks, direction=["Outgoing"])
    ours += _rows(INTERACTION, name=erasure.words_to(profiles))
    answers = [row for row in ours if row["profile"] not in profiles]
    interactions = [row["name"] for row in (*posts, *answers)]
    return {
        "exported_on": now_datetime(),
        "profiles": _rows(PROFILE, name=profiles),
        "posts": posts,
        "our_posts": answers,
        "earlier_texts": _rows("Social Interaction Revision", interaction=interactions),
        "network_answers": _rows("Social Payload", interaction=interactions),
        "conversations": conversations,
        "replies": _rows(REPLY, conversation=talks),
        "matches": _rows("Social Link Suggestion", profile=profiles),
        "decisions": _rows("Social Link Decision", profile=profiles),
        "issues": _rows("Issue", social_conversation=talks),
        "notes": [*_notes(PROFILE, profiles), *_notes(CONVERSATION, talks)],
    }


def _rows(doctype: str, **where: Sequence[str]) -> list[dict[str, Any]]:
    """All rows whose columns are among these values, oldest first, a number of values at once."""
    (column, values), *others = where.items()
    rows: list[dict[str, Any]] = []
    for start in range(0, len(values), AT_ONCE):
        filters = {column: ("in", values[start : start + AT_ONCE])}
        filters |= {name: ("in", among) for name, among in others}
        rows += frappe.get_all(doctype, filters, ["*"], order_by="name")
    return [
        {key: value for key, value in row.items() if key not in INTERNAL and value is not None}
        for row in rows
    ]


def _notes(doctype: str, names: Sequence[str]) -> list[dict[str, Any]]:
    notes = _rows("Comment", reference_name=names, reference_doctype=[doctype])
    kept = ("reference_doctype", "reference_name", "comment_type", "content", "creation", "owner")
    return [{key: row[key] for key in kept if key in row} for row in notes]


def _tell(request: frappe._dict, address: str) -> None:
    """Who asked through Frappe may be a customer, who sees no notifications and gets a mail."""
    user = request.asked_by
    language = frappe.db.get_value("User", user, "language")
    subject = _("The data of an author that you asked for is ready.", language)
    if request.reason == requests.FRAPPE:
        link = f'<a href="{address}">{_("Download the file", language)}</a>'
        frappe.sendmail(recipients=user, subject=subject, message=f"<p>{subject}</p>{link}")
    frappe.get_doc(
        doctype="Notification Log",
        type="Alert",
        for_user=user,
        from_user="Administrator",
        document_type=requests.DOCTYPE,
        document_name=request.name,
        subject=subject,
    ).insert(ignore_permissions=True)


def remove_expired_files() -> None:
    """The scheduler's entry: files go after some days; who asked for them stays on record."""
    late = {"action": requests.EXPORT, "status": requests.DONE, "expires_on": ("<", now_datetime())}
    _remove(frappe.get_all(requests.DOCTYPE, late, pluck="name"))


def forget(profiles: Sequence[str]) -> None:
    """Remove the files about these authors at once."""
    about = {"action": requests.EXPORT, "profile": ("in", profiles)}
    _remove(frappe.get_all(requests.DOCTYPE, about, pluck="name"))


def _remove(names: Sequence[str]) -> None:
    if not names:
        return
    removal.remove_mails_and_files(requests.DOCTYPE, names)
    removal.remove_about(requests.DOCTYPE, names)
    for name in names:
        requests.change(name, status=requests.EXPIRED, place=None)
