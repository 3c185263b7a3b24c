"""A value by which a Customer, Contact or Lead is found; `customers.party_keys` writes it."""

from frappe.model.document import Document


class SocialPartyKey(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        gone: DF.Check
        key_hash: DF.Data | None
        kind: DF.Data | None
        party: DF.Data | None
        party_type: DF.Data | None
        to_check: DF.Check
    # end: auto-generated types
    pass
