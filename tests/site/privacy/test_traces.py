"""Traces of a person are found in any table, and other people's records stay as they are."""

from __future__ import annotations

import json

import frappe

from social_support.privacy import traces
from social_support.privacy.needles import Needles


def test_raw_tables_are_gone_through_by_key(make, monkeypatch) -> None:
    mark, needles = make.unique("raw").replace(" ", ""), Needles(["@raw-person"])
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


PHRASE = "Thank you very much!"


def test_who_has_the_same_name_or_phrase_keeps_their_records(person, erased, make) -> None:
    make.stored(person.channel, make.post(PHRASE, author=person.author()))
    customer = make.customer(customer_name=person.name).name
    theirs = {"ref_doctype": "Customer", "docname": customer}
    changed = json.dumps({"changed": [["customer_name", "Anna", person.name]]})
    mail = {"sender": "a@b.c", "recipients": [{"recipient": "team@shop.example"}]}
    words = f"{PHRASE} {person.name}"
    rows = (
        add(make, "Version", data=changed, **theirs),
        add(make, "Email Queue", message=f"Subject: Hi\n\n{words}\n{person.said}", **mail),
        add(make, "Deleted Document", data=changed, deleted_doctype="Customer"),
        add(make, "Communication", subject=PHRASE, content=words),
        add(make, "Issue", subject=PHRASE, description=words),
        add(make, "Note", title=make.unique("Note"), content=words),
        add(make, "Error Log", method="sync", error=words),
    )
    named = add(make, "Note", title=make.unique("Note"), content=f"{words} @{person.handle}")
    frappe.db.commit()
    before = [stored(row) for row in rows]
    erased(person)
    frappe.db.rollback()
    assert [stored(row) for row in rows] == before
    assert frappe.db.get_value("Customer", customer, "customer_name") == person.name
    assert stored(named)["content"] == "[erased] [erased] @[erased]"


def add(make, doctype: str, **fields: object) -> tuple[str, str]:
    doc = frappe.get_doc({"doctype": doctype, **fields})
    doc.insert(ignore_permissions=True, ignore_links=True, ignore_mandatory=True)
    make.cleanup.doc(doctype, doc.name)
    return doctype, doc.name


def stored(row: tuple[str, str]) -> dict | None:
    return frappe.db.get_value(*row, "*", as_dict=True)
