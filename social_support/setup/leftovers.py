"""Rows in Frappe's own tables that are about our doctypes or roles and would stay behind."""

from collections.abc import Sequence

import frappe

from social_support.setup.roles import ROLES

APP, MODULE = "social_support", "Social Support"

# Frappe's doctype → its field that names the doctype which the row is about. Such a row means
# nothing, or breaks a form, once that doctype is gone.
ABOUT_A_DOCTYPE = {
    "Activity Log": "reference_doctype",
    "Assignment Rule": "document_type",
    "Calendar View": "reference_doctype",
    "Client Script": "dt",
    "Comment": "reference_doctype",
    "Custom DocPerm": "parent",
    "Custom Field": "dt",
    "Dashboard Chart": "document_type",
    "Deleted Document": "deleted_doctype",
    "DocShare": "share_doctype",
    "DocType Layout": "document_type",
    "Document Follow": "ref_doctype",
    "Document Naming Rule": "document_type",
    "Dynamic Link": "link_doctype",
    "Error Log": "reference_doctype",
    "Global Search DocType": "document_type",
    "Kanban Board": "reference_doctype",
    "List Filter": "reference_doctype",
    "List View Settings": "name",
    "Logs To Clear": "ref_doctype",
    "Notification": "document_type",
    "Notification Log": "document_type",
    "Number Card": "document_type",
    "Print Format": "doc_type",
    "Property Setter": "doc_type",
    "Report": "ref_doctype",
    "Server Script": "reference_doctype",
    "Tag Link": "document_type",
    "ToDo": "reference_type",
    "User Permission": "allow",
    "Version": "ref_doctype",
    "View Log": "reference_doctype",
    "Web Form": "doc_type",
    "Workflow": "document_type",
    "Workspace Link": "link_to",
    "Workspace Quick List": "document_type",
    "Workspace Shortcut": "link_to",
}
ABOUT_A_ROLE = {"Has Role": "role", "DocPerm": "role", "Custom DocPerm": "role", "Role": "name"}
TABLES_WITHOUT_DOCTYPE = {
    "__Auth": "doctype",
    "__UserSettings": "doctype",
    "__global_search": "doctype",
    "tabSingles": "doctype",
}


def remove() -> None:
    """Delete all of them. Mails and files stay the company's: they only lose the reference."""
    doctypes = our_doctypes()
    forget_in_mails_and_files(doctypes)
    for doctype, field in ABOUT_A_DOCTYPE.items():
        delete(doctype, {field: ("in", doctypes)})
    for table, column in TABLES_WITHOUT_DOCTYPE.items():
        frappe.db.sql(f"DELETE FROM `{table}` WHERE `{column}` IN %(ours)s", {"ours": doctypes})
    for doctype, field in ABOUT_A_ROLE.items():
        delete(doctype, {field: ("in", ROLES)})
    remove_links_of_others(doctypes)
    remove_what_the_app_registered()


def our_doctypes() -> list[str]:
    return frappe.get_all("DocType", {"module": MODULE}, pluck="name")


def forget_in_mails_and_files(doctypes: Sequence[str]) -> None:
    for doctype, kind, name in (
        ("Communication", "reference_doctype", "reference_name"),
        ("Email Queue", "reference_doctype", "reference_name"),
        ("File", "attached_to_doctype", "attached_to_name"),
    ):
        frappe.db.set_value(
            doctype, {kind: ("in", doctypes)}, {kind: None, name: None}, update_modified=False
        )


def remove_links_of_others(doctypes: Sequence[str]) -> None:
    """Fields by which somebody linked another doctype to one of ours."""
    delete("Custom Field", {"options": ("in", doctypes)})
    delete("DocType Link", {"link_doctype": ("in", doctypes)})


def remove_what_the_app_registered() -> None:
    """Scheduled jobs with their logs, completed patches, blocked modules."""
    delete("Scheduled Job Type", {"method": ("like", f"{APP}.%")}, ("Scheduled Job Log",))
    delete("Patch Log", {"patch": ("like", f"{APP}.%")})
    delete("Block Module", {"module": MODULE})
    delete("DefaultValue", {"defkey": ("like", f"{APP}%")})


def delete(doctype: str, filters: dict, logs: Sequence[str] = ()) -> None:
    """Delete the rows with their child rows; a Frappe without that doctype has none."""
    if not frappe.db.table_exists(doctype):
        return
    names = frappe.get_all(doctype, filters, pluck="name")
    if not names:
        return
    for child in frappe.get_meta(doctype).get_table_fields():
        frappe.db.delete(child.options, {"parenttype": doctype, "parent": ("in", names)})
    for log in logs:
        frappe.db.delete(log, {frappe.scrub(doctype): ("in", names)})
    frappe.db.delete(doctype, {"name": ("in", names)})
