from frappe.model.document import Document


class Campaign(Document):
    pass
