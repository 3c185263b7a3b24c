import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet


class Company(NestedSet):
    nsm_parent_field = "parent_company"

    def validate(self) -> None:
        self.set_abbr()
        self.validate_abbr()

    def set_abbr(self) -> None:
        if not self.abbr:
            self.abbr = "".join(word[0] for word in self.company_name.split()).upper()

    def validate_abbr(self) -> None:
        if frappe.db.exists("Company", {"abbr": self.abbr, "name": ("!=", self.name)}):
            frappe.throw(_("Abbreviation {0} is already used by another company").format(self.abbr))

    def after_insert(self) -> None:
        if not frappe.db.get_default("company"):
            frappe.db.set_default("company", self.name)

    def on_trash(self) -> None:
        super().on_trash()
        if frappe.db.get_default("company") == self.name:
            frappe.defaults.clear_default("company", parent="__default")
