"""What a new site starts with: the roots of the trees and the values that forms offer first."""

import frappe

TREES = {
    "Customer Group": ("All Customer Groups", ("Commercial", "Individual")),
    "Territory": ("All Territories", ("Bulgaria", "Rest Of The World")),
    "Item Group": ("All Item Groups", ("Products", "Services")),
}
ISSUE_PRIORITIES = ("Low", "Medium", "High", "Urgent")
ISSUE_TYPES = ("Question", "Defect", "Complaint")


def after_install() -> None:
    for doctype, (root, leaves) in TREES.items():
        _insert_tree(doctype, root, leaves)
    for priority in ISSUE_PRIORITIES:
        _insert_once("Issue Priority", priority)
    for issue_type in ISSUE_TYPES:
        _insert_once("Issue Type", issue_type)


def _insert_tree(doctype: str, root: str, leaves: tuple[str, ...]) -> None:
    name_field = f"{frappe.scrub(doctype)}_name"
    parent_field = f"parent_{frappe.scrub(doctype)}"
    _insert_once(doctype, root, **{name_field: root, "is_group": 1})
    for leaf in leaves:
        _insert_once(doctype, leaf, **{name_field: leaf, parent_field: root})


def _insert_once(doctype: str, name: str, **values: str | int) -> None:
    if not frappe.db.exists(doctype, name):
        frappe.get_doc({"doctype": doctype, "name": name, **values}).insert()
