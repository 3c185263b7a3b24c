"""What happened while a channel was read, for people."""

import frappe

from social_support.conversations.expiry import delete_older
from social_support.conversations.keys import new_name
from social_support.social_support.written_by_people import WrittenByPeople


class SocialSyncLog(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        channel: DF.Link | None
        message: DF.SmallText | None
        payload: DF.LongText | None
        posts_blocked: DF.Int
        posts_changed: DF.Int
        posts_known: DF.Int
        posts_read: DF.Int
        posts_set_aside: DF.Int
        posts_stored: DF.Int
        retry_result: DF.SmallText | None
        seconds: DF.Float
        started_on: DF.Datetime | None
        status: DF.Literal["Read", "Notice", "Failed", "Set Aside", "Stored Later"]
        stream: DF.Data | None
    # end: auto-generated types

    def autoname(self) -> None:
        self.name = new_name()

    @staticmethod
    def clear_old_logs(days: int = 30) -> None:
        """Called by Frappe's Log Settings."""
        delete_older("Social Sync Log", days)


def on_doctype_update() -> None:
    """What failed of a channel, and what waits, is counted for Sync Health."""
    frappe.db.add_index("Social Sync Log", ["channel", "status"])
