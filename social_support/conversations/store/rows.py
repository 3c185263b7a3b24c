"""Many rows in one statement."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe.utils import now

FRAMEWORK_COLUMNS = ("creation", "modified", "owner", "modified_by", "docstatus", "idx")


def insert_rows(
    doctype: str, rows: Sequence[dict[str, Any]], update: Sequence[str] = (), **expressions: str
) -> None:
    """Store `rows` (each with the same columns, `name` among them) in one INSERT.

    Where a row's key exists already, the columns of `update` take the new value, and each column
    of `expressions` the SQL expression given for it (written by us, never by users). With neither,
    an existing key is frappe's DuplicateEntryError: rows are never dropped in silence.
    """
    if not rows:
        return
    columns = [*rows[0], *(column for column in FRAMEWORK_COLUMNS if column not in rows[0])]
    framework = {
        **dict.fromkeys(("creation", "modified"), now()),
        **dict.fromkeys(("owner", "modified_by"), frappe.session.user),
        **dict.fromkeys(("docstatus", "idx"), 0),
    }
    values = [(framework | row)[column] for row in rows for column in columns]
    row_mark = "(" + ", ".join(["%s"] * len(columns)) + ")"
    try:
        frappe.db.sql(
            f"INSERT INTO `tab{doctype}` (" + ", ".join(f"`{column}`" for column in columns) + ")"
            " VALUES " + ", ".join([row_mark] * len(rows)) + _on_duplicate(update, expressions),
            values,
        )
    except Exception as error:
        if frappe.db.is_duplicate_entry(error):
            raise frappe.DuplicateEntryError(doctype, rows[0]["name"], error) from error
        raise


def _on_duplicate(update: Sequence[str], expressions: dict[str, str]) -> str:
    changes = [f"`{column}` = VALUES(`{column}`)" for column in update]
    changes += [f"`{column}` = {expression}" for column, expression in expressions.items()]
    if not changes:
        return ""
    return " ON DUPLICATE KEY UPDATE " + ", ".join([*changes, "`modified` = VALUES(`modified`)"])


def select_in(
    doctype: str, fields: Sequence[str], column: str, values: Sequence[str], *, lock: str = ""
) -> list[dict[str, Any]]:
    """The rows whose `column` is one of `values`; `lock`: what follows WHERE, as FOR UPDATE."""
    if not values:
        return []
    return frappe.db.sql(
        "SELECT "
        + ", ".join(f"`{field}`" for field in fields)
        + f" FROM `tab{doctype}` WHERE `{column}` IN %(values)s {lock}",
        {"values": tuple(sorted(values))},
        as_dict=True,
    )
