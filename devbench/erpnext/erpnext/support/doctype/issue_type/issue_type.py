from frappe.model.document import Document


class IssueType(Document):
    pass
