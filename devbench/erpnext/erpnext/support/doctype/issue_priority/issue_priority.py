from frappe.model.document import Document


class IssuePriority(Document):
    pass
