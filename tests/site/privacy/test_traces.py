"""Frappe's tables without doctype are gone through in batches, by their keys."""

from __future__ import annotations

import frappe

from social_support.privacy import traces
from social_support.privacy.needles import Needles


def test_raw_tables_are_gone_through_by_key(make, monkeypatch) -> None:
    mark, needles = make.unique("raw").replace(" ", ""), Needles(["@raw-person"], [])
    kinds = [f"{mark}-{letter}" for letter in "ab"]
    for table, columns, content in (
        ("__global_search", "doctype, name", "content"),
        ("__UserSettings", "user, doctype", "data"),
    ):
        first = columns.split(",")[0]
        make.cleanup.call(
            lambda table=table, first=first: frappe.db.sql(
                f"DELETE FROM `{table}` WHERE `{first}` LIKE %s", f"{mark}%"
            )
        )
        for number in range(10):
            words = "by @raw-person" if number % 3 == 0 else "by others"
            frappe.db.sql(
                f"INSERT INTO `{table}` ({columns}, {content}) VALUES (%s, %s, %s)",
                (kinds[number // 5], f"D{number}", words),
            )
        monkeypatch.setattr(traces, "BATCH", 3)
        after, batches, total = "", [], frappe.db.sql(f"SELECT COUNT(*) FROM `{table}`")[0][0]
        while after is not None:
            after, rows = traces.look_through_raw(table, after, needles)
            batches.append(rows)
        assert max(batches) == 3 and sum(batches) == total
        second = columns.split(", ")[1]
        left = frappe.db.sql_list(
            f"SELECT `{second}` FROM `{table}` WHERE `{first}` IN %s ORDER BY 1", (kinds,)
        )
        assert left == ["D1", "D2", "D4", "D5", "D7", "D8"]
