"""Channels of the first version did not know where they were switched on: it was here."""

import frappe

from social_support.conversations import site_identity


def execute() -> None:
    for channel in frappe.get_all("Social Channel", {"home_id": ("is", "not set")}, pluck="name"):
        site_identity.record(channel)
