"""One post, in or out: a fact, written by the store alone."""

import frappe

from social_support.social_support.written_by_people import WrittenByPeople


class SocialInteraction(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        added_by_hand: DF.Check
        can_reply: DF.Check
        cannot_reply_reason: DF.SmallText | None
        channel: DF.Link | None
        checked_at_utc: DF.Datetime | None
        content_warning: DF.SmallText | None
        conversation: DF.Link | None
        deleted: DF.Check
        direction: DF.Literal["Incoming", "Outgoing"]
        edited_on: DF.Datetime | None
        external_id: DF.Text | None
        external_key: DF.Data | None
        hidden_on_network: DF.Check
        kind: DF.Literal["Post", "Comment", "Reply", "Mention", "Direct Message", "Review", "Share"]
        language: DF.Data | None
        like_count: DF.Int
        parent_id: DF.Text | None
        parent_key: DF.Data | None
        permalink: DF.SmallText | None
        posted_at_utc: DF.Datetime | None
        posted_on: DF.Datetime | None
        profile: DF.Link | None
        rating: DF.Float
        reply_count: DF.Int
        same_post_key: DF.Data | None
        share_count: DF.Int
        text: DF.LongText | None
        text_removed: DF.Check
        thread_id: DF.Text | None
        visibility: DF.Literal["Public", "Private"]
    # end: auto-generated types


def on_doctype_update() -> None:
    """A thread and a channel are read by time, and what the network showed long ago first."""
    frappe.db.add_index("Social Interaction", ["conversation", "posted_at_utc"])
    frappe.db.add_index("Social Interaction", ["channel", "posted_at_utc"])
    frappe.db.add_index("Social Interaction", ["channel", "checked_at_utc"])
