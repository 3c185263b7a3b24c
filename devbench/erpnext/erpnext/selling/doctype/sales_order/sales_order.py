import frappe
from frappe import _
from frappe.model.document import Document

from erpnext.controllers.totals import calculate_totals, set_missing_values


class SalesOrder(Document):
    def validate(self) -> None:
        self.set_delivery_dates()
        set_missing_values(self)
        calculate_totals(self)
        self.delivery_status = self.delivery_status or "Not Delivered"
        self.billing_status = self.billing_status or "Not Billed"

    def set_delivery_dates(self) -> None:
        for row in self.items:
            row.delivery_date = row.delivery_date or self.delivery_date
        dates = [row.delivery_date for row in self.items if row.delivery_date]
        if self.order_type == "Sales" and len(dates) < len(self.items):
            frappe.throw(_("Please enter Delivery Date"))
        self.delivery_date = self.delivery_date or max(map(str, dates), default=None)

    def on_submit(self) -> None:
        self.db_set("status", "To Deliver and Bill")

    def on_cancel(self) -> None:
        self.db_set("status", "Cancelled")
