import frappe

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
        decision: DF.Literal["Open", "Accepted", "Rejected", "Settled"]
        evidence: DF.SmallText | None
        lead: DF.Link | None
        pair_key: DF.Data | None
        party_key: DF.Data | None
        profile: DF.Link
        score: DF.Int
    # end: auto-generated types
    pass


def on_doctype_update() -> None:
    """The worklist takes the most likely of those that wait."""
    frappe.db.add_index("Social Link Suggestion", ["decision", "score"])
