from frappe.model.document import Document


class SocialLinkSuggestion(Document):
    pass
