"""Functions of Frappe that answer or act without asking whether the user may read the document.

Each is replaced for our doctypes alone (hook: override_whitelisted_methods): what people wrote to
one channel would else be counted, named, tagged or assigned by somebody restricted to another, and
what a customer is worth would be found out by counting.
For every other doctype Frappe's own function runs as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import client
from frappe.desk import listview, notifications, search
from frappe.desk.doctype.tag import tag as tags
from frappe.desk.form import assign_to, document_follow, linked_with
from frappe.desk.like import toggle_like as _toggle_like

from social_support.api.guards import require_document
from social_support.conversations import permissions
from social_support.conversations.sight import is_ours

DOCTYPE = ("doctype", "dt")
NAMES = ("name", "docname", "doc_name", "dn", "docs")
MOST_COUNTED = 100
"""As Frappe counts connections."""


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    """Frappe's function, for whoever may read the document of ours that it is called for."""

    def guarded(**given: Any) -> Any:
        # Frappe's function takes one of them, and a caller may send the others along.
        inner = given.get("args")
        asked = [given, inner] if isinstance(inner, dict) else [given]
        names = [name for each in _values(asked, NAMES) for name in _names(each)]
        for doctype in filter(is_ours, _values(asked, DOCTYPE)):
            for name in names or [None]:
                require_document(doctype, name)
        return frappe.call(original, **given)

    return frappe.whitelist()(guarded)


add_assignment = _guarded(assign_to.add)
add_assignments = _guarded(assign_to.add_multiple)
remove_assignment = _guarded(assign_to.remove)
toggle_like = _guarded(_toggle_like)
add_tag = _guarded(tags.add_tag)
add_tags = _guarded(tags.add_tags)
remove_tag = _guarded(tags.remove_tag)
follow_document = _guarded(document_follow.follow_document)
update_follow = _guarded(document_follow.update_follow)
get_follow_users = _guarded(document_follow.get_follow_users)


@frappe.whitelist()
def get_count(doctype: str, **given: Any) -> int:
    """How many rows of the doctype there are, of ours those that the user sees."""
    if not is_ours(doctype):
        return frappe.call(client.get_count, doctype=doctype, **given)
    return _count(doctype, frappe.parse_json(given.get("filters") or {}))


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
    """What a link shows, for our doctypes the bare name to whoever may not see the document."""
    if is_ours(doctype) and not permissions.may_name(doctype, docname):
        return docname
    return search.get_link_title(doctype, docname)


@frappe.whitelist()
def search_link(doctype: str, **given: Any) -> Any:
    """What a link field proposes."""
    return frappe.call(search.search_link, doctype=doctype, **_with_permissions(doctype, given))


@frappe.whitelist()
def search_widget(doctype: str, **given: Any) -> Any:
    """What the search beside a link field finds."""
    return frappe.call(search.search_widget, doctype=doctype, **_with_permissions(doctype, given))


@frappe.whitelist()
def get_open_count(doctype: str, name: str, **given: Any) -> dict[str, Any]:
    """The counts in the Connections of a form."""
    found = frappe.call(notifications.get_open_count, doctype=doctype, name=name, **given)
    links = frappe.get_meta(doctype).get_dashboard_data()
    for entry in _entries(found["count"]):
        linked = entry.get("doctype") or entry.get("name")
        if is_ours(linked):
            by = links.get("non_standard_fieldnames", {}).get(linked, links.get("fieldname"))
            entry["count"] = len(_few(linked, {by: name}))
    return found


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict[str, Any]]:
    """The sidebar's counts by a field. Frappe counts assignments without asking for permission."""
    if not is_ours(doctype) or field != "assigned_to":
        return listview.get_group_by_count(doctype, current_filters, field)
    filters = [
        *_as_list(doctype, frappe.parse_json(current_filters)),
        [doctype, "_assign", "is", "set"],
    ]
    fields = ["`_assign` as people", "count(*) as count"]
    by_person: Counter[str] = Counter()
    for row in frappe.get_list(
        doctype, filters=filters, fields=fields, group_by=f"`tab{doctype}`._assign", order_by=None
    ):
        by_person.update(dict.fromkeys(frappe.parse_json(row.people), row.count))
    return [{"name": person, "count": count} for person, count in by_person.most_common(50)]


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> Any:
    """The documents that bear a tag."""
    if not is_ours(doctype):
        return tags.get_tagged_docs(doctype, tag)
    filters = {"_user_tags": ("like", tag)}
    return frappe.get_list(doctype, filters=filters, as_list=True, limit_page_length=0)


@frappe.whitelist()
def get_linked(doctype: str, docname: str) -> dict[str, list[dict[str, Any]]]:
    """What is linked to a document that the user may read, of ours what the user sees.

    Frappe would list an unread Customer's invoices with their totals, to an agency as well.
    """
    require_document(doctype, docname)
    found = linked_with.get(doctype, docname)
    return {kind: seen for kind, rows in found.items() if (seen := _seen(kind, rows))}


def _with_permissions(doctype: str, given: dict[str, Any]) -> dict[str, Any]:
    return given | {"ignore_user_permissions": 0} if is_ours(doctype) else given


def _count(doctype: str, filters: Any) -> int:
    fields = [f"count(distinct `tab{doctype}`.name)"]
    return frappe.get_list(doctype, filters=filters, fields=fields, as_list=True)[0][0]


def _few(doctype: str, filters: dict[str, str]) -> list[str]:
    if not frappe.has_permission(doctype, "read"):
        return []
    return frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=MOST_COUNTED)


def _entries(counts: Any) -> Iterator[dict[str, Any]]:
    """Frappe gave a list once, and later lists by kind."""
    for part in counts.values() if isinstance(counts, dict) else [counts]:
        yield from part


def _as_list(doctype: str, filters: Any) -> list[list[Any]]:
    if isinstance(filters, dict):
        return [[doctype, field, "=", value] for field, value in filters.items()]
    return list(filters or [])


def _seen(doctype: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not is_ours(doctype):
        return rows
    if not frappe.has_permission(doctype, "read"):
        return []
    names = ("in", [row["name"] for row in rows])
    seen = frappe.get_list(doctype, {"name": names}, pluck="name", limit_page_length=0)
    return [row for row in rows if row["name"] in set(seen)]


def _values(asked: list[dict[str, Any]], keys: tuple[str, ...]) -> list[Any]:
    return [given[key] for given in asked for key in keys if given.get(key)]


def _names(value: Any) -> list[str]:
    """One name, or several as JSON."""
    if isinstance(value, str) and value.startswith("["):
        return frappe.parse_json(value)
    return value if isinstance(value, list) else [value]
