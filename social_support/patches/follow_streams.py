"""Channels of the first version had no stream of their own posts."""

import frappe

from social_support.ingestion import streams


def execute() -> None:
    for channel in frappe.get_all("Social Channel", pluck="name"):
        streams.sync_states(frappe.get_doc("Social Channel", channel))
