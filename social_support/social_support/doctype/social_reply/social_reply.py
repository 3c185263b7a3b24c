"""A reply on its way to the network.

Life-cycle: Sending → Sent | Failed | Unconfirmed, Cancelled before anything was sent. Only
`social_support.replies` writes these rows.
"""

import frappe
from frappe import _

from social_support.conversations.keys import new_name
from social_support.social_support.written_by_people import WrittenByPeople


class SocialReply(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        attempt_at_utc: DF.Datetime | None
        attempts: DF.Int
        author: DF.Link | None
        channel: DF.Link | None
        conversation: DF.Link
        doubt_since_utc: DF.Datetime | None
        error: DF.SmallText | None
        external_id: DF.Text | None
        external_key: DF.Data | None
        idempotency_key: DF.Data | None
        in_reply_to: DF.Link | None
        permalink: DF.SmallText | None
        queued_on: DF.Datetime | None
        retry_at_utc: DF.Datetime | None
        sent_on: DF.Datetime | None
        status: DF.Literal["Sending", "Sent", "Failed", "Unconfirmed", "Cancelled"]
        text: DF.LongText
        visibility: DF.Literal["Public", "Private"]
    # end: auto-generated types

    def autoname(self) -> None:
        self.name = new_name()

    def validate(self) -> None:
        frappe.throw(
            _("A reply is written with the button on its conversation and is not changed after.")
        )

    def on_trash(self) -> None:
        if self.status not in ("Failed", "Cancelled"):
            frappe.throw(
                _("This reply is {0} and stays. Only failed and cancelled ones can go.").format(
                    _(self.status)
                )
            )


def on_doctype_update() -> None:
    """The scheduler looks for unfinished replies each minute, among all that were ever sent."""
    frappe.db.add_index("Social Reply", ["status", "retry_at_utc"])
