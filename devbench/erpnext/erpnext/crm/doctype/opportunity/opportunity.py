import frappe
from frappe.model.document import Document
from frappe.utils import flt


class Opportunity(Document):
    def validate(self) -> None:
        name_field = {"Customer": "customer_name", "Lead": "title"}.get(self.opportunity_from)
        if name_field:
            self.customer_name = frappe.db.get_value(
                self.opportunity_from, self.party_name, name_field
            )
        self.title = self.title or self.customer_name
        rate = flt(self.conversion_rate) or 1.0
        self.base_opportunity_amount = flt(self.opportunity_amount) * rate
