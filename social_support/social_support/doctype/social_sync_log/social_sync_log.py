import frappe
from frappe.model.document import Document
from frappe.query_builder import Interval
from frappe.query_builder.functions import Now

from social_support.conversations.keys import new_name


class SocialSyncLog(Document):
    """What happened while a channel was read, for people."""

    def autoname(self) -> None:
        self.name = new_name()

    @staticmethod
    def clear_old_logs(days: int = 30) -> None:
        """Called by Frappe's Log Settings."""
        log = frappe.qb.DocType("Social Sync Log")
        frappe.db.delete(log, filters=(log.creation < Now() - Interval(days=days)))
