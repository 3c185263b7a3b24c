"""What an invoice changed about a customer's value, until `customers.value` has added it up."""

from frappe.model.document import Document


class SocialValueChange(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        company: DF.Link | None
        customer: DF.Link | None
        invoice_count: DF.Int
        invoiced_on: DF.Date | None
        revenue: DF.Currency
    # end: auto-generated types
    pass
