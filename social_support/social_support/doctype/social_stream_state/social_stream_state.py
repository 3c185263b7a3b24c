from frappe.model.document import Document


class SocialStreamState(Document):
    pass
