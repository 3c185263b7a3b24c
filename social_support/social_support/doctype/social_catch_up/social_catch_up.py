"""How far `customers.catch_up` has read and `customers.sweep` counted. No person edits it."""

from frappe.model.document import Document


class SocialCatchUp(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        contact: DF.Data | None
        customer: DF.Data | None
        customer_social_value: DF.Data | None
        lead: DF.Data | None
        social_profile: DF.Data | None
    # end: auto-generated types
    pass
