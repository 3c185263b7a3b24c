from frappe.model.document import Document


class SocialChannelStream(Document):
    pass
