"""What the machine knows about one stream of a channel. No person edits it."""

from social_support.conversations.keys import new_name
from social_support.social_support.written_by_people import WrittenByPeople


class SocialStreamState(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        active: DF.Check
        back_ended: DF.Literal["", "Reached", "Limit", "Stopped"]
        back_place: DF.Text | None
        back_reached_utc: DF.Datetime | None
        back_read: DF.Int
        back_since_utc: DF.Datetime | None
        channel: DF.Link
        cursor_value: DF.Text | None
        error_kind: DF.Data | None
        failures: DF.Int
        gap_since_utc: DF.Datetime | None
        gap_until_utc: DF.Datetime | None
        last_error: DF.SmallText | None
        last_error_utc: DF.Datetime | None
        last_success_utc: DF.Datetime | None
        lease_token: DF.Data | None
        lease_until_utc: DF.Datetime | None
        next_run_utc: DF.Datetime | None
        reads_on: DF.Date | None
        reads_today: DF.Int
        state_key: DF.Data | None
        stream: DF.Data | None
        term: DF.Data | None
        unannounced: DF.LongText | None
    # end: auto-generated types

    def autoname(self) -> None:
        self.name = new_name()
