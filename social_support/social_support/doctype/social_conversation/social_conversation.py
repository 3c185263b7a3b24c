"""The work: one author in one thread of one channel. It changes by actions alone."""

import frappe
from frappe import _

from social_support.social_support.written_by_people import WrittenByPeople


class SocialConversation(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        answered_elsewhere: DF.Check
        category: DF.Link | None
        channel: DF.Link | None
        closed_by_deletion: DF.Check
        closed_on: DF.Datetime | None
        company: DF.Link | None
        first_post_at_utc: DF.Datetime | None
        first_post_on: DF.Datetime | None
        first_responded_on: DF.Datetime | None
        first_response_time: DF.Duration | None
        inbound_count: DF.Int
        issue: DF.Link | None
        issue_resolved: DF.Check
        last_inbound: DF.Link | None
        last_inbound_at_utc: DF.Datetime | None
        last_inbound_on: DF.Datetime | None
        last_outbound_on: DF.Datetime | None
        network: DF.Data | None
        on_hold_until: DF.Datetime | None
        open_key: DF.Data | None
        outbound_count: DF.Int
        outcome: DF.Literal[
            "",
            "Solved",
            "No Answer Needed",
            "Not About Us",
            "Spam",
            "Duplicate",
            "Answered by Public Post",
        ]
        previous_conversation: DF.Link | None
        priority: DF.Literal["Urgent", "High", "Medium", "Low"]
        priority_reasons: DF.SmallText | None
        profile: DF.Link | None
        respond_by: DF.Datetime | None
        respond_by_utc: DF.Datetime | None
        sentiment: DF.Literal["Not Rated", "Negative", "Neutral", "Positive"]
        status: DF.Literal["Open", "Replied", "On Hold", "Closed"]
        subject: DF.Data | None
        tell_customer: DF.Check
        thread_id: DF.Text | None
        user_group: DF.Link | None
        value_counts: DF.Check
        visibility: DF.Literal["Public", "Private"]
        waiting_since_utc: DF.Datetime | None
    # end: auto-generated types

    def validate(self) -> None:
        if self.is_new() or any(self.has_value_changed(field) for field in self._own_fields()):
            frappe.throw(_("Use the buttons: a conversation is not changed by saving its form."))

    def _own_fields(self) -> list[str]:
        return [field.fieldname for field in self.meta.get("fields") if not field.is_virtual]


def on_doctype_update() -> None:
    """A customer's history is read by author and time; the queue by state."""
    frappe.db.add_index("Social Conversation", ["profile", "last_inbound_at_utc"])
    frappe.db.add_index("Social Conversation", ["status", "on_hold_until"])
