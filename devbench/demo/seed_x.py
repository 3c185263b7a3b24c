"""Runs inside the demonstration's site, after seed.py: the shop's channel on the fake X."""

from __future__ import annotations

from typing import Any

import frappe

from devbench.demo import office
from devbench.demo.x_story import WORD

STREAMS = (("Mentions", ""), ("Direct Messages", ""), ("Keyword", WORD))


def run(x_url: str, keys: dict[str, str]) -> dict[str, Any]:
    """Connect the shop's account, whose calls are signed with `keys`: {"channel", "handle"}."""
    from social_support.ingestion.connection import test_connection

    for other in frappe.get_all("Social Channel", {"network": "x", "server_url": ("!=", x_url)}):
        frappe.get_doc("Social Channel", other.name).update({"mode": "Off"}).save()
    found = frappe.db.exists("Social Channel", {"network": "x", "server_url": x_url})
    channel = frappe.get_doc("Social Channel", found) if found else _new_channel(x_url, keys)
    channel.update({"mode": "Listen and Reply", "pause_sending": 0}).save()
    answer = test_connection(channel.name)
    if not answer["ok"]:
        frappe.throw(answer["message"])
    return {"channel": channel.name, "handle": answer["handle"]}


def _new_channel(x_url: str, keys: dict[str, str]) -> frappe.model.document.Document:
    return frappe.get_doc(
        {
            "doctype": "Social Channel",
            "channel_name": office.X_CHANNEL,
            "network": "x",
            "company": office.COMPANY,
            "user_group": office.TEAM,
            "server_url": x_url,
            **keys,
            "read_budget": 2000,
            "listens_to": [{"stream": stream, "term": term} for stream, term in STREAMS],
        }
    ).insert()
