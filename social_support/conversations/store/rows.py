"""Many rows in one statement."""

from collections.abc import Sequence
from datetime import datetime
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
    framework = _framework_columns(rows[0])
    columns = ", ".join(f"`{column}`" for column in (*rows[0], *framework))
    beside = ", ".join(map(frappe.db.escape, framework.values()))
    given: list[Any] = []
    marks = ", ".join(f"({_marks(row, given)}, {beside})" for row in rows)
    try:
        frappe.db.sql(
            f"INSERT INTO `tab{doctype}` ({columns}) VALUES {marks}"
            + _on_duplicate(update, expressions),
            given,
        )
    except Exception as error:
        if frappe.db.is_duplicate_entry(error):
            raise frappe.DuplicateEntryError(doctype, rows[0]["name"], error) from error
        raise


def _framework_columns(row: dict[str, Any]) -> dict[str, str]:
    moment, user = now(), frappe.session.user
    values = dict(zip(FRAMEWORK_COLUMNS, (moment, moment, user, user, "0", "0"), strict=True))
    return {column: value for column, value in values.items() if column not in row}


def _marks(row: dict[str, Any], given: list[Any]) -> str:
    """The row's values as SQL; those that a person may have had a hand in are added to `given`.

    The driver takes its time with each value, and most are keys, numbers and times of ours.
    """
    marks = []
    for value in row.values():
        plain = _plain(value)
        if plain is None:
            given.append(value)
        marks.append("%s" if plain is None else plain)
    return ", ".join(marks)


def _plain(value: Any) -> str | None:
    """`value` as SQL, if it holds nothing at all that could need escaping."""
    kind = type(value)
    if kind is str:
        harmless = not value or (value.isascii() and value.isalnum())
        return f"'{value}'" if harmless else None
    if kind is int:
        return str(value)
    if kind is datetime and value.tzinfo is None:
        return f"'{value.isoformat(' ')}'"
    return "NULL" if value is None else None


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
