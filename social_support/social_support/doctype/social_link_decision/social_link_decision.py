from social_support.social_support.written_by_people import WrittenByPeople


class SocialLinkDecision(WrittenByPeople):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        action: DF.Literal["Linked", "Changed", "Unlinked", "Accepted", "Rejected", "Undone"]
        contact: DF.Data | None
        customer: DF.Data | None
        decided_by: DF.Link | None
        decided_on: DF.Datetime | None
        lead: DF.Data | None
        link_basis: DF.Literal["", "Told Us", "Public Profile", "Agreed"]
        link_evidence: DF.SmallText | None
        linked_by: DF.Link | None
        linked_how: DF.Literal["", "Automatically", "By a Person"]
        linked_on: DF.Datetime | None
        pair_was: DF.Data | None
        profile: DF.Link
        reason: DF.SmallText | None
        replaces: DF.Link | None
        score: DF.Int
        undoes: DF.Link | None
        undone: DF.Check
    # end: auto-generated types
    pass
