"""The custom fields that the app adds to ERPNext's doctypes, declared once."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from social_support.networks.words import _ as _lt

# The tab of posts, on a form whose documents authors are linked to
SOCIAL_TAB: dict[str, str | int] = {
    "fieldname": "social_support_tab",
    "fieldtype": "Tab Break",
    "label": _lt("Social"),
    "depends_on": "eval:!doc.__islocal",
}
SOCIAL_HTML: dict[str, str | int] = {
    "fieldname": "social_support_html",
    "fieldtype": "HTML",
    "insert_after": "social_support_tab",
}
CUSTOM_FIELDS: dict[str, list[dict[str, str | int]]] = {
    # After this field the tab comes second; further down it would be the ninth
    "Customer": [{**SOCIAL_TAB, "insert_after": "customer_details"}, SOCIAL_HTML],
    # After the hidden table, not after what shows it: the tab would swallow the table
    "Lead": [{**SOCIAL_TAB, "insert_after": "notes"}, SOCIAL_HTML],
    # The last field of a form without tabs: what stands before becomes the tab Details
    "Contact": [{**SOCIAL_TAB, "insert_after": "unsubscribed"}, SOCIAL_HTML],
    "Issue": [
        {
            "fieldname": "social_conversation",
            "fieldtype": "Link",
            "label": _lt("Social Conversation"),
            "options": "Social Conversation",
            "insert_after": "issue_split_from",
            "read_only": 1,
            "no_copy": 1,
            "search_index": 1,
        },
    ],
}
MODULE = {"module": "Social Support"}


def sync() -> None:
    """Create what is missing, and bring back what was changed."""
    create_custom_fields(
        {doctype: [field | MODULE for field in fields] for doctype, fields in CUSTOM_FIELDS.items()}
    )


def remove() -> None:
    """Delete the fields, what was customised about them, and their columns."""
    for doctype, fields in CUSTOM_FIELDS.items():
        names = [field["fieldname"] for field in fields]
        frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": ("in", names)})
        frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": ("in", names)})
        frappe.clear_cache(doctype=doctype)


def drop_columns() -> None:
    """Take the columns out of ERPNext's tables. Like every DDL statement, this commits."""
    for doctype, fields in CUSTOM_FIELDS.items():
        for field in fields:
            if frappe.db.has_column(doctype, field["fieldname"]):
                frappe.db.sql_ddl(f"ALTER TABLE `tab{doctype}` DROP COLUMN `{field['fieldname']}`")
