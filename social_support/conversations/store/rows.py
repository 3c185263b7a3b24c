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
    same = _same_in_all(rows) | _framework_columns(rows[0])
    differing = [column for column in rows[0] if column not in same]
    columns = [*differing, *same]
    marks = ["%s"] * len(differing) + [_literal(value) for value in same.values()]
    try:
        frappe.db.sql(
            f"INSERT INTO `tab{doctype}` (" + ", ".join(f"`{column}`" for column in columns) + ")"
            " VALUES "
            + ", ".join([f"({', '.join(marks)})"] * len(rows))
            + _on_duplicate(update, expressions),
            [row[column] for row in rows for column in differing],
        )
    except Exception as error:
        if frappe.db.is_duplicate_entry(error):
            raise frappe.DuplicateEntryError(doctype, rows[0]["name"], error) from error
        raise


def _same_in_all(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The columns in which all rows agree: half of what a page holds, so it is escaped once.

    `name` is not among them, so that there is always something to give apart.
    """
    return {
        column: value
        for column, value in rows[0].items()
        if column != "name"
        and isinstance(value, (str, int, type(None)))
        and all(row[column] == value for row in rows)
    }


def _framework_columns(row: dict[str, Any]) -> dict[str, Any]:
    moment, user = now(), frappe.session.user
    values = dict(zip(FRAMEWORK_COLUMNS, (moment, moment, user, user, 0, 0), strict=True))
    return {column: value for column, value in values.items() if column not in row}


def _literal(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return frappe.db.escape(value) if isinstance(value, str) else str(int(value))


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
        + f" FROM `tab{doctype}` {_by_key(column) if lock else ''}"
        + f" WHERE `{column}` IN %(values)s {lock}",
        {"values": tuple(sorted(values))},
        as_dict=True,
    )


def _by_key(column: str) -> str:
    """A locking read that goes through a whole small table waits for rows that it does not want."""
    return f"FORCE INDEX ({'PRIMARY' if column == 'name' else f'`{column}`'})"
