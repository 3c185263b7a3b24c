"""Possible matches of the first version did not say by a key of its own whom they are about."""

import frappe

from social_support.conversations.store.rows import update_rows
from social_support.customers.suggestions import SUGGESTION, party_key

AT_ONCE = 1000


def execute() -> None:
    filters = {"customer": ("is", "set"), "party_key": ("is", "not set")}
    fields = ["name", "customer"]
    while rows := frappe.get_all(SUGGESTION, filters, fields, limit=AT_ONCE):
        update_rows(
            SUGGESTION, [{"name": row.name, "party_key": party_key(row.customer)} for row in rows]
        )
