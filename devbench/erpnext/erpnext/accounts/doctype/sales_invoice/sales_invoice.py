import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate, nowdate, nowtime, today

from erpnext.controllers.totals import calculate_totals, set_missing_values


class SalesInvoice(Document):
    def validate(self) -> None:
        self.set_posting_time_now()
        self.validate_due_date()
        set_missing_values(self)
        calculate_totals(self)
        self.set_outstanding_amount()
        self.set_status()

    def set_posting_time_now(self) -> None:
        if not cint(self.set_posting_time):
            self.posting_date, self.posting_time = nowdate(), nowtime().partition(".")[0]

    def validate_due_date(self) -> None:
        self.due_date = self.due_date or self.posting_date
        if getdate(self.due_date) < getdate(self.posting_date):
            frappe.throw(_("Due Date cannot be before Posting Date"))

    def set_outstanding_amount(self) -> None:
        """What the customer owes, in the company's currency: there is no ledger to ask."""
        paid = flt(self.total_advance) + flt(self.base_paid_amount)
        self.outstanding_amount = flt(
            self.invoiced_amount() - paid - flt(self.base_write_off_amount), 2
        )

    def invoiced_amount(self) -> float:
        return flt(self.base_rounded_total) or flt(self.base_grand_total)

    def on_submit(self) -> None:
        self.set_status(update=True)

    def on_cancel(self) -> None:
        self.outstanding_amount = 0
        self.db_set("outstanding_amount", 0)
        self.set_status(update=True)

    def set_status(self, update: bool = False) -> None:
        """Derive the status from docstatus, outstanding amount and due date.

        With `update`, it is written to the database at once, as for a submitted invoice.
        """
        self.status = self.derived_status()
        if update:
            self.db_set("status", self.status)

    def derived_status(self) -> str:
        if self.docstatus.is_draft():
            return "Draft"
        if self.docstatus.is_cancelled():
            return "Cancelled"
        if cint(self.is_return):
            return "Return"
        return self.payment_status()

    def payment_status(self) -> str:
        if flt(self.outstanding_amount) <= 0:
            return "Paid"
        if getdate(self.due_date) < getdate():
            return "Overdue"
        if flt(self.outstanding_amount) < self.invoiced_amount():
            return "Partly Paid"
        return "Unpaid"


def update_overdue_invoices() -> None:
    """Mark the invoices whose due date has passed since yesterday."""
    late = {
        "docstatus": 1,
        "status": ("in", ("Unpaid", "Partly Paid")),
        "due_date": ("<", today()),
    }
    for name in frappe.get_all("Sales Invoice", filters=late, pluck="name"):
        frappe.get_doc("Sales Invoice", name).set_status(update=True)
