"""How often something was counted for a channel on one day, by the network's own name for it."""

from frappe.model.document import Document

from social_support.conversations.keys import new_name


class SocialChannelMetric(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        channel: DF.Link | None
        day: DF.Date | None
        metric: DF.Data | None
        metric_key: DF.Data | None
        value: DF.Float
    # end: auto-generated types

    def autoname(self) -> None:
        self.name = new_name()
