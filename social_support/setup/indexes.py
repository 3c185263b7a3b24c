"""Indexes that the app adds to ERPNext's tables, declared once."""

from dataclasses import dataclass

import frappe


@dataclass(frozen=True)
class Index:
    doctype: str
    name: str
    columns: tuple[str, ...]


INDEXES = (
    # A customer's unpaid invoices, without reading the paid ones: customers.owed
    Index("Sales Invoice", "social_support_unpaid", ("customer", "outstanding_amount")),
)


def create() -> None:
    """Create those that are missing. Like every DDL statement, this commits."""
    for index in INDEXES:
        frappe.db.add_index(index.doctype, list(index.columns), index.name)


def remove() -> None:
    """Drop them. Like every DDL statement, this commits."""
    for index in INDEXES:
        if frappe.db.has_index(f"tab{index.doctype}", index.name):
            frappe.db.sql_ddl(f"ALTER TABLE `tab{index.doctype}` DROP INDEX `{index.name}`")
