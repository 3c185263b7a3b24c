import frappe
from frappe.model.document import Document


class SocialInteraction(Document):
    """One post, in or out: a fact, written by the store alone."""


def on_doctype_update() -> None:
    """A thread and a channel are read by time."""
    frappe.db.add_index("Social Interaction", ["conversation", "posted_at_utc"])
    frappe.db.add_index("Social Interaction", ["channel", "posted_at_utc"])
