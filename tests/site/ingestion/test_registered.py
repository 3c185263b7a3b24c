"""What others registered is found, listed, run alone, and stops nothing."""

from collections import Counter

import frappe
import pytest

from social_support.ingestion import after_save, registered, streams
from social_support.ingestion.announce import announce
from tests.site.ingestion.registering import DOCTYPE, Registering
from tests.site.support.queries import count_queries


class Killed(BaseException):
    """Ends a run where it stands."""


@pytest.fixture
def registering(make, cleanup, monkeypatch):
    return Registering(make, cleanup, monkeypatch)


def test_a_webhook_takes_no_new_row_for_a_changed_one(registering, make):
    """As with an inserted document."""
    name = registering.record(
        "Webhook",
        __newname=make.unique("Webhook"),
        enabled=1,
        webhook_doctype=DOCTYPE,
        webhook_docevent="on_change",
        request_url="http://127.0.0.1:1/",
        request_method="POST",
        request_structure="",
    )
    assert listed(name)["runs"] is False


def test_one_that_fails_is_named_and_stops_nothing(registering):
    heard = []

    def fail(doc, method):
        frappe.db.set_value(DOCTYPE, doc.name, "language", "xx")
        raise ValueError("broken")

    def hear(doc, method):
        heard.append(doc.name)

    path = registering.handler("after_insert", fail)
    registering.handler("after_insert", hear)
    names = registering.ingested(3)
    assert sorted(heard) == sorted(names)
    assert {frappe.db.get_value(DOCTYPE, name, "language") for name in names} == {"en"}
    errors = frappe.get_all("Error Log", {"method": ("like", f"%{path}%")}, ["method", "error"])
    assert errors and any(name in errors[0].method + errors[0].error for name in names)
    notes = notices(registering.channel.name)
    assert len(notes) == 1 and path in notes[0]


def test_a_killed_run_is_made_up_for(registering):
    heard = Counter()

    def hear(doc, method):
        heard[doc.name] += 1
        if len(heard) == 2 and heard[doc.name] == 1:
            raise Killed

    registering.handler("after_insert", hear)
    channel, names = registering.channel.name, registering.stored(3)
    streams.mark_unannounced(streams.by_hand(channel), names)
    frappe.db.commit()
    with pytest.raises(Killed):
        announce(channel)
    frappe.db.rollback()
    announce(channel)
    assert sorted(heard) == sorted(names)
    again = Counter(heard)
    announce(channel)
    assert heard == again


@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_handlers_may_end_the_transaction(registering, ends):
    heard = Counter()

    def end(doc, method):
        getattr(frappe.db, ends)()

    def hear(doc, method):
        frappe.db.set_value(DOCTYPE, doc.name, "language", "bg")
        heard[doc.name] += 1

    registering.handler("after_insert", hear)
    registering.handler("after_insert", end)
    registering.handler("on_update", end)
    names = registering.ingested(3)
    frappe.db.rollback()
    assert heard == Counter(names)
    assert {frappe.db.get_value(DOCTYPE, name, "language") for name in names} == {"bg"}


def test_an_unknown_handler_for_all_doctypes_counts_as_registered(registering):
    path = registering.handler("on_update", lambda doc, method: None, "*")
    assert {row["doctype"] for row in after_save_list() if row["name"] == path} == set(
        registered.DOCTYPES
    )


def test_nothing_runs_where_nobody_registered(registering):
    for doctype in registered.DOCTYPES:
        assert registered.to_run(doctype) == []


def test_where_nobody_registered_no_row_costs_a_query(registering):
    few, many = registering.stored(2), registering.stored(12)
    registering.ingested()
    frappe.db.commit()
    costs = []
    for names in (few, many):
        with count_queries() as queries:
            after_save.tell_others(registering.channel.name, names, lambda: None)
        costs.append(len(queries))
    assert costs[0] == costs[1], queries


def test_what_runs_before_a_save_is_listed_as_not_running(registering, make):
    path = registering.handler("validate", lambda doc, method: None)
    script = registering.record(
        "Server Script",
        name=make.unique("before"),
        script_type="DocType Event",
        reference_doctype=DOCTYPE,
        doctype_event="Before Insert",
        script="pass",
    )
    assert listed(path) == {
        "doctype": DOCTYPE,
        "kind": "Document Event",
        "name": path,
        "event": "validate",
        "runs": False,
    }
    assert listed(script)["runs"] is False


def after_save_list() -> list[dict]:
    return [registration._asdict() for registration in registered.everybody()]


def listed(name: str) -> dict:
    fields = ("doctype", "kind", "name", "event", "runs")
    [row] = [row for row in after_save_list() if row["name"] == name]
    return {field: row[field] for field in fields}


def notices(channel: str) -> list[str]:
    filters = {"channel": channel, "status": "Notice"}
    return frappe.get_all("Social Sync Log", filters, pluck="message")
