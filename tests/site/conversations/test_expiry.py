"""Logs and raw payloads go after the days that Log Settings name, and nothing else does."""

import frappe
import pytest
from frappe.model.base_document import get_controller
from frappe.utils import add_days, now_datetime

from social_support.conversations import expiry
from social_support.setup.install import log_days


@pytest.fixture
def rows(make):
    """A channel with three logs and three payloads, one of each older than any day of ours."""
    channel = make.channel()
    make.stored(channel, *(make.post(f"Post {n}", raw={"id": n}) for n in range(3)))
    for _number in range(3):
        log = {"doctype": "Social Sync Log", "channel": channel.name, "message": "read"}
        frappe.get_doc(log | {"status": "Read"}).insert()
    frappe.db.commit()
    interactions = frappe.get_all("Social Interaction", {"channel": channel.name}, pluck="name")
    about = {
        "Social Sync Log": {"channel": channel.name},
        "Social Payload": {"interaction": ("in", interactions)},
    }
    for doctype, filters in about.items():
        oldest = frappe.get_all(doctype, filters, order_by="name", limit=1, pluck="name")[0]
        long_ago = add_days(now_datetime(), -log_days()[doctype] - 1)
        frappe.db.set_value(doctype, oldest, "creation", long_ago, update_modified=False)
    frappe.db.commit()
    return channel.name, about


def test_log_settings_clear_what_is_old(rows) -> None:
    channel, about = rows
    settings = frappe.get_single("Log Settings")
    settings.remove_unsupported_doctypes()
    named = {entry.ref_doctype: entry.days for entry in settings.logs_to_clear}
    # As Frappe's daily job does, for our own logs alone: others are not the test's to clear.
    for doctype in about:
        get_controller(doctype).clear_old_logs(days=named[doctype])
    for doctype, filters in about.items():
        assert frappe.db.count(doctype, filters) == 2, doctype
    assert frappe.db.count("Social Interaction", {"channel": channel}) == 3


def test_a_batch_at_a_time(rows, monkeypatch) -> None:
    _channel, about = rows
    monkeypatch.setattr(expiry, "BATCH", 1)
    for doctype, filters in about.items():
        frappe.db.set_value(doctype, filters, "creation", add_days(now_datetime(), -99))
        frappe.db.commit()
        expiry.delete_older(doctype, 30)
        assert not frappe.db.count(doctype, filters), doctype


def test_what_is_younger_stays(rows) -> None:
    _channel, about = rows
    for doctype, filters in about.items():
        expiry.delete_older(doctype, 400)
        assert frappe.db.count(doctype, filters) == 3, doctype
