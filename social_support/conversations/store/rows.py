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


class Values:
    """The rows of a statement, as SQL that is whole.

    The driver would escape one character after the other, and Frappe searches each statement for
    something to replace: together half of the time that a page takes here. So this is handed to
    them as one parameter that is put in as it is.
    """

    __slots__ = ("sql",)

    def __init__(self, rows: Iterable[dict[str, Any]], beside: str) -> None:
        self.sql = ", ".join(
            [f"({', '.join(map(_literal, row.values()))}, {beside})" for row in rows]
        )

    @staticmethod
    def as_sql(values: "Values", _encoders: object) -> str:
        """What the driver asks for a type that it does not know itself."""
        return values.sql


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
    beside = ", ".join(frappe.db.escape(value, percent=False) for value in framework.values())
    begin = f"INSERT INTO `tab{doctype}` ({_quoted([*rows[0], *framework])}) VALUES "
    end = _on_duplicate(update) + (f" RETURNING {_quoted(returning)}" if returning else "")
    answer: list[tuple] = []
    frappe.db._conn.encoders[Values] = Values.as_sql
    try:
        for part in _parts(rows):
            answer += frappe.db.sql(f"{begin} %s {end}", [Values(part, beside)]) or ()
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


def _literal(value: Any) -> str:
    """`value` as SQL. Of text that a person or a network wrote there is nothing to escape: where it
    is not letters and digits alone, it goes as the digits of its bytes.

    https://mariadb.com/kb/en/hexadecimal-literals/
    """
    kind = type(value)
    if kind is str:
        plain = not value or (value.isascii() and value.isalnum())
        return f"'{value}'" if plain else f"_utf8mb4 x'{value.encode().hex()}'"
    if value is None:
        return "NULL"
    if kind is int:
        return str(value)
    if kind is datetime and value.tzinfo is None:
        return f"'{value.isoformat(' ')}'"
    return frappe.db._conn.literal(value)


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
