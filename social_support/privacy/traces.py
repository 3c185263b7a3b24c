"""Look through what the framework and other people's rows keep for traces of a person.

Logs lose the row; what others wrote, and the company's own papers, lose the words. A row that only
bears the same name or phrase is about somebody else and stays as it is. Customers, Contacts, Leads
and Users are the company's records of their own and are left alone.
"""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Sequence
from functools import cache

import frappe

from social_support.conversations import removal
from social_support.conversations.removal import INTERACTION
from social_support.privacy.needles import Needles

BATCH = 500
# A row that is about the person goes.
LOGS = (
    "Access Log",
    "Activity Log",
    "Console Log",
    "Data Import Log",
    "Deleted Document",
    "Email Queue",
    "Error Log",
    "Error Snapshot",
    "Integration Request",
    "List Filter",
    "Notification Log",
    "Route History",
    "Scheduled Job Log",
    "Social Delivery",
    "Social Sync Log",
    "Submission Queue",
    "Transaction Log",
    "Unhandled Email",
    "Version",
    "Webhook Request Log",
)
# What an error or a queue left behind refers to nothing: a long line of theirs is enough there.
LINES_ALONE = (
    "Error Log",
    "Error Snapshot",
    "Integration Request",
    "Scheduled Job Log",
    "Social Sync Log",
    "Submission Queue",
    "Webhook Request Log",
)
# A row stays and loses the words. The posts come last: what is looked for is read from them.
PAPERS = (
    "Comment",
    "Communication",
    "Event",
    "Issue",
    "Note",
    "Notification Recipient",
    "ToDo",
    "Social Stream State",
    "Social Reply",
    "Social Conversation",
    "Social Link Decision",
    "Social Link Suggestion",
    "Social Payload",
    "Social Interaction Revision",
    INTERACTION,
)
# Frappe's two tables without doctype, with the columns of their unique keys.
RAW = {"__global_search": ("doctype", "name"), "__UserSettings": ("user", "doctype")}
TEXT_TYPES = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json")
KEYS = ("name", "owner", "modified_by", "parent", "parenttype", "parentfield")


def places() -> list[str]:
    """The doctypes that this Frappe has, in the order in which they are looked through."""
    return [doctype for doctype in (*LOGS, *PAPERS) if frappe.db.table_exists(doctype)]


def look_through(
    doctype: str, after: str, needles: Needles, of_themselves: Sequence[str]
) -> tuple[str | None, int]:
    """A batch of rows, by name: (the last one's name, or None at the end; how many).

    of_themselves: the person's own authors' rows, whose posts are blanked elsewhere.
    """
    rows = _batch(doctype, after, of_themselves)
    if not rows:
        return None, 0
    found = _about(rows, needles, doctype in LINES_ALONE)
    if doctype in LOGS:
        removal.remove_whole(doctype, [row["name"] for row in found])
    else:
        for row in found:
            _rewrite(doctype, row, needles)
    return rows[-1]["name"], len(rows)


def look_through_raw(table: str, after: str, needles: Needles) -> tuple[str | None, int]:
    """The same for one of `RAW`, by its key: what search and people's lists remember.

    after: the last row's key as JSON.
    """
    rows = _raw_batch(table, json.loads(after) if after else None)
    for row in rows:
        if _remembers(table, row, needles):
            where = " AND ".join(f"`{key}` = %({key})s" for key in RAW[table])
            frappe.db.sql(f"DELETE FROM `{table}` WHERE {where}", row)
    if not rows:
        return None, 0
    return json.dumps([rows[-1][key] for key in RAW[table]]), len(rows)


def _remembers(table: str, row: frappe._dict, needles: Needles) -> bool:
    text = " ".join(filter(None, row.values()))
    # How a list of ours is filtered is about our authors, whatever is looked for.
    of_ours = table == "__UserSettings" and row.doctype in _our_doctypes(frappe.local.site)
    return needles.found_in(text) if of_ours else needles.tells(text, row.values())


@cache
def _our_doctypes(site: str) -> frozenset[str]:
    return frozenset(frappe.get_all("DocType", {"module": "Social Support"}, pluck="name"))


def _raw_batch(table: str, after: Sequence[str] | None) -> list[frappe._dict]:
    first, second = RAW[table]
    columns = dict.fromkeys([first, second, *_columns(table)])
    # MariaDB goes by the unique key for this, and not for a comparison of pairs.
    behind = f"WHERE `{first}` > %s OR (`{first}` = %s AND `{second}` > %s)" if after else ""
    return frappe.db.sql(
        f"""SELECT {", ".join(f"`{column}`" for column in columns)} FROM `{table}` {behind}
        ORDER BY `{first}`, `{second}` LIMIT {BATCH}""",
        (after[0], *after) if after else (),
        as_dict=True,
    )


def _batch(doctype: str, after: str, of_themselves: Sequence[str]) -> list[frappe._dict]:
    columns = ", ".join(f"`{column}`" for column in ("name", *_columns(f"tab{doctype}")))
    # Their own posts are what is looked for.
    apart = "AND (profile IS NULL OR profile NOT IN %(theirs)s)" if doctype == INTERACTION else ""
    return frappe.db.sql(
        f"""SELECT {columns} FROM `tab{doctype}` WHERE name > %(after)s {apart}
        ORDER BY name LIMIT {BATCH}""",
        {"after": after, "theirs": tuple(of_themselves)},
        as_dict=True,
    )


def _about(rows: Sequence[frappe._dict], needles: Needles, line_alone: bool) -> list[frappe._dict]:
    texts = [_readable(row) for row in rows]
    # One look at all of them: most batches hold nothing.
    if not needles.found_in("\n".join(texts)):
        return []
    return [
        row
        for row, text in zip(rows, texts, strict=True)
        if needles.tells(text, row.values(), line_alone=line_alone)
    ]


def _readable(row: frappe._dict) -> str:
    text = "\n".join(str(value) for key, value in row.items() if value and key != "name")
    return f"{text}\n{_mail(row.message)}" if "MIME-Version" in text else text


def _mail(message: str | None) -> str:
    """The words of a mail that waits to be sent, which are encoded for the way."""
    mail = email.message_from_string(message or "", policy=email.policy.default)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([mail.get("Subject", ""), *parts])


def _rewrite(doctype: str, row: frappe._dict, needles: Needles) -> None:
    limits = _columns(f"tab{doctype}")
    changed = {
        column: needles.without(value)[:limit]
        for column, limit in limits.items()
        if (value := row[column]) and needles.found_in(value)
    }
    if changed:
        frappe.db.set_value(doctype, row["name"], changed, update_modified=False)


@cache
def _columns_of_table(site: str, table: str) -> dict[str, int]:
    rows = frappe.db.sql(
        """SELECT column_name, character_maximum_length FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = %s AND data_type IN %s""",
        (table, TEXT_TYPES),
    )
    return {column: int(length) for column, length in rows if column not in KEYS}


def _columns(table: str) -> dict[str, int]:
    """The columns that hold text, with how many characters fit in."""
    return _columns_of_table(frappe.local.site, table)
