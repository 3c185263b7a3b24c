"""A shop with many customers, a contact for each, and many authors, some of whom show a website."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from social_support.customers import catch_up
from tests.load.labelled.town import PREFIX
from tests.load.stored import FRAMEWORK, FRAMEWORK_VALUES

OF_ERPNEXT = (
    "Customer",
    "Contact",
    "Contact Email",
    "Contact Phone",
    "Dynamic Link",
    "Address",
    "Lead",
    "Sales Order",
    "Serial No",
)
OURS = ("Social Party Key", "Social Profile Key", "Social Link Decision")


def fill(customers: int, authors: int) -> None:
    """Make them, with all keys, and commit."""
    values = {"customers": customers, "authors": authors}
    for statement in (CUSTOMERS, CONTACTS, EMAILS, PHONES, LINKS, AUTHORS):
        frappe.db.sql(statement, values)
        frappe.db.commit()
    frappe.db.sql("DELETE FROM tabSingles WHERE doctype = %s", (catch_up.PLACES,))
    catch_up.catch_up(seconds=3600)
    tables = ("Social Profile", "Social Party Key", "Social Profile Key", "Contact", "Customer")
    frappe.db.sql(f"ANALYZE TABLE {', '.join(f'`tab{table}`' for table in tables)}")


def remove() -> None:
    """Take out what was made here and what the labelled set made, and commit."""
    for doctype in OF_ERPNEXT:
        made = f"name LIKE '{PREFIX} %%' OR name LIKE 'SO-%%' OR name LIKE 'DR%%X%%'"
        frappe.db.sql(f"DELETE FROM `tab{doctype}` WHERE {made}", {})
    for doctype in OURS:
        frappe.db.sql_ddl(f"TRUNCATE TABLE `tab{doctype}`")
    frappe.db.commit()


@contextmanager
def gone_afterwards() -> Iterator[None]:
    remove()
    try:
        yield
    finally:
        frappe.db.rollback()
        remove()


def _rows(doctype: str, columns: str, values: str, most: str = "customers") -> str:
    return f"""INSERT INTO `tab{doctype}` ({columns}, {FRAMEWORK})
        SELECT {values}, {FRAMEWORK_VALUES} FROM seq_1_to_200000 WHERE seq <= %({most})s"""


CUSTOMERS = _rows(
    "Customer",
    "name, customer_name, customer_type, website",
    f"CONCAT('{PREFIX} crowd ', seq), CONCAT('Crowd ', MD5(seq), ' Ltd'), 'Company',"
    " CONCAT('https://www.crowd', seq, '.example/')",
)
CONTACTS = _rows(
    "Contact",
    "name, first_name, full_name",
    f"CONCAT('{PREFIX} crowd ', seq), MD5(seq), CONCAT('Buyer ', MD5(seq))",
)
CHILD = f"'Contact', CONCAT('{PREFIX} crowd ', seq)"
EMAILS = _rows(
    "Contact Email",
    "name, parentfield, parenttype, parent, email_id",
    f"CONCAT('{PREFIX} crowd ', seq), 'email_ids', {CHILD}, CONCAT('buyer@crowd', seq, '.example')",
)
PHONES = _rows(
    "Contact Phone",
    "name, parentfield, parenttype, parent, phone",
    f"CONCAT('{PREFIX} crowd ', seq), 'phone_nos', {CHILD}, CONCAT('+35987', 7000000 + seq)",
)
LINKS = _rows(
    "Dynamic Link",
    "name, parentfield, parenttype, parent, link_doctype, link_name",
    f"CONCAT('{PREFIX} crowd ', seq), 'links', {CHILD}, 'Customer', CONCAT('{PREFIX} crowd ', seq)",
)
AUTHORS = _rows(
    "Social Profile",
    "name, external_key, external_id, network, handle, display_name, url, bio",
    "CONCAT('00', LPAD(seq, 17, '0')), MD5(CONCAT('crowd ', seq)), seq, 'mastodon',"
    " CONCAT('crowd', seq, '@social.example'), CONCAT('Crowd ', MD5(-seq)), '',"
    " IF(seq %% 4 = 0, CONCAT('https://crowd', 1 + (seq DIV 4) %% %(customers)s, '.example'),"
    " 'I like drills')",
    "authors",
)
