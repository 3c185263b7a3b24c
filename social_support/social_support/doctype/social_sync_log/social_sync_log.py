from frappe.model.document import Document


class SocialSyncLog(Document):
    pass
