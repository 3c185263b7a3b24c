"""The scheduler, as Frappe runs it."""

from __future__ import annotations

import frappe
from frappe.utils.scheduler import enqueue_events


class Tick:
    """Run scheduled jobs now. A job is named by the last two parts of its path."""

    def __call__(self, job: str) -> None:
        """Run the job's method here, as the worker would, and fail when it fails."""
        frappe.db.commit()
        # Frappe's own execute() keeps errors to itself.
        frappe.get_attr(frappe.get_doc("Scheduled Job Type", job).method)()
        frappe.db.commit()

    def enqueue(self, job: str) -> None:
        """Put the job on the queue that it runs on, due or not."""
        frappe.db.commit()
        frappe.get_doc("Scheduled Job Type", job).enqueue(force=True)

    def all(self) -> list[str]:
        """Let Frappe's scheduler enqueue whatever is due; the methods that it enqueued."""
        frappe.db.commit()
        return enqueue_events(frappe.local.site) or []
