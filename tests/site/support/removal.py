"""Remove documents with everything that other tables keep about them, and nothing else.

Rows are deleted, not `delete_doc`-ed: that writes Deleted Documents, comments and jobs of its own.
"""

from __future__ import annotations

from functools import cache

import frappe

# table → (column with the doctype, column with the name)
ABOUT_A_DOCUMENT = {
    "Comment": ("reference_doctype", "reference_name"),
    "Communication": ("reference_doctype", "reference_name"),
    "Email Queue": ("reference_doctype", "reference_name"),
    "Version": ("ref_doctype", "docname"),
    "ToDo": ("reference_type", "reference_name"),
    "Notification Log": ("document_type", "document_name"),
    "Tag Link": ("document_type", "document_name"),
    "DocShare": ("share_doctype", "share_name"),
    "View Log": ("reference_doctype", "reference_name"),
    "Document Follow": ("ref_doctype", "ref_docname"),
    "Activity Log": ("reference_doctype", "reference_name"),
    "Deleted Document": ("deleted_doctype", "deleted_name"),
    "File": ("attached_to_doctype", "attached_to_name"),
    "Dynamic Link": ("link_doctype", "link_name"),
    "GL Entry": ("voucher_type", "voucher_no"),
    "Payment Ledger Entry": ("voucher_type", "voucher_no"),
    "Stock Ledger Entry": ("voucher_type", "voucher_no"),
}
RAW_TABLES = {
    "__Auth": ("doctype", "name"),
    "__global_search": ("doctype", "name"),
    "tabSocial Party Key": ("party_type", "party"),
}

ABOUT_A_USER = {
    "Notification Settings": "name",
    "Notification Log": "for_user",
    "Activity Log": "user",
    "Route History": "user",
    "Access Log": "user",
    "User Permission": "user",
    "DocShare": "user",
    "Dashboard Settings": "name",
    "DefaultValue": "parent",
    "List Filter": "for_user",
    "ToDo": "allocated_to",
}

# One value, or ("in", values).
Filter = str | tuple[str, tuple[str, ...]]
Filters = dict[str, Filter]

REMOVED_USERS: set[str] = set()


def remove(doctype: str, *names: str) -> None:
    """Delete the documents, their child rows and what refers to them, all at once."""
    if not names:
        return
    if frappe.get_meta(doctype).issingle:
        raise ValueError(f"{doctype} is a single: put its values back instead.")
    for child in frappe.get_meta(doctype).get_table_fields():
        delete(child.options, parenttype=doctype, parent=("in", names))
    for table, (type_column, name_column) in ABOUT_A_DOCUMENT.items():
        remove_rows_about(table, {type_column: doctype, name_column: ("in", names)})
    for table, (type_column, name_column) in RAW_TABLES.items():
        delete_raw(table, {type_column: (doctype,), name_column: names})
    # The first Company becomes a default of the site.
    delete("DefaultValue", defkey=frappe.scrub(doctype), defvalue=("in", names))
    delete(doctype, name=("in", names))
    for name in names:
        frappe.clear_document_cache(doctype, name)


def remove_rows_about(table: str, filters: Filters) -> None:
    """Rows about a document can have rows about themselves (a ToDo its comments)."""
    if not exists(table):
        return
    if frappe.get_meta(table).istable:
        delete(table, **filters)
        return
    remove(table, *frappe.get_all(table, filters, pluck="name"))


def remove_user(user: str) -> None:
    """Delete a User with its Contact, sessions, settings and notes."""
    REMOVED_USERS.add(user)
    remove_contacts(user)
    for table, column in ABOUT_A_USER.items():
        remove_rows_about(table, {column: user})
    delete_raw("tabSessions", {"user": (user,)})
    delete_raw("__UserSettings", {"user": (user,)})
    delete("User Group Member", user=user)
    remove("User", user)
    frappe.clear_cache(user=user)


def remove_late_contacts() -> None:
    """Frappe makes a user's Contact in a job, which a worker may have run after the user went."""
    remove_contacts(*REMOVED_USERS)


def remove_contacts(*users: str) -> None:
    emails = {"email_id": ("in", users)}
    remove("Contact", *frappe.get_all("Contact Email", emails, pluck="parent"))


@cache
def exists(doctype: str) -> bool:
    return frappe.db.table_exists(doctype)


def delete(doctype: str, **filters: Filter) -> None:
    if exists(doctype):
        frappe.db.delete(doctype, filters)


def delete_raw(table: str, among: dict[str, tuple[str, ...]]) -> None:
    where = " and ".join(f"`{column}` in %({column})s" for column in among)
    frappe.db.sql(f"delete from `{table}` where {where}", among)
