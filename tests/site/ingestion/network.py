"""A small Mastodon that says what the test wants, and a channel's run without a queue."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import frappe

from social_support.ingestion import lease, run, streams
from tests.fakes.http_server import FakeServer

TOKEN = "the-secret-token-of-the-shop"
NOTIFICATIONS = "/api/v1/notifications"
VERIFY = "/api/v1/accounts/verify_credentials"
INSTANCE = "/api/v2/instance"
OWN = "/api/v1/accounts/shop/statuses"


class SmallMastodon(FakeServer):
    """Knows one account, `shop`, and the statuses that mention it."""

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[dict] = []
        self.own: list[dict] = []
        self.numbers: dict[int, int] = {}
        self.page_size = 80
        self.heal()

    def heal(self) -> None:
        """Answer everything as Mastodon does."""
        self.script(INSTANCE, lambda handler: send(handler, {"domain": "example.social"}))
        self.script(VERIFY, lambda handler: send(handler, account("shop")))
        self.script(NOTIFICATIONS, self._notifications)
        self.script(OWN, lambda handler: send(handler, self._page(handler, self.own)))

    def write(
        self,
        text: str = "Third day without my drill",
        author: str = "anna",
        *,
        hours_ago: float = 0,
        **fields,
    ):
        """A new status that mentions us, or one of our own; its JSON."""
        number = str(1000 + len(self.statuses) + len(self.own))
        status = {
            "id": number,
            "created_at": (datetime.now(timezone.utc) - timedelta(hours=hours_ago)).isoformat(),
            "content": f"<p>{text}</p>",
            "visibility": "public",
            "url": f"https://example.social/@{author}/{number}",
            "account": account(author),
            **fields,
        }
        self.numbers[id(status)] = int(number)
        (self.own if author == "shop" else self.statuses).append(status)
        self.script(f"/api/v1/statuses/{number}", lambda handler: send(handler, status))
        return status

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(urlsplit(seen.path).path == path for seen in self.seen)

    def _notifications(self, handler: BaseHTTPRequestHandler) -> None:
        rows = [
            {
                "id": str(self.numbers[id(s)]),
                "type": "mention",
                "created_at": s.get("created_at"),
                "status": s,
            }
            for s in self._page(handler, self.statuses)
        ]
        send(handler, rows)

    def _page(self, handler: BaseHTTPRequestHandler, statuses: list[dict]) -> list[dict]:
        query = parse_qs(urlsplit(handler.path).query)
        after = int(query.get("min_id", ["0"])[0])
        before = int(query.get("max_id", ["9999999"])[0])
        found = [s for s in statuses if after < self.numbers[id(s)] < before]
        return (found[: self.page_size] if after else found[-self.page_size :])[::-1]


def account(name: str) -> dict:
    url = f"https://example.social/@{name}"
    return {"id": name, "acct": name, "display_name": name.title(), "url": url, "note": ""}


def send(handler: BaseHTTPRequestHandler, data: object, status: int = 200, **headers: str) -> None:
    body = json.dumps(data).encode()
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def read(channel: str) -> None:
    """Read the channel now, as its job does."""
    streams.make_due(channel)
    held = lease.claim(channel)
    assert held, "somebody else reads the channel"
    frappe.db.commit()
    run.read_channel(channel, held.token)


def texts(channel: str) -> list[str]:
    """What is stored for the channel, oldest first."""
    return frappe.get_all(
        "Social Interaction", {"channel": channel}, order_by="posted_at_utc, name", pluck="text"
    )


def state(channel: str, stream: str = "Mentions") -> dict:
    return frappe.get_all("Social Stream State", {"channel": channel, "stream": stream}, ["*"])[0]


def log(channel: str, status: str) -> list[dict]:
    return frappe.get_all(
        "Social Sync Log", {"channel": channel, "status": status}, ["*"], order_by="name"
    )
