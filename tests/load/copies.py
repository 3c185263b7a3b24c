"""What the store wrote for a page, as rows under other names and keys: the same work, once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe

from social_support.conversations.keys import digest, new_name
from tests.load.site import TABLES

Row = dict[str, Any]
KEYS = {"external_key", "open_key"}
REFERENCES = {"name", "profile", "conversation", "interaction", "last_inbound"}


@dataclass
class PageRows:
    """The rows that one page added, by doctype, in the order of their names."""

    added: dict[str, list[Row]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.added["Social Interaction"])


@dataclass
class Copier:
    """Gives rows names and keys of their own, the same for the same everywhere."""

    names: dict[str, str] = field(default_factory=dict)
    salt: str = field(default_factory=new_name)

    def copy(self, pages: Sequence[PageRows]) -> list[PageRows]:
        # In the order in which the rows were made, as the store names them.
        for name in sorted(
            row["name"] for page in pages for rows in page.added.values() for row in rows
        ):
            self.names[name] = new_name()
        return [
            PageRows(
                {
                    doctype: [self._copied(row) for row in rows]
                    for doctype, rows in page.added.items()
                }
            )
            for page in pages
        ]

    def _copied(self, row: Row) -> Row:
        return {column: self._value(column, value) for column, value in row.items()}

    def _value(self, column: str, value: Any) -> Any:
        if value and column in KEYS:
            return digest(self.salt, value)
        return self.names.get(value, value) if column in REFERENCES else value


def added_by(pages: Sequence[Sequence[str]], since: str) -> list[PageRows]:
    """The rows that stand behind each page's new interactions.

    since: a name made before the first of them; an author or a conversation that was there before
    was not added, and one that two pages share was added by the first.
    """
    seen: set[str] = set()
    return [_added_by_page(names, since, seen) for names in pages]


def _added_by_page(names: Sequence[str], since: str, seen: set[str]) -> PageRows:
    posts = _rows("Social Interaction", "name", names)
    found = {
        "Social Profile": _rows("Social Profile", "name", {post["profile"] for post in posts}),
        "Social Conversation": _rows(
            "Social Conversation", "name", {post["conversation"] for post in posts} - {None}
        ),
        "Social Interaction": posts,
        "Social Payload": _rows("Social Payload", "interaction", names),
    }
    page = PageRows(
        {
            doctype: [
                row for row in found[doctype] if row["name"] > since and row["name"] not in seen
            ]
            for doctype in TABLES
        }
    )
    seen |= {row["name"] for rows in page.added.values() for row in rows}
    return page


def _rows(doctype: str, column: str, values: Sequence[str]) -> list[Row]:
    if not values:
        return []
    return frappe.db.sql(
        f"SELECT * FROM `tab{doctype}` WHERE `{column}` IN %(values)s ORDER BY name",
        {"values": tuple(values)},
        as_dict=True,
    )
