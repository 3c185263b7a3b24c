import frappe
from frappe import _
from frappe.contacts.address_and_contact import delete_contact_and_address
from frappe.model.document import Document


class Lead(Document):
    def validate(self) -> None:
        self.set_lead_name()
        self.title = self.company_name or self.lead_name

    def set_lead_name(self) -> None:
        names = (self.salutation, self.first_name, self.middle_name, self.last_name)
        if self.first_name:
            self.lead_name = " ".join(name for name in names if name)
        elif not self.lead_name:
            self.lead_name = self.company_name or self.name_in_email()

    def name_in_email(self) -> str:
        if not self.email_id:
            frappe.throw(_("A Lead requires either a person's name or an organization's name"))
        return self.email_id.partition("@")[0]

    def on_trash(self) -> None:
        delete_contact_and_address("Lead", self.name)
