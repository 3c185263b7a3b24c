"""What the network said about a post, word for word. The store writes it."""

from social_support.conversations.expiry import delete_older
from social_support.social_support.written_by_people import WrittenByPeople


class SocialPayload(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        interaction: DF.Link | None
        payload: DF.LongText | None
    # end: auto-generated types

    @staticmethod
    def clear_old_logs(days: int = 30) -> None:
        """Called by Frappe's Log Settings."""
        delete_older("Social Payload", days)
