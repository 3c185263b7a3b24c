import frappe
from frappe import _
from frappe.model.document import Document



class SocialConversation(Document):
    """The work: one author in one thread of one channel. It changes by actions alone."""

    def validate(self) -> None:
        if self.is_new() or any(self.has_value_changed(field) for field in self._own_fields()):
            frappe.throw(_("Use the buttons: a conversation is not changed by saving its form."))

    def _own_fields(self) -> list[str]:
        return [field.fieldname for field in self.meta.get("fields") if not field.is_virtual]


def on_doctype_update() -> None:
    """A customer's history is read by author and time; the queue by state."""
    frappe.db.add_index("Social Conversation", ["profile", "last_inbound_at_utc"])
    frappe.db.add_index("Social Conversation", ["status", "on_hold_until"])
