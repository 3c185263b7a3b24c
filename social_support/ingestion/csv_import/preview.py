"""What a file will become, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, format_datetime

from social_support.conversations import channels
from social_support.conversations.clock import to_site, to_utc
from social_support.conversations.keys import post_key
from social_support.conversations.store.adopt import link_key
from social_support.conversations.store.rows import select_in
from social_support.ingestion.csv_import import columns, table
from social_support.ingestion.csv_import.rows import BadRow, Reader
from social_support.ingestion.csv_import.table import BadFile, Row, Table
from social_support.networks.contract import Post

SHOWN = 20
LONGEST_TEXT = 140
INTERACTION = "Social Interaction"


class Sorted(NamedTuple):
    """The rows of a table: those that are posts, and those that are not, with the reason."""

    posts: list[tuple[Row, Post]]
    errors: list[tuple[Row, str]]


def load(file: str) -> Table:
    """The table in a File that the user may read. Raises frappe.ValidationError in words."""
    doc = frappe.get_doc("File", file)
    doc.check_permission("read")
    content = doc.get_content()
    data = content.encode() if isinstance(content, str) else content
    return in_words(lambda: table.read(data))


def preview(channel: str, file: str, mapping: Mapping[str, object] | None) -> dict[str, Any]:
    """{heading, columns: [{name, label, required}], mapping, encoding, delimiter, total, valid,
    known, wrong, rows: the first ones as {line, error or what it becomes}, missing: what has to be
    chosen before rows can be read}.
    """
    doc, found = channels.load(channel), load(file)
    mapping = columns.guessed(found.heading) if mapping is None else dict(mapping)
    facts = {
        "heading": found.heading,
        "columns": [
            {"name": each.name, "label": _(each.label), "required": each.required}
            for each in columns.COLUMNS
        ],
        "mapping": mapping,
        "encoding": found.encoding,
        "total": len(found.rows),
    }
    try:
        places = columns.chosen(mapping, found.heading)
    except BadFile as error:
        return facts | {"missing": told(error), "valid": 0, "known": 0, "wrong": 0, "rows": []}
    sorted_rows = sort(doc, found, places)
    known = stored(doc, [post for _row, post in sorted_rows.posts])
    return facts | {
        "missing": "",
        "valid": len(sorted_rows.posts),
        "known": len(known),
        "wrong": len(sorted_rows.errors),
        "rows": _first_rows(sorted_rows, known),
    }


def sort(channel: Document, found: Table, places: Mapping[str, int]) -> Sorted:
    """Read every row; a post that the file has twice counts once."""
    reader = Reader(channel, channels.network_of(channel), found, places)
    posts: dict[str, tuple[Row, Post]] = {}
    errors = []
    for row in found.rows:
        try:
            post = reader.post(row)
        except BadRow as error:
            errors.append((row, told(error)))
            continue
        if earlier := posts.get(post.external_id):
            words = _("This is the same post as in line {0}.").format(earlier[0].line)
            errors.append((row, words))
        else:
            posts[post.external_id] = (row, post)
    return Sorted(list(posts.values()), errors)


def stored(channel: Document, posts: list[Post]) -> set[str]:
    """The external_ids of those that are stored already, by their id or by their link."""
    by_id = {post_key(channel.name, post.external_id): post.external_id for post in posts}
    by_link = {
        link_key(channel.network, post.permalink): post.external_id
        for post in posts
        if post.permalink
    }
    rows = select_in(INTERACTION, ["external_key"], "external_key", list(by_id))
    same = select_in(INTERACTION, ["same_post_key", "channel"], "same_post_key", list(by_link))
    return {by_id[row["external_key"]] for row in rows} | {
        by_link[row["same_post_key"]] for row in same if row["channel"] == channel.name
    }


def told(error: BadFile) -> str:
    """In the reader's language."""
    values = [_(value) if isinstance(value, str) else value for value in error.values]
    return _(error.message).format(*values)


def in_words(work: Any) -> Any:
    try:
        return work()
    except BadFile as error:
        frappe.throw(told(error))


def _first_rows(sorted_rows: Sorted, known: set[str]) -> list[dict[str, Any]]:
    shown = [
        {
            "line": row.line,
            "error": "",
            "known": post.external_id in known,
            "posted_on": format_datetime(to_site(to_utc(post.posted_on))),
            "author": post.author.handle,
            "text": post.text[:LONGEST_TEXT],
            "kind": _(post.kind),
            "visibility": _(post.visibility),
        }
        for row, post in sorted_rows.posts[:SHOWN]
    ]
    shown += [
        {"line": row.line, "error": reason, "text": cstr(" · ".join(row.cells))[:LONGEST_TEXT]}
        for row, reason in sorted_rows.errors[:SHOWN]
    ]
    return sorted(shown, key=lambda each: each["line"])[:SHOWN]
