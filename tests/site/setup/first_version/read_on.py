"""Reads the channel of the first version on, after the migration; prints what came of it."""

import json
import sys
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import frappe

from tests.site.ingestion.network import SmallMastodon, read, send

WRITTEN_BEFORE = (
    ("anna", "Third day without my drill"),
    ("boris", "Where is order 4711? It was paid on Monday."),
    ("anna", "Nobody answers the phone"),
    ("ivan", "Great service, thank you!"),
    ("maria", "The battery is dead after a week"),
    ("petar", "Дрелката не тръгва 😡"),
    ("boris", "In private: my number is 0888 123 456"),
    ("anna", "Still nothing"),
    ("ivan", "And another one"),
)
SINCE = (("anna", "My order has come"), ("georgi", "Do you repair saws?"))
BORIS_IN_PRIVATE = 6


def serve(network: SmallMastodon) -> None:
    """What the first version read, and two posts since."""
    for number, (author, text) in enumerate(WRITTEN_BEFORE + SINCE):
        private = {"visibility": "direct"} if number == BORIS_IN_PRIVATE else {}
        network.write(text, author, **private)

    def search(handler: BaseHTTPRequestHandler) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        before = int(query.get("max_id", ["9999999"])[0])
        found = [s for s in network.statuses if "order" in s["content"] and int(s["id"]) < before]
        send(handler, {"statuses": found[::-1]})

    network.script("/api/v2/search", search)


def external_ids(channel: str) -> list[str]:
    return frappe.get_all("Social Interaction", {"channel": channel}, pluck="external_id")


frappe.init(site=sys.argv[1])
frappe.connect()
channel = frappe.db.get_value("Social Channel", {"channel_name": "Shop on Mastodon"})
before = external_ids(channel)
with SmallMastodon() as network:
    serve(network)
    frappe.db.set_value("Social Channel", channel, "server_url", network.url)
    read(channel)
    read(channel)
cursors = frappe.get_all(
    "Social Stream State",
    {"channel": channel, "stream": ("in", ("Mentions", "Direct Messages", "Keyword"))},
    ["stream", "term", "cursor_value", "error_kind"],
)
token = frappe.get_doc("Social Channel", channel).get_password("access_token")
after = external_ids(channel)
print(json.dumps({"before": before, "after": after, "cursors": cursors, "token": token}))
