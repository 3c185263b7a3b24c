"""The shop's own documents: companies, customers, what they bought and complained of.

Only fields that every ERPNext 15 has are set, so that the tests run on a full one as well.
"""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from tests.site.support.make_people import MakeBase


class MakeShop(MakeBase):
    def company(self) -> str:
        """A company that is there, or a new one."""
        if company := frappe.db.get_value("Company", {}, "name"):
            return company
        place = {"default_currency": "EUR", "country": "Bulgaria"}
        return self._insert(
            "Company", company_name=self.unique("Drill Shop"), abbr="DSH", **place
        ).name

    def another_company(self, currency: str = "USD") -> str:
        """A second company, with a currency of its own."""
        place = {"default_currency": currency, "country": "United States"}
        abbr = self.unique("B")[-5:].upper()
        return self._insert(
            "Company", company_name=self.unique("Bit Shop"), abbr=abbr, **place
        ).name

    def customer(
        self,
        name: str = "Petrova Ltd",
        *,
        email: str | None = None,
        phone: str | None = None,
        **fields: object,
    ) -> Document:
        """A customer; with a contact when `email` or `phone` is given."""
        groups = {"customer_group": leaf("Customer Group"), "territory": leaf("Territory")}
        known = {"customer_name": self.unique(name), "customer_type": "Company"}
        customer = self._insert("Customer", **groups | known | fields)
        self.cleanup.values_of(customer.name)
        if email or phone:
            self.contact(customer.name, email, phone)
        return customer

    def contact(
        self,
        customer: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        first_name: str = "Anna",
    ) -> Document:
        emails = [{"email_id": email, "is_primary": 1}] if email else []
        phones = [{"phone": phone, "is_primary_mobile_no": 1}] if phone else []
        links = [{"link_doctype": "Customer", "link_name": customer}] if customer else []
        reach = {"email_ids": emails, "phone_nos": phones, "links": links}
        return self._insert("Contact", first_name=self.unique(first_name), **reach)

    def lead(self, first_name: str = "Anna", **fields: object) -> Document:
        known = {"first_name": self.unique(first_name), "status": "Lead"}
        return self._insert("Lead", **known | fields)

    def issue(self, customer: str | None = None, **fields: object) -> Document:
        known = {"subject": "Third day without my drill", "company": self.company()}
        return self._insert("Issue", **known | {"customer": customer} | fields)

    def item(self, name: str = "Drill D-200") -> Document:
        code = self.unique(name)
        known = {"item_group": leaf("Item Group"), "is_stock_item": 0, "standard_rate": 131}
        uom = {"stock_uom": "Nos"} if frappe.get_meta("Item").has_field("stock_uom") else {}
        return self._insert("Item", item_code=code, item_name=name, **known | uom)

    def sales_order(self, customer: str, **fields: object) -> Document:
        """A submitted order of two drills."""
        goods = [{"item_code": self.item().name, "qty": 2, "rate": 131}]
        whose = {"customer": customer, "company": self.company(), "items": goods}
        days = {"transaction_date": nowdate(), "delivery_date": add_days(nowdate(), 7)}
        known = {"order_type": "Sales", "status": "Draft", **days}
        return self._insert("Sales Order", **whose | known | fields).submit()

    def mail(self, customer: str, subject: str, on: datetime) -> Document:
        """A mail from the customer, filed under it."""
        about = {"reference_doctype": "Customer", "reference_name": customer}
        how = {"communication_medium": "Email", "sent_or_received": "Received"}
        how["communication_type"] = "Communication"
        mail = self._insert("Communication", subject=subject, content=subject, **about | how)
        mail.db_set("communication_date", on)
        return mail

    def sales_invoice(
        self, customer: str, *, overdue: bool = True, company: str | None = None, rate: float = 131
    ) -> Document:
        """A submitted, unpaid invoice of ten pieces; due a month ago, or in a month."""
        due = add_days(nowdate(), -30 if overdue else 30)
        company = company or self.company()
        return self.draft_invoice(customer, rate, company=company, due_date=due).submit()

    def draft_invoice(self, customer: str, rate: float = 131, **fields: object) -> Document:
        """An invoice of ten pieces of two months ago that nobody has submitted."""
        days = {"posting_date": add_days(nowdate(), -60), "due_date": add_days(nowdate(), -30)}
        goods = [{"item_code": self.item().name, "qty": 10, "rate": rate}]
        whose = {"customer": customer, "company": self.company(), "set_posting_time": 1}
        return self._insert("Sales Invoice", **whose | days | {"items": goods} | fields)


def leaf(doctype: str) -> str:
    """A group of the tree that documents may be put into."""
    return frappe.db.get_value(doctype, {"is_group": 0}, "name")
