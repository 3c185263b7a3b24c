"""The three ways to store the same posts: ours, a document at a time, and raw INSERTs."""

from __future__ import annotations

import time
from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from social_support.conversations.store import begin_page, store_posts
from social_support.networks.contract import Post
from tests.load.copies import PageRows, Row
from tests.load.site import TABLES

MOVED = ("status", "inbound_count", "last_inbound", "last_inbound_on", "last_inbound_at_utc")


def by_the_store(
    channel: Document, pages: Sequence[Sequence[Post]], names: list[list[str]] | None = None
) -> float:
    """Seconds; `names` is given the new interactions of each page."""
    stored = []
    began = time.perf_counter()
    for page in pages:
        begin_page(channel.name)
        stored.append(store_posts(channel, page).new)
        frappe.db.commit()
    seconds = time.perf_counter() - began
    if names is not None:
        names += stored
    return seconds


def by_documents(pages: Sequence[PageRows]) -> float:
    """Seconds for the plain way: look each up by its key, insert what is not there.

    One commit a page. No payloads: these are the three documents that anyone would write.
    """
    began = time.perf_counter()
    for page in pages:
        profiles = {row["name"]: row for row in page.added["Social Profile"]}
        conversations = {row["name"]: row for row in page.added["Social Conversation"]}
        for post in page.added["Social Interaction"]:
            _store_documents(post, profiles, conversations)
        frappe.db.commit()
    return time.perf_counter() - began


def by_raw_inserts(pages: Sequence[PageRows]) -> float:
    """Seconds for one multi-row INSERT a table and page, with values ready at hand."""
    prepared = [[_insert(doctype, page.added[doctype]) for doctype in TABLES] for page in pages]
    cursor = frappe.db._cursor
    frappe.db.commit()
    began = time.perf_counter()
    for page in prepared:
        for statement, values in page:
            if values:
                cursor.execute(statement, values)
        cursor.execute("COMMIT")
    return time.perf_counter() - began


def _store_documents(post: Row, profiles: dict[str, Row], conversations: dict[str, Row]) -> None:
    if frappe.db.get_value("Social Interaction", {"external_key": post["external_key"]}):
        return
    _look_up("Social Profile", "external_key", profiles.get(post["profile"]), post["profile"])
    if post["parent_key"]:
        answered = {"external_key": post["parent_key"]}
        frappe.db.get_value("Social Interaction", answered, ["thread_id", "conversation"])
    there = _look_up(
        "Social Conversation",
        "open_key",
        conversations.get(post["conversation"]),
        post["conversation"],
    )
    if there:
        moved = frappe.db.get_value("Social Conversation", there, MOVED, as_dict=True)
        moved.update(last_inbound=post["name"], inbound_count=moved.inbound_count + 1)
        frappe.db.set_value("Social Conversation", there, moved)
    _insert_document("Social Interaction", post)


def _look_up(doctype: str, key: str, row: Row | None, name: str) -> str | None:
    """The name of the row if it was there; one that was not is inserted."""
    if row is None:
        return frappe.db.get_value(doctype, {"name": name})
    if there := frappe.db.get_value(doctype, {key: row[key]}):
        return there
    _insert_document(doctype, row)
    return None


def _insert_document(doctype: str, row: Row) -> None:
    # A conversation and its latest post name each other: one of them is not there yet.
    document = frappe.get_doc({"doctype": doctype, **row, "last_inbound": None})
    # A conversation refuses to be saved by hand.
    document.flags.ignore_validate = True
    document.insert(ignore_permissions=True, set_name=row["name"])


def _insert(doctype: str, rows: Sequence[Row]) -> tuple[str, list]:
    if not rows:
        return "", []
    columns = ", ".join(f"`{column}`" for column in rows[0])
    mark = f"({', '.join(['%s'] * len(rows[0]))})"
    statement = f"INSERT INTO `tab{doctype}` ({columns}) VALUES {', '.join([mark] * len(rows))}"
    return statement, [value for row in rows for value in row.values()]
