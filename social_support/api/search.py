"""Authors in link fields and in the Desk's search: check who asks, call the room, answer."""

from typing import Any

import frappe
from frappe.utils import cint, escape_html

from social_support.customers import find
from social_support.networks.registry import labels


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def authors_for_link(
    doctype: str,
    txt: str,
    searchfield: str,
    start: int,
    page_len: int,
    filters: Any = None,
    **_options: Any,
) -> list[tuple]:
    """What a link field to an author offers. Hook: standard_queries; shaped as Frappe wants it, who
    puts both words into the page as they are.
    """
    if not frappe.has_permission("Social Profile", "read"):
        return []
    typed = txt.strip()
    place = {"start": cint(start), "limit": cint(page_len) or 10}
    rows = find.authors(typed, filters, **place) if typed else find.newest(filters, **place)
    return [(row.name, escape_html(row.handle), escape_html(_who(row))) for row in rows]


@frappe.whitelist()
def authors(text: str, start: int = 0, limit: int = 10) -> list[dict[str, Any]]:
    """Authors for the Desk's search: name, handle, and who that is in words; none for those who
    may not read authors."""
    if not frappe.has_permission("Social Profile", "read"):
        return []
    rows = find.authors(text, start=max(0, cint(start)), limit=min(cint(limit) or 10, 50))
    return [{"name": row.name, "handle": row.handle, "who": _who(row)} for row in rows]


def _who(row: frappe._dict) -> str:
    linked = row.customer or row.lead or row.contact
    network = labels().get(row.network, row.network)
    return ", ".join(filter(None, (row.display_name, network, linked)))
