"""What the scheduler's tick costs where many channels have nothing to read."""

from __future__ import annotations

import time

import frappe

from social_support.ingestion.schedule import poll_due_channels
from tests.load import site
from tests.load.measures import Report

DIFFERENT = {
    "Social Channel": ("name", "channel_name"),
    "Social Stream State": ("name", "channel", "state_key"),
}


def measure(report: Report, *, channels: int) -> None:
    """The tables of channels are left with `channels` more."""
    _multiply(site.channel().name, channels - 1)
    frappe.db.sql("UPDATE `tabSocial Stream State` SET next_run_utc = '2999-01-01'")
    frappe.db.commit()
    poll_due_channels()  # the first one in a process loads what it needs
    before, began = _statements(), time.perf_counter()
    poll_due_channels()
    seconds, statements = time.perf_counter() - began, _statements() - before - 1
    report.title(f"{frappe.db.count('Social Channel'):,} channels, none due")
    report.row("statements of the scheduler's tick", str(statements), beside="wanted: 1")
    report.row("it takes", f"{seconds * 1000:.1f} ms")


def _multiply(channel: str, times: int) -> None:
    for doctype, different in DIFFERENT.items():
        columns = frappe.db.get_table_columns(doctype)
        marked = {column: f"CONCAT(`{column}`, ' ', seq)" for column in different}
        values = ", ".join(marked.get(column, f"`{column}`") for column in columns)
        own = "name" if doctype == "Social Channel" else "channel"
        frappe.db.sql(
            f"""INSERT INTO `tab{doctype}` ({", ".join(f"`{column}`" for column in columns)})
            SELECT {values} FROM `tab{doctype}` JOIN seq_1_to_100000
            WHERE `{own}` = %s AND seq <= %s""",
            (channel, times),
        )
    frappe.db.commit()


def _statements() -> int:
    """How many this connection has sent."""
    return int(frappe.db.sql("SHOW SESSION STATUS LIKE 'Questions'")[0][1])
