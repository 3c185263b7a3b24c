"""What a network pushed and signed, until it is stored as posts. `ingestion.push` writes it."""

import frappe

from social_support.conversations.expiry import delete_older
from social_support.social_support.written_by_people import WrittenByPeople


class SocialDelivery(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        attempts: DF.Int
        body: DF.LongText | None
        channel: DF.Link | None
        digest: DF.Data | None
        headers: DF.SmallText | None
        is_base64: DF.Check
        network: DF.Data | None
        next_try_utc: DF.Datetime | None
        reason: DF.SmallText | None
        received_at_utc: DF.Datetime | None
        status: DF.Literal["Waiting", "Stored", "Set Aside"]
    # end: auto-generated types

    @staticmethod
    def clear_old_logs(days: int = 30) -> None:
        """Called by Frappe's Log Settings."""
        delete_older("Social Delivery", days)


def on_doctype_update() -> None:
    """Called by Frappe when the table changes."""
    frappe.db.add_index("Social Delivery", ["status", "network"])
    frappe.db.add_index("Social Delivery", ["network", "received_at_utc"])
