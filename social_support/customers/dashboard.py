"""The Connections of the pages of customers and leads."""

from typing import Any

from frappe import _


def add_authors(data: dict[str, Any]) -> dict[str, Any]:
    """Count the authors, beside the Issues if any. Hook: override_doctype_dashboards."""
    groups = data.setdefault("transactions", [])
    support = next((group for group in groups if group.get("label") == _("Support")), None)
    if support is None:
        support = {"label": _("Support"), "items": []}
        groups.append(support)
    support["items"].append("Social Profile")
    return data
