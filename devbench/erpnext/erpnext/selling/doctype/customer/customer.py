import frappe
from frappe.contacts.address_and_contact import (
    delete_contact_and_address,
    load_address_and_contact,
)
from frappe.model.document import Document


class Customer(Document):
    def onload(self) -> None:
        load_address_and_contact(self)

    def autoname(self) -> None:
        self.name = first_free_name(self.customer_name)

    def on_trash(self) -> None:
        delete_contact_and_address("Customer", self.name)


def first_free_name(customer_name: str) -> str:
    """Return the customer name itself, or with the next counter when another customer has it."""
    if not frappe.db.exists("Customer", customer_name):
        return customer_name
    taken = frappe.get_all(
        "Customer", filters={"name": ("like", f"{customer_name} - %")}, pluck="name"
    )
    counters = [name.rpartition(" - ")[2] for name in taken]
    last = max((int(counter) for counter in counters if counter.isdigit()), default=0)
    return f"{customer_name} - {last + 1}"
