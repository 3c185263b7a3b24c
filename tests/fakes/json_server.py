"""A network in one process that speaks JSON: it counts who asks, and refuses on demand.

What it answers comes from whoever inherits `JsonServer`.
"""

from __future__ import annotations

import json
import re
import threading
from abc import abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class JsonServer:
    """`with server:` listens on a loopback port, a free one unless `port` is given."""

    def __init__(self, port: int = 0) -> None:
        self.seen: list[tuple[str, str]] = []
        self._refusals: list[dict] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @abstractmethod
    def respond(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """(status, headers, JSON) of a call."""

    def refuse(
        self,
        path: str,
        status: int = 500,
        body: dict | None = None,
        headers: dict | None = None,
        count: int = 1,
    ) -> None:
        """Answer the next `count` calls whose path matches the regular expression like this."""
        rule = {"path": path, "status": status, "body": body or {}, "headers": headers or {}}
        self._refusals.append(rule | {"left": count})

    def heal(self) -> None:
        self._refusals.clear()

    def answer(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """What goes out: a refusal that was asked for, or what the network says."""
        self.seen.append((method, address))
        if rule := self._refusal(urlsplit(address).path):
            return rule["status"], rule["headers"], rule["body"]
        return self.respond(method, address, headers, body)

    def _refusal(self, path: str) -> dict | None:
        rule = next((r for r in self._refusals if r["left"] and re.search(r["path"], path)), None)
        if rule:
            rule["left"] -= 1
        return rule


def _handler(server: JsonServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = dict(self.headers.items())
            status, more, answer = server.answer(
                self.command, self.path, headers, self.rfile.read(length)
            )
            body = json.dumps(answer).encode()
            self.send_response(status)
            kind = {"Content-Type": "application/json", "Content-Length": len(body)}
            for name, value in (kind | more).items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            """Keep the tests' output for the tests."""

    return Handler
