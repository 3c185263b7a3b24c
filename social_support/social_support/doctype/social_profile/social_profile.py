from social_support.social_support.written_by_people import WrittenByPeople


class SocialProfile(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        avatar_url: DF.SmallText | None
        bio: DF.SmallText | None
        blocked_until: DF.Datetime | None
        contact: DF.Link | None
        customer: DF.Link | None
        display_name: DF.Data | None
        erased: DF.Check
        external_id: DF.Text | None
        external_key: DF.Data | None
        followers: DF.Int
        handle: DF.Data | None
        influence: DF.Int
        lead: DF.Link | None
        link_basis: DF.Literal["", "Told Us", "Public Profile", "Agreed"]
        link_evidence: DF.SmallText | None
        linked_by: DF.Link | None
        linked_how: DF.Literal["", "Automatically", "By a Person"]
        linked_on: DF.Datetime | None
        network: DF.Data | None
        profile_fields: DF.LongText | None
        url: DF.SmallText | None
        verified: DF.Check
        vip: DF.Check
        voice: DF.Float
    # end: auto-generated types
    pass
