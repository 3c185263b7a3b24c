import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


class HolidayList(Document):
    def validate(self) -> None:
        self.validate_days()
        self.total_holidays = len(self.holidays)

    def validate_days(self) -> None:
        if getdate(self.from_date) > getdate(self.to_date):
            frappe.throw(_("To Date cannot be before From Date"))
        for row in self.holidays:
            if not getdate(self.from_date) <= getdate(row.holiday_date) <= getdate(self.to_date):
                frappe.throw(
                    _("The holiday on {0} is not between From Date and To Date").format(
                        frappe.format(row.holiday_date, "Date")
                    )
                )
