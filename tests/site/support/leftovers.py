"""The site holds afterwards what it held before: rows are counted, logs and series put back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import frappe

# Logs of the machinery: nobody names their rows. Those written during the run go.
LOGS = ("Error Log", "Scheduled Job Log", "Activity Log", "Access Log", "Route History")
# Written by Frappe itself whenever it likes, and by the hourly job about what was there before.
NOT_COUNTED = {
    "__UserSettings",
    "tabSessions",
    "tabSingles",
    "tabRQ Job",
    "tabSocial Party Key",
}


SEARCH_QUEUE = "global_search_queue"


@dataclass(frozen=True)
class Inventory:
    """What the site held at one moment."""

    taken: datetime.datetime
    rows: dict[str, int]
    series: dict[str, int]
    searched: frozenset[tuple[str, str]]

    @classmethod
    def take(cls) -> Inventory:
        frappe.db.commit()
        series = dict(frappe.db.sql("select name, current from `tabSeries`"))
        rows = {table: count(table) for table in tables()}
        searched = frozenset(frappe.db.sql("select doctype, name from `__global_search`"))
        return cls(frappe.utils.now_datetime(), rows, series, searched)

    def put_back(self) -> None:
        """Undo what the tests could not name: log entries, naming series, and what Frappe's search
        index took from its queue, documents that were never committed among them.
        """
        frappe.cache.delete_value(SEARCH_QUEUE)
        for document in frappe.db.sql("select doctype, name from `__global_search`"):
            if document not in self.searched:
                frappe.db.sql(
                    "delete from `__global_search` where doctype = %s and name = %s", document
                )
        for log in LOGS:
            frappe.db.delete(log, {"creation": (">=", self.taken)})
        frappe.db.sql("delete from `tabSeries`")
        for name, current in self.series.items():
            frappe.db.sql(
                "insert into `tabSeries` (name, current) values (%s, %s)", (name, current)
            )
        frappe.db.commit()

    def differences(self) -> dict[str, str]:
        """Table → "rows before → rows now", for each table where they differ."""
        now = Inventory.take().rows
        return {
            table: f"{self.rows.get(table, 0)} → {now.get(table, 0)}"
            for table in sorted(self.rows.keys() | now.keys())
            if table not in NOT_COUNTED and self.rows.get(table, 0) != now.get(table, 0)
        }


def tables() -> list[str]:
    """The tables of the site's own database; `frappe.db.get_tables` names MariaDB's as well."""
    own = "select table_name from information_schema.tables where table_schema = database()"
    return frappe.db.sql_list(own + " and table_type = 'BASE TABLE'")


def count(table: str) -> int:
    return frappe.db.sql(f"select count(*) from `{table}`")[0][0]
