"""What the channel's form asks for."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from social_support.ingestion import add_post as by_hand
from social_support.ingestion import connection
from social_support.ingestion import health as condition
from social_support.ingestion import read_now as reading
from social_support.networks import registry

MAY_ADD = ("Social Agent", "Social Manager")


@frappe.whitelist()
def networks() -> list[dict[str, str]]:
    """The networks that can be connected: [{value, label}]."""
    _require("read")
    return [{"value": key, "label": label} for key, label in registry.labels().items()]


@frappe.whitelist()
def streams(network: str) -> dict[str, Any]:
    """What a network reads and needs: {streams, fields: [{name, label, help, secret}], scopes}."""
    _require("read")
    if network not in registry.labels():
        frappe.throw(_("Choose one of the networks of the list."))
    found = registry.get_network_class(network)
    fields = [
        {"name": f.name, "label": _(f.label), "help": _(f.help), "secret": f.secret}
        for f in found.connection_fields
    ]
    return {"streams": list(found.streams), "fields": fields, "scopes": list(found.scopes)}


@frappe.whitelist()
def health(channel: str) -> dict[str, Any]:
    """{level, sentence, last_read, posts_today}."""
    _require("read", channel)
    return condition.health(channel)


@frappe.whitelist(methods=["POST"])
def test_connection(channel: str) -> dict[str, Any]:
    """{ok, message, handle}."""
    _require("write", channel)
    return connection.test_connection(channel)


@frappe.whitelist(methods=["POST"])
def read_now(channel: str) -> dict[str, Any]:
    """{ok, message}, after at most 20 seconds."""
    _require("write", channel)
    return reading.read_now(channel)


@frappe.whitelist(methods=["POST"])
def add_post(
    channel: str,
    link: str,
    text: str,
    author: str,
    posted_on: str | None = None,
    visibility: str = "Public",
) -> str:
    """The name of the conversation that the post belongs to. posted_on: site time."""
    frappe.only_for(MAY_ADD)
    _require("read", channel)
    when = get_datetime(posted_on) if posted_on else None
    return by_hand.add_post(channel, link, text, author, when, visibility)


def _require(right: str, channel: str | None = None) -> None:
    """Refuse whoever lacks `right` on the channel, or on channels at all."""
    known = channel is None or frappe.db.exists("Social Channel", channel)
    if not known or not frappe.has_permission("Social Channel", right, doc=channel):
        frappe.throw(
            _("You may not do this with this channel. Ask a Social Manager to do it."),
            frappe.PermissionError,
        )
