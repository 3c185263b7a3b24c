"""Channels of an earlier version had no row for their own posts, or for what is pushed."""

import frappe

from social_support.ingestion import streams


def execute() -> None:
    for channel in frappe.get_all("Social Channel", pluck="name"):
        streams.sync_states(frappe.get_doc("Social Channel", channel))
