"""Take rows out of the site for good, with what Frappe keeps about each of them.

Frappe's own `delete_doc` goes a document at a time, keeps a copy under Deleted Document, and leaves
most of this behind.
"""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe.utils import escape_html

BATCH = 500
INTERACTION, CONVERSATION, PROFILE = "Social Interaction", "Social Conversation", "Social Profile"
REPLY, LOG, METRIC = "Social Reply", "Social Sync Log", "Social Channel Metric"
OF_AN_AUTHOR = ("Social Link Suggestion", "Social Link Decision", "Social Profile Key")

# Frappe's doctype → its fields with the doctype and the name of the document a row is about
ABOUT_A_DOCUMENT = {
    "Activity Log": ("reference_doctype", "reference_name"),
    "Comment": ("reference_doctype", "reference_name"),
    "Deleted Document": ("deleted_doctype", "deleted_name"),
    "DocShare": ("share_doctype", "share_name"),
    "Document Follow": ("ref_doctype", "ref_docname"),
    "Dynamic Link": ("link_doctype", "link_name"),
    "Error Log": ("reference_doctype", "reference_name"),
    "Notification Log": ("document_type", "document_name"),
    "Tag Link": ("document_type", "document_name"),
    "ToDo": ("reference_type", "reference_name"),
    "Version": ("ref_doctype", "docname"),
    "View Log": ("reference_doctype", "reference_name"),
}
# Mails and files are the company's: they only lose the reference.
MAILS_AND_FILES = {
    "Communication": ("reference_doctype", "reference_name"),
    "Email Queue": ("reference_doctype", "reference_name"),
    "File": ("attached_to_doctype", "attached_to_name"),
}


def count_rows(channel: str) -> int:
    """How many rows `remove_next` has to go through."""
    return sum(
        frappe.db.count(doctype, {"channel": channel})
        for doctype in (REPLY, CONVERSATION, INTERACTION, LOG, METRIC)
    )


def remove_next(channel: str) -> dict[str, int]:
    """Remove a batch of what came in or went out through `channel`: {doctype: rows}.

    Empty when nothing is left. The caller has the channel's lock, and commits. Authors go with
    their last post, their suggestions with them; an Issue stays and loses its link.
    """
    for doctype, step in (
        (REPLY, _remove_replies),
        (CONVERSATION, _remove_conversations),
        (INTERACTION, _remove_interactions),
        (LOG, _remove_logs),
        (METRIC, _remove_metrics),
    ):
        names = frappe.get_all(
            doctype, {"channel": channel}, pluck="name", order_by="name", limit=BATCH
        )
        if names:
            return {doctype: len(names), **step(channel, names)}
    return {}


def remove(doctype: str, names: Sequence[str]) -> None:
    """Delete these rows of `doctype`, and every row about them in Frappe's own tables."""
    if not names:
        return
    for table, (kind, name) in MAILS_AND_FILES.items():
        filters = {kind: doctype, name: ("in", names)}
        frappe.db.set_value(table, filters, {kind: None, name: None}, update_modified=False)
    remove_about(doctype, names)
    frappe.db.delete(doctype, {"name": ("in", names)})


def remove_about(doctype: str, names: Sequence[str]) -> None:
    """Delete every row about these in Frappe's own tables, mails and files aside."""
    for table, (kind, name) in ABOUT_A_DOCUMENT.items():
        about = frappe.get_all(table, {kind: doctype, name: ("in", names)}, pluck="name")
        remove(table, about)
    frappe.db.sql(
        "DELETE FROM `__global_search` WHERE doctype = %s AND name IN %s", (doctype, tuple(names))
    )


def remove_mails_and_files(doctype: str, names: Sequence[str]) -> None:
    """Delete what `remove` leaves to the company: mails sent from these rows, and files attached
    to them, from disk as well.
    """
    if not names:
        return
    for table in ("Email Queue", "Communication"):
        kind, name = MAILS_AND_FILES[table]
        remove_whole(
            table, frappe.get_all(table, {kind: doctype, name: ("in", names)}, pluck="name")
        )
    kind, name = MAILS_AND_FILES["File"]
    for file in frappe.get_all("File", {kind: doctype, name: ("in", names)}, pluck="name"):
        frappe.delete_doc(
            "File", file, ignore_permissions=True, force=True, delete_permanently=True
        )


def remove_whole(doctype: str, names: Sequence[str]) -> None:
    """`remove`, and the child rows too."""
    if not names:
        return
    for child in frappe.get_meta(doctype).get_table_fields():
        frappe.db.delete(child.options, {"parenttype": doctype, "parent": ("in", names)})
    remove(doctype, names)


def _remove_replies(_channel: str, names: list[str]) -> dict[str, int]:
    remove(REPLY, names)
    return {}


def _remove_logs(_channel: str, names: list[str]) -> dict[str, int]:
    remove(LOG, names)
    return {}


def _remove_metrics(_channel: str, names: list[str]) -> dict[str, int]:
    remove(METRIC, names)
    return {}


def _remove_conversations(channel: str, names: list[str]) -> dict[str, int]:
    frappe.db.set_value(
        "Issue",
        {"social_conversation": ("in", names)},
        "social_conversation",
        None,
        update_modified=False,
    )
    _remove_from_customers_notifications(channel, names)
    remove(CONVERSATION, names)
    return {}


def _remove_from_customers_notifications(channel: str, conversations: list[str]) -> None:
    """Account managers who may not read conversations were led to their Customer instead."""
    conversation, profile = frappe.qb.DocType(CONVERSATION), frappe.qb.DocType(PROFILE)
    customers = (
        frappe.qb.from_(conversation)
        .join(profile)
        .on(profile.name == conversation.profile)
        .select(profile.customer)
        .distinct()
        .where(conversation.name.isin(conversations) & profile.customer.isnotnull())
        .run(pluck=True)
    )
    if customers:
        label = escape_html(frappe.db.get_value("Social Channel", channel, "channel_name"))
        filters = {
            "document_type": "Customer",
            "document_name": ("in", customers),
            "from_user": "Administrator",
            "subject": ("like", f"%{label}%"),
        }
        remove("Notification Log", frappe.get_all("Notification Log", filters, pluck="name"))


def _remove_interactions(_channel: str, names: list[str]) -> dict[str, int]:
    of_them = {"interaction": ("in", names)}
    wrote = set(frappe.get_all(INTERACTION, {"name": ("in", names)}, pluck="profile")) - {None, ""}
    for doctype in ("Social Interaction Revision", "Social Payload"):
        remove(doctype, frappe.get_all(doctype, of_them, pluck="name"))
    remove(INTERACTION, names)
    authors = _known_to_nobody(wrote)
    for doctype in OF_AN_AUTHOR:
        remove(doctype, frappe.get_all(doctype, {"profile": ("in", authors)}, pluck="name"))
    remove(PROFILE, authors)
    return {PROFILE: len(authors)} if authors else {}


def _known_to_nobody(profiles: set[str]) -> list[str]:
    """Those of whom no post is left, on any channel."""
    if not profiles:
        return []
    filters = {"profile": ("in", sorted(profiles))}
    known = set(frappe.get_all(INTERACTION, filters, pluck="profile", distinct=True))
    known |= set(frappe.get_all(CONVERSATION, filters, pluck="profile", distinct=True))
    return sorted(profiles - known)
