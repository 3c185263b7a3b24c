"""A value that an author told, as a digest; `customers.profile_keys` writes it."""

from frappe.model.document import Document


class SocialProfileKey(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        from_message: DF.Check
        key_hash: DF.Data | None
        profile: DF.Link | None
    # end: auto-generated types
    pass
