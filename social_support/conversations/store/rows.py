"""Many rows in one statement."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import now

FRAMEWORK_COLUMNS = ("creation", "modified", "owner", "modified_by", "docstatus", "idx")
# A statement has to fit into MariaDB's `max_allowed_packet`, 16 MB unless set otherwise, when
# every character takes four bytes, and each byte two digits.
MOST_CHARACTERS = 2_000_000


class Written:
    """Text that a person or a network wrote, on its way into a statement.

    As digits there is nothing to escape in it, and the driver, which escapes one character after
    the other, would take a quarter of the time that storing a page takes.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @staticmethod
    def as_sql(written: "Written", _encoders: object) -> str:
        """https://mariadb.com/kb/en/hexadecimal-literals/"""
        return f"_utf8mb4 x'{written.text.encode().hex()}'"


def insert_rows(
    doctype: str,
    rows: Sequence[dict[str, Any]],
    update: Sequence[str] = (),
    returning: Sequence[str] = (),
) -> list[tuple]:
    """Store `rows` (each with the same columns, `name` among them) in one INSERT.

    Where a row's key exists already, the columns of `update` take the new value; without them an
    existing key is frappe's DuplicateEntryError: rows are never dropped in silence. Answers the
    columns `returning` of the rows as they then are. Only what is too large for a statement goes
    in several.
    """
    if not rows:
        return []
    framework = _framework_columns(rows[0])
    beside = ", ".join(map(frappe.db.escape, framework.values()))
    begin = f"INSERT INTO `tab{doctype}` ({_quoted([*rows[0], *framework])}) VALUES "
    end = _on_duplicate(update) + (f" RETURNING {_quoted(returning)}" if returning else "")
    answer: list[tuple] = []
    frappe.db._conn.encoders[Written] = Written.as_sql
    try:
        for part in _parts(rows):
            given: list[Any] = []
            marks = ", ".join([f"({_marks(row, given)}, {beside})" for row in part])
            answer += frappe.db.sql(begin + marks + end, given) or ()
    except Exception as error:
        if frappe.db.is_duplicate_entry(error):
            raise frappe.DuplicateEntryError(doctype, rows[0]["name"], error) from error
        raise
    return answer


def update_rows(doctype: str, rows: Sequence[dict[str, Any]]) -> None:
    """Give stored rows (`name`, and the same columns in each) new values, in one statement."""
    if rows:
        insert_rows(doctype, rows, update=[column for column in rows[0] if column != "name"])


def delete_rows(doctype: str, column: str, values: Iterable[str]) -> None:
    """Delete the rows whose `column` is one of `values`.

    By their names: a search for what is not there would lock the place where others insert.
    """
    names = [row["name"] for row in select_in(doctype, ["name"], column, list(values))]
    if names:
        frappe.db.sql(f"DELETE FROM `tab{doctype}` WHERE `name` IN %(names)s", {"names": names})


def select_in(
    doctype: str, fields: Sequence[str], column: str, values: Sequence[str], *, lock: str = ""
) -> list[dict[str, Any]]:
    """The rows whose `column` is one of `values`; `lock`: what follows WHERE, as FOR UPDATE."""
    if not values:
        return []
    return frappe.db.sql(
        f"SELECT {_quoted(fields)} FROM `tab{doctype}` {_by_key(column) if lock else ''}"
        f" WHERE `{column}` IN %(values)s {lock}",
        {"values": tuple(sorted(values))},
        as_dict=True,
    )


def lock_rows(
    doctype: str, fields: Sequence[str], names: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """The rows with these names as they are now, {name: row}, nobody else's until the commit."""
    wanted = list(set(names))
    rows = select_in(doctype, ("name", *fields), "name", wanted, lock="ORDER BY `name` FOR UPDATE")
    return {row["name"]: row for row in rows}


def _by_key(column: str) -> str:
    """A locking read that goes through a whole small table waits for rows that it does not want."""
    return f"FORCE INDEX ({'PRIMARY' if column == 'name' else f'`{column}`'})"


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
            given.append(Written(value) if isinstance(value, str) else value)
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


def _parts(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    size = sum(len(value) for row in rows for value in row.values() if value.__class__ is str)
    if size <= MOST_CHARACTERS or len(rows) == 1:
        yield rows
    else:
        half = len(rows) // 2
        yield from _parts(rows[:half])
        yield from _parts(rows[half:])


def _on_duplicate(update: Sequence[str]) -> str:
    if not update:
        return ""
    changes = ", ".join(f"`{column}` = VALUES(`{column}`)" for column in [*update, "modified"])
    return f" ON DUPLICATE KEY UPDATE {changes}"


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f"`{column}`" for column in columns)
