from frappe.utils.nestedset import NestedSet


class Territory(NestedSet):
    nsm_parent_field = "parent_territory"
