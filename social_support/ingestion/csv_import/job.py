"""Store the posts of a file, a page at a time, and say what became of each row.

Whatever ends it in the middle: the same file once more stores only what is not there yet.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from social_support.conversations import channels
from social_support.conversations.patience import patiently
from social_support.conversations.store import begin_page
from social_support.ingestion import streams
from social_support.ingestion.announce import announce
from social_support.ingestion.csv_import import columns, table
from social_support.ingestion.csv_import.preview import in_words, load, sort, stored
from social_support.ingestion.csv_import.table import Row, Table
from social_support.ingestion.page import REFUSALS, take_in
from social_support.networks.contract import Page, Post

PAGE = 100
QUEUE, TIMEOUT = "long", 1500
KEPT_SECONDS = 24 * 3600
RUNNING, DONE, FAILED = "Running", "Done", "Failed"

Rows = list[tuple[Row, Post]]
Errors = list[tuple[Row, str]]


def start(channel: str, file: str, mapping: dict[str, int]) -> str:
    """Import the file by a job of its own; the token under which `progress` tells how it is.

    Raises frappe.ValidationError where the file or the choice of columns can't be used.
    """
    found = load(file)
    in_words(lambda: columns.chosen(mapping, found.heading))
    token = frappe.generate_hash(length=20)
    _tell(token, state=RUNNING, done=0, total=len(found.rows))
    frappe.enqueue(
        "social_support.ingestion.csv_import.job.run",
        queue=QUEUE,
        timeout=TIMEOUT,
        channel=channel,
        file=file,
        mapping=mapping,
        token=token,
    )
    return token


def progress(token: str) -> dict[str, Any]:
    """{state, done, total, stored, known, errors, errors_file}; {} of a token that nobody knows."""
    # What expires is looked up each time, and not once per process.
    return frappe.cache.get_value(_key(token), expires=True) or {}


def run(channel: str, file: str, mapping: dict[str, int], token: str) -> None:
    """The job."""
    who = frappe.session.user
    try:
        found = load(file)
        # What is stored must not depend on what that person may do.
        frappe.set_user("Administrator")
        _import(channels.load(channel), found, file, mapping, token, who)
    except Exception:
        _tell(token, **progress(token) | {"state": FAILED})
        raise


def _import(
    channel: Document, found: Table, file: str, mapping: dict[str, int], token: str, who: str
) -> None:
    rows = sort(channel, found, columns.chosen(mapping, found.heading))
    facts = {"total": len(found.rows), "stored": 0, "known": 0}
    errors = list(rows.errors)
    for begin in range(0, len(rows.posts), PAGE):
        new, known, refused = _store(channel, rows.posts[begin : begin + PAGE])
        facts["stored"] += new
        facts["known"] += known
        errors += refused
        done = min(begin + PAGE, len(rows.posts)) + len(rows.errors)
        _tell(token, state=RUNNING, done=done, errors=len(errors), **facts)
    announce(channel.name)
    told = {**facts, "errors": len(errors), "done": facts["total"]}
    told["errors_file"] = _errors_file(channel, found, errors, file, who) if errors else ""
    _note(channel, file, told, who)
    # The job's last step: the note and the file stand before anybody is told.
    frappe.db.commit()
    _tell(token, state=DONE, **told)


def _store(channel: Document, rows: Rows) -> tuple[int, int, Errors]:
    """How many are new, how many were known, and those that the database does not take."""
    try:
        return patiently(lambda: _take_in(channel, rows))
    except REFUSALS as error:
        frappe.db.rollback()
        if len(rows) == 1:
            words = _("The database does not take this post: {0}").format(error)
            return 0, 0, [(rows[0][0], words)]
    # One at a time, so that only the bad one is left out.
    parts = [_store(channel, [each]) for each in rows]
    return sum(p[0] for p in parts), sum(p[1] for p in parts), [e for p in parts for e in p[2]]


def _take_in(channel: Document, rows: Rows) -> tuple[int, int, Errors]:
    begin_page(channel.name)
    known = stored(channel, [post for _row, post in rows])
    new = {post.external_id: row for row, post in rows if post.external_id not in known}
    posts = tuple(
        sorted(
            (post for _row, post in rows if post.external_id in new),
            key=lambda post: post.posted_on,
        )
    )
    page = take_in(
        channel, Page(posts, None), streams.by_hand(channel.name), by_hand=True, quiet=True
    )
    refused = [(new[post.external_id], _(reason)) for post, reason in page.set_aside]
    return len(page.new), len(known), refused


def _errors_file(channel: Document, found: Table, errors: Errors, file: str, who: str) -> str:
    """A private file with the rows that were not stored, and why: to be corrected and imported."""
    in_order = sorted(errors, key=lambda each: each[0].line)
    rows = [[*row.cells, reason] for row, reason in in_order]
    content = table.write([*found.heading, _("What Is Wrong")], rows, found.delimiter)
    name = frappe.db.get_value("File", file, "file_name") or "import.csv"
    made = frappe.get_doc(
        doctype="File",
        file_name=f"{name.rsplit('.', 1)[0]}-{_('not imported')}.csv",
        attached_to_doctype="Social Channel",
        attached_to_name=channel.name,
        is_private=1,
        content=content,
    ).insert(ignore_permissions=True)
    made.db_set("owner", who, update_modified=False)
    return made.file_url


def _note(channel: Document, file: str, told: dict[str, Any], who: str) -> None:
    name = frappe.db.get_value("File", file, "file_name") or file
    words = _("imported {0}. Posts stored: {1}, known before: {2}, rows left out: {3}")
    text = words.format(escape_html(name), told["stored"], told["known"], told["errors"])
    channel.add_comment("Info", text, comment_email=who)


def _tell(token: str, **facts: Any) -> None:
    frappe.cache.set_value(_key(token), facts, expires_in_sec=KEPT_SECONDS)


def _key(token: str) -> str:
    return f"social_import:{token}"
