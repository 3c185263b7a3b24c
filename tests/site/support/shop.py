"""The company's channel on a network, which its customers use, and an agent who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.replies import outbox
from tests.site.ingestion.network import read
from tests.site.support.waiting import wait_for


@dataclass
class Shop:
    """`server` is a fake network that the channel reads."""

    channel: Document
    server: Any

    def read(self) -> None:
        """Read the channel now; nothing may go wrong."""
        read(self.channel.name)
        problems = frappe.get_all(
            "Social Stream State",
            {"channel": self.channel.name},
            ["stream", "last_error", "gap_since_utc"],
            or_filters={"failures": (">", 0), "gap_since_utc": ("is", "set")},
        )
        assert problems == []

    def rows(self, **filters: object) -> list[frappe._dict]:
        """What is stored for the channel."""
        filters = {"channel": self.channel.name} | filters
        return frappe.get_all("Social Interaction", filters, "*", order_by="posted_at_utc")

    def row(self, external_id: str) -> frappe._dict:
        """The stored post with this id."""
        (row,) = self.rows(external_id=external_id)
        return row

    def answer(self, interaction: str, text: str, visibility: str | None = None) -> frappe._dict:
        """The agent answers, and a worker sends it."""
        reply = outbox.send(interaction, text, "Administrator", visibility=visibility)
        frappe.db.commit()

        def status() -> str:
            frappe.db.rollback()
            return frappe.db.get_value("Social Reply", reply, "status")

        wait_for(lambda: status() not in ("Sending",), 40, "the reply to be sent")
        return frappe.db.get_value("Social Reply", reply, "*", as_dict=True)
