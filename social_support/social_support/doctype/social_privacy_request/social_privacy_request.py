"""Who asked to erase an author, or for what is stored of them; written by the privacy room alone."""

from frappe.model.document import Document


class SocialPrivacyRequest(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        action: DF.Literal["Erase", "Export"]
        asked_by: DF.Link | None
        asked_on: DF.Datetime | None
        done_on: DF.Datetime | None
        error: DF.SmallText | None
        expires_on: DF.Datetime | None
        network: DF.Data | None
        place: DF.LongText | None
        profile: DF.Link | None
        progress: DF.Percent
        reason: DF.Literal[
            "The Person Asked", "Personal Data Request", "An Authority Asked", "Our Own Decision"
        ]
        rows_done: DF.Int
        status: DF.Literal["Waiting", "Running", "Done", "Failed", "Expired"]
    # end: auto-generated types
    pass
