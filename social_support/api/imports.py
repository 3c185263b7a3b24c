"""Posts from a CSV file: what the channel's form asks for."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from social_support.api.channels import MAY_ADD
from social_support.api.guards import require_channel
from social_support.ingestion.csv_import import job
from social_support.ingestion.csv_import import preview as looking


@frappe.whitelist(methods=["POST"])
def preview(channel: str, file: str, mapping: str | None = None) -> dict[str, Any]:
    """What the File would become: see `csv_import.preview.preview`. mapping: JSON, {name of a
    column: its place}; none: it is guessed.
    """
    _require(channel, file)
    return looking.preview(channel, file, _places(mapping) if mapping else None)


@frappe.whitelist(methods=["POST"])
def start(channel: str, file: str, mapping: str) -> str:
    """Import it in the background; the token to ask `progress` with."""
    _require(channel, file)
    return job.start(channel, file, _places(mapping))


@frappe.whitelist()
def progress(token: str) -> dict[str, Any]:
    """How far an import is: see `csv_import.job.progress`."""
    frappe.only_for(MAY_ADD)
    return job.progress(token)


def _places(mapping: str) -> dict[str, int]:
    try:
        places = frappe.parse_json(mapping)
    except ValueError:
        places = None
    if not isinstance(places, dict):
        frappe.throw(_("Choose which column is what."))
    return {name: place for name, place in places.items() if isinstance(place, int)}


def _require(channel: str, file: str) -> None:
    """Whoever may add a post by hand may add many."""
    frappe.only_for(MAY_ADD)
    require_channel("read", channel)
    if not frappe.db.exists("File", file):
        frappe.throw(_("Upload the file once more: it is not there."))
