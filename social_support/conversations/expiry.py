"""Rows that may go after some days: logs and raw payloads, a batch at a time."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import add_days, now_datetime

BATCH = 2000


def delete_older(doctype: str, days: int) -> None:
    """Delete the rows of `doctype` that were made more than `days` days ago. Commits.

    For doctypes whose names are in the order of their making (`keys.new_name`): the rows are
    walked from the oldest on, by the primary key, and the first batch without an old one ends it.
    A batch is small, so that no lock on the big tables is held for long.
    """
    before, last = add_days(now_datetime(), -days), ""
    while rows := _next(doctype, last):
        last = rows[-1]["name"]
        old = [row["name"] for row in rows if row["creation"] < before]
        if not old:
            return
        frappe.db.delete(doctype, {"name": ("in", old)})
        # A step of its own: what is deleted stays deleted when the job is ended here.
        frappe.db.commit()


def _next(doctype: str, last: str) -> list[dict[str, str | datetime]]:
    return frappe.db.sql(
        f"""SELECT name, creation FROM `tab{doctype}` WHERE name > %s
        ORDER BY name LIMIT {BATCH}""",
        last,
        as_dict=True,
    )
