from frappe.model.document import Document


class SocialInteractionRevision(Document):
    pass
