"""A guestbook on this machine: the network that the sample app speaks to."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.fakes.http_server import FakeServer

TOKEN = "the-key-of-the-guestbook"
SHOP = "shop"
AT_ONCE = 20
LONGEST = 400


class GuestbookServer(FakeServer):
    """Refuses a wrong key, a second entry under one key of idempotency, and what is too long."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[dict] = []
        for path, answer in (("/me", self._me), ("/mine", self._mine), ("/entries", self._entries)):
            self.script(path, self._guarded(answer))

    def write(self, text: str, by: str = "anna", answers: str | None = None, key: str = "") -> dict:
        """A new entry."""
        number = f"g-{secrets.token_hex(6)}"
        entry = {"id": number, "by": by, "text": text, "answers": answers, "key": key}
        entry |= {"at": _now(), "url": f"{self.url}/entries/{number}"}
        self.entries.append(entry)
        self.script(f"/entries/{number}", self._guarded(lambda _handler: entry))
        return entry

    def remove(self, number: str) -> None:
        """Take an entry out."""
        self.entries = [entry for entry in self.entries if entry["id"] != number]
        self.answer(f"/entries/{number}", b'{"error": "No such entry"}', 404)

    def _guarded(self, answer):
        def script(handler: BaseHTTPRequestHandler) -> None:
            if handler.headers.get("Authorization") != f"Bearer {TOKEN}":
                return _send(handler, 401, {"error": "Wrong key"})
            if handler.command == "POST":
                return _send(handler, *self._sign(handler))
            return _send(handler, 200, answer(handler))

        return script

    def _me(self, _handler: BaseHTTPRequestHandler) -> dict:
        return {"name": SHOP, "url": f"{self.url}/people/{SHOP}"}

    def _mine(self, handler: BaseHTTPRequestHandler) -> dict:
        key = _query(handler)["key"]
        return {"entries": [entry for entry in self.entries if entry["key"] == key]}

    def _entries(self, handler: BaseHTTPRequestHandler) -> dict:
        query = _query(handler)
        theirs = [entry for entry in self.entries if entry["by"] != SHOP]
        ids = [entry["id"] for entry in theirs]
        if "after" in query:
            start = ids.index(query["after"]) + 1 if query["after"] in ids else 0
            return {"entries": theirs[start : start + AT_ONCE]}
        end = ids.index(query["before"]) if query.get("before") in ids else len(theirs)
        return {"entries": theirs[max(0, end - AT_ONCE) : end]}

    def _sign(self, handler: BaseHTTPRequestHandler) -> tuple[int, dict]:
        body = json.loads(self.seen[-1].body)
        if len(body["text"]) > LONGEST:
            return 422, {"error": "Too long"}
        signed = [entry for entry in self.entries if entry["key"] == body["key"]]
        return 200, signed[0] if signed else self.write(body["text"], SHOP, **_rest(body))


def _rest(body: dict) -> dict:
    return {"answers": body["answers"], "key": body["key"]}


def _query(handler: BaseHTTPRequestHandler) -> dict[str, str]:
    query = parse_qs(urlsplit(handler.path).query, keep_blank_values=True)
    return {name: values[0] for name, values in query.items()}


def _now() -> str:
    return datetime.now(timezone.utc).isoformat()


def _send(handler: BaseHTTPRequestHandler, status: int, data: dict) -> None:
    body = json.dumps(data).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
