from social_support.social_support.written_by_people import WrittenByPeople


class SocialInteractionRevision(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        interaction: DF.Link | None
        replaced_on: DF.Datetime | None
        text: DF.LongText | None
    # end: auto-generated types
    pass
