from email.utils import parseaddr

import frappe
from frappe.model.document import Document


class Issue(Document):
    def validate(self) -> None:
        if not self.raised_by:
            self.raised_by = frappe.session.user
        self.set_lead_contact(self.raised_by)

    def set_lead_contact(self, sender: str) -> None:
        """Look up lead, contact and customer by the e-mail address, and by nothing else."""
        email = parseaddr(sender)[1]
        if not email:
            return
        if not self.lead:
            self.lead = frappe.db.get_value("Lead", {"email_id": email})
        if not self.contact and not self.customer:
            self.set_contact_and_customer(email)
        if not self.company:
            self.set_company()

    def set_contact_and_customer(self, email: str) -> None:
        self.contact = frappe.db.get_value("Contact", {"email_id": email})
        if self.contact:
            self.customer = frappe.get_doc("Contact", self.contact).get_link_for("Customer")

    def set_company(self) -> None:
        of_lead = self.lead and frappe.db.get_value("Lead", self.lead, "company")
        self.company = of_lead or frappe.db.get_default("company")
