from frappe.model.document import Document


class SocialInteraction(Document):
    pass
