"""A network in one process that speaks JSON: it counts who asks, and refuses on demand.

What it answers comes from whoever inherits `JsonServer`. Another process acts on it over
POST /_control/NAME, whose JSON are the arguments of what bears that name in `controls`; it answers
{"answer": …}.
"""

from __future__ import annotations

import json
import re
import threading
from abc import abstractmethod
from collections.abc import Callable
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
        """(status, headers, JSON, or the text of a page) of a call."""

    def controls(self) -> dict[str, Callable]:
        """What another process may call."""
        return {"refuse": self.refuse, "heal": self.heal}

    def refuse(
        self,
        path: str,
        status: int = 500,
        body: dict | str | None = None,
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
        path = urlsplit(address).path
        if path.startswith("/_control/"):
            return self._controlled(path.removeprefix("/_control/"), body)
        self.seen.append((method, address))
        if rule := self._refusal(path):
            return rule["status"], rule["headers"], rule["body"]
        return self.respond(method, address, headers, body)

    def _controlled(self, name: str, body: bytes) -> tuple:
        control = self.controls().get(name)
        if control is None:
            return 404, {}, {"detail": f"There is no {name}."}
        try:
            return 200, {}, {"answer": control(**json.loads(body or b"{}"))}
        except (TypeError, KeyError, AttributeError) as error:
            return 400, {}, {"detail": repr(error)}

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
            body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            kind = {"Content-Type": "application/json", "Content-Length": len(body)}
            for name, value in (kind | more).items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_DELETE = do_GET

        def log_message(self, *args: object) -> None:
            """Keep the tests' output for the tests."""

    return Handler
