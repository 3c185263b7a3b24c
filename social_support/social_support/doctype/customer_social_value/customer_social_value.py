"""What a customer has bought from one of our companies: written by `customers.value` alone."""

import frappe
from frappe.model.document import Document


class CustomerSocialValue(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        company: DF.Link | None
        currency: DF.Link | None
        customer: DF.Link | None
        first_invoice_on: DF.Date | None
        invoice_count: DF.Int
        revenue: DF.Currency
        revenue_percentile: DF.Int
    # end: auto-generated types
    pass


def on_doctype_update() -> None:
    """One row for a customer and a company; the percentiles are read by company and revenue."""
    frappe.db.add_unique("Customer Social Value", ["customer", "company"])
    frappe.db.add_index("Customer Social Value", ["company", "revenue"])
