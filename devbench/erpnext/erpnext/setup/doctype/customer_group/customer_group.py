from frappe.utils.nestedset import NestedSet


class CustomerGroup(NestedSet):
    nsm_parent_field = "parent_customer_group"
