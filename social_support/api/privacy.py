"""Authors as people: erase them, hand over what is stored, mark and block them."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from social_support.api.guards import require_all_channels
from social_support.customers.access import may_link
from social_support.privacy import erase as erasing
from social_support.privacy import export as exporting
from social_support.privacy import requests, retention, standing

PROFILE = "Social Profile"
# Who decides what is kept of a person, and who is heard.
MAY_DECIDE = ("Social Manager", "System Manager")


@frappe.whitelist(methods=["POST"])
def erase(profile: str, handle: str, reason: str) -> dict[str, Any]:
    """Erase the author for good; how far it is, see `progress`. handle: as a person typed it."""
    _require_decider()
    return requests.progress(erasing.ask(profile, handle, reason, frappe.session.user))


@frappe.whitelist(methods=["POST"])
def export(profile: str, reason: str) -> dict[str, Any]:
    """Write what is stored about the author to a file; how far it is, see `progress`."""
    _require_decider()
    return requests.progress(exporting.ask(profile, reason, frappe.session.user))


@frappe.whitelist()
def progress(request: str) -> dict[str, Any]:
    """{name, action, status, progress, rows, error, file} of a request that the user may read."""
    frappe.get_doc(requests.DOCTYPE, request).check_permission("read")
    return requests.progress(request)


@frappe.whitelist()
def running(profile: str) -> dict[str, Any] | None:
    """The same of the request that is being worked off for this author, if there is one."""
    _require_decider()
    filters = {"profile": profile, "status": ("in", requests.UNFINISHED)}
    request = frappe.db.get_value(requests.DOCTYPE, filters)
    return requests.progress(request) if request else None


@frappe.whitelist(methods=["POST"])
def mark_vip(profile: str, vip: int | str, reason: str = "") -> None:
    """Mark the author as VIP (1), or no more (0)."""
    if not may_link(frappe.session.user):
        frappe.throw(
            _("Marking authors needs the role Social Agent or Social Manager."),
            frappe.PermissionError,
        )
    standing.mark_vip(profile, bool(cint(vip)), reason)


@frappe.whitelist(methods=["POST"])
def block(profile: str, until: str, reason: str = "") -> None:
    """Store nothing that the author writes until then, a time of the site's."""
    _require_decider()
    standing.block(profile, until, reason)


@frappe.whitelist(methods=["POST"])
def unblock(profile: str, reason: str = "") -> None:
    """Hear the author again."""
    _require_decider()
    standing.unblock(profile, reason)


@frappe.whitelist()
def kept_for(network: str, keep_texts_days: int | str = 0) -> str:
    """How long texts of a channel with these settings are kept, and by whose word."""
    frappe.has_permission("Social Channel", "read", throw=True)
    return retention.in_words(network, cint(keep_texts_days))


def _require_decider() -> None:
    frappe.only_for(MAY_DECIDE, message=True)
    require_all_channels()
