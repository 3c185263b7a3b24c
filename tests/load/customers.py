"""Customers by the ten thousand with what ERPNext keeps of them, linked to the stored authors."""

from __future__ import annotations

import frappe

from tests.load import stored
from tests.load.site import TABLES
from tests.load.stored import FRAMEWORK, FRAMEWORK_VALUES

ERPNEXT = (
    "Customer",
    "Sales Invoice",
    "Sales Invoice Item",
    "Sales Order",
    "Sales Order Item",
    "Issue",
    "Communication",
    "Customer Social Value",
)
ALL = (*TABLES, *ERPNEXT)
POSTS_PER_CUSTOMER = 20
INVOICES, LINES, ORDERS, ISSUES, MAILS = 6, 2, 2, 1, 2
"""Of each customer; lines: of each invoice and order."""


def name(number: int) -> str:
    return f"Bench Customer {number:06d}"


def fill(channel: str, posts: int) -> int:
    """Store posts as stored.fill does, and a customer for every twentieth; how many customers."""
    customers = posts // POSTS_PER_CUSTOMER
    stored.fill(channel, posts)
    known = frappe.db.get_value("Social Channel", channel, ["company"], as_dict=True)
    values = {"customers": customers, **known}
    for statement, of_each in STATEMENTS:
        stored.insert(statement, values, 0, customers * of_each)
    frappe.db.sql(LINK, values)
    frappe.db.sql(COMPLAINTS)
    frappe.db.commit()
    frappe.db.sql(f"ANALYZE TABLE {', '.join(f'`tab{doctype}`' for doctype in ALL)}")
    stored.settle()
    return customers


def empty() -> None:
    """Remove all that `fill` adds beside posts."""
    for doctype in ERPNEXT:
        frappe.db.sql_ddl(f"TRUNCATE TABLE `tab{doctype}`")


CUSTOMER = "CONCAT('Bench Customer ', LPAD(seq %% %(customers)s, 6, '0'))"
DAYS_AGO = "CURDATE() - INTERVAL (seq DIV %(customers)s * 40 + 3) DAY"
ITEM = "'BD-200', 'Drill D-200'"
EACH = "FROM seq_0_to_2000000 WHERE seq BETWEEN %(begin)s AND %(end)s ORDER BY seq"
SUBMITTED = FRAMEWORK_VALUES.replace(", 0, 0", ", 1, 0")


def _rows(doctype: str, columns: str, values: str, framework: str = FRAMEWORK_VALUES) -> str:
    return (
        f"INSERT INTO `tab{doctype}` (name, {columns}, {FRAMEWORK})"
        f" SELECT {values}, {framework} {EACH}"
    )


def _lines(doctype: str, parent: str) -> str:
    return _rows(
        f"{doctype} Item",
        "parent, parenttype, parentfield, item_code, item_name, qty",
        f"CONCAT('{parent}-L', LPAD(seq, 9, '0')),"
        f" CONCAT('{parent}-', LPAD(seq DIV {LINES}, 9, '0')), '{doctype}',"
        f" 'items', IF(seq %% 2, 'BD-200', CONCAT('IT-', seq %% 997)),"
        " IF(seq %% 2, 'Drill D-200', CONCAT('Item ', seq %% 997)), 2",
        SUBMITTED,
    )


STATEMENTS = (
    (
        _rows(
            "Customer",
            "customer_name, customer_type, customer_group, territory",
            f"{CUSTOMER}, {CUSTOMER}, 'Company', 'Commercial', 'Bulgaria'",
        ),
        1,
    ),
    (
        _rows(
            "Sales Invoice",
            "customer, company, posting_date, due_date, base_net_total, conversion_rate,"
            " party_account_currency, outstanding_amount",
            f"CONCAT('SINV-', LPAD(seq, 9, '0')), {CUSTOMER}, %(company)s, {DAYS_AGO}, {DAYS_AGO},"
            " seq %% 977, 1, 'EUR', IF(seq < %(customers)s, 100, 0)",
            SUBMITTED,
        ),
        INVOICES,
    ),
    (_lines("Sales Invoice", "SINV"), INVOICES * LINES),
    (
        _rows(
            "Sales Order",
            "customer, company, transaction_date, status, base_grand_total",
            f"CONCAT('SORD-', LPAD(seq, 9, '0')), {CUSTOMER}, %(company)s, {DAYS_AGO},"
            " 'Completed', seq %% 977",
            SUBMITTED,
        ),
        ORDERS,
    ),
    (_lines("Sales Order", "SORD"), ORDERS * LINES),
    (
        _rows(
            "Issue",
            "customer, company, subject, status, opening_date",
            f"CONCAT('ISS-', LPAD(seq, 9, '0')), {CUSTOMER}, %(company)s, 'It does not turn',"
            f" 'Open', {DAYS_AGO}",
        ),
        ISSUES,
    ),
    (
        _rows(
            "Communication",
            "subject, communication_type, communication_medium, communication_date,"
            " sent_or_received, reference_doctype, reference_name",
            "CONCAT('COM-', LPAD(seq, 9, '0')), 'Where is it?', 'Communication', 'Email',"
            f" {DAYS_AGO}, 'Received', 'Customer', {CUSTOMER}",
        ),
        MAILS,
    ),
    (
        _rows(
            "Customer Social Value",
            "customer, company, currency, revenue, invoice_count, revenue_percentile",
            f"CONCAT('VAL-', LPAD(seq, 9, '0')), {CUSTOMER}, %(company)s, 'EUR', seq %% 9777, 6,"
            " seq %% 100",
        ),
        1,
    ),
)
COMPLAINTS = """UPDATE `tabSocial Conversation` SET sentiment = 'Negative'
WHERE MOD(CRC32(name), 5) = 0"""
LINK = """UPDATE `tabSocial Profile` profile JOIN (
    SELECT name, ROW_NUMBER() OVER (ORDER BY name) - 1 AS number FROM `tabSocial Profile`
) numbered ON numbered.name = profile.name
SET profile.customer = CONCAT('Bench Customer ', LPAD(numbered.number %% %(customers)s, 6, '0')),
    profile.linked_how = 'Automatically', profile.linked_on = NOW()"""
