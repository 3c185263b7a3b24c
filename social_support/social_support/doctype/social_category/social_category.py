from frappe.model.document import Document


class SocialCategory(Document):
    pass
