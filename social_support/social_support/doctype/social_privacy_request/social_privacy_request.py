"""Who asked to erase an author, or for what is stored of them; written by the privacy room alone."""

from frappe.model.document import Document


class SocialPrivacyRequest(Document):
    pass
