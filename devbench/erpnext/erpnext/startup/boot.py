"""What the Desk is told when it starts."""

import frappe


def boot_session(bootinfo: frappe._dict) -> None:
    """Send the companies' currencies along: amounts "in company currency" are shown in them."""
    companies = frappe.get_all("Company", fields=["name", "default_currency"])
    bootinfo.docs += [frappe._dict(company, doctype=":Company") for company in companies]
