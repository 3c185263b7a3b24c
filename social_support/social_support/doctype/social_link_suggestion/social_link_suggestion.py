from social_support.social_support.written_by_people import WrittenByPeople


class SocialLinkSuggestion(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        basis: DF.Literal["", "Told Us", "Public Profile", "Agreed"]
        contact: DF.Link | None
        customer: DF.Link | None
        decided_by: DF.Link | None
        decided_on: DF.Datetime | None
        decision: DF.Literal["Open", "Accepted", "Rejected"]
        evidence: DF.SmallText | None
        pair_key: DF.Data | None
        profile: DF.Link
        score: DF.Int
    # end: auto-generated types
    pass
