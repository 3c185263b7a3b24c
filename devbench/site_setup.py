"""Runs inside a fresh site: brings it where its first person would have brought it."""

from __future__ import annotations

import frappe

FIRST_ANSWERS = {
    "language": "English",
    "country": "Bulgaria",
    "timezone": "Europe/Sofia",
    "currency": "EUR",
}


def complete() -> None:
    """Answer the set-up wizard, so that the Desk opens at once, and let the scheduler run."""
    from frappe.desk.page.setup_wizard.setup_wizard import setup_complete
    from frappe.utils.scheduler import enable_scheduler

    answer = setup_complete(FIRST_ANSWERS)
    if answer["status"] != "ok":
        frappe.throw(f"The set-up wizard failed: {answer}")
    frappe.db.set_value("User", "Administrator", "time_zone", FIRST_ANSWERS["timezone"])
    _hide_tours()
    enable_scheduler()


def skip_wizard() -> None:
    """Mark the set-up wizard as done, on a site with a full ERPNext too, and start the scheduler.

    Frappe asks System Settings, later versions ask each installed app.
    """
    from frappe.utils.scheduler import enable_scheduler

    frappe.db.set_single_value("System Settings", "setup_complete", 1)
    if frappe.db.has_column("Installed Application", "is_setup_complete"):
        frappe.db.set_value(
            "Installed Application", {"name": ("is", "set")}, "is_setup_complete", 1
        )
    frappe.db.set_default("desktop:home_page", "workspace")
    _hide_tours()
    enable_scheduler()


def _hide_tours() -> None:
    """Tours would lie over the pages that tests and visitors look at."""
    frappe.db.set_single_value("System Settings", "enable_onboarding", 0)
