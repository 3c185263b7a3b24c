"""A local HTTP server that answers as it is told to, well or badly."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

Script = Callable[[BaseHTTPRequestHandler], None]


class Seen(NamedTuple):
    """A call that reached the server."""

    method: str
    path: str
    headers: dict
    body: bytes


class FakeServer:
    """`with FakeServer() as server:` listens on a free loopback port; unknown paths are a 404."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._scripts: dict[str, Script] = {}
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> FakeServer:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def script(self, path: str, script: Script) -> None:
        """Let `script` write the answer to `path`, byte by byte if it likes."""
        self._scripts[path] = script

    def answer(
        self, path: str, body: bytes = b"{}", status: int = 200, headers: dict | None = None
    ) -> None:
        """Answer `path` in full."""
        self.script(path, lambda handler: send(handler, status, body, headers or {}))

    def html(self, path: str, status: int = 200) -> None:
        """Answer with a web page."""
        page = b"<!doctype html><title>Shop</title><p>Welcome</p>"
        self.answer(path, page, status, {"Content-Type": "text/html"})

    def half_json(self, path: str) -> None:
        """Answer with JSON that was cut off before it was sent."""
        self.answer(path, b'[{"id": "1", "content": "<p>hel')

    def cut_off(self, path: str) -> None:
        """Promise more bytes than come."""
        self.answer(path, b'{"id": 1', headers={"Content-Length": "5000"})

    def reset(self, path: str) -> None:
        """Reset the connection in place of an answer."""

        def script(handler: BaseHTTPRequestHandler) -> None:
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.close()

        self.script(path, script)

    def silence(self, path: str) -> None:
        """Take the call and never answer."""
        self.script(path, lambda handler: self._closing.wait(30))

    def drip(self, path: str) -> None:
        """Begin an answer and go on with a byte now and then, without an end."""

        def script(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while not self._closing.wait(0.05):
                handler.wfile.write(b" ")

        self.script(path, script)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake._serve(self)

            def do_POST(self) -> None:
                fake._serve(self)

            def log_message(self, *args: object) -> None:
                """Keep the tests' output for the tests."""

        return Handler

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.seen.append(Seen(handler.command, handler.path, dict(handler.headers), body))
        handler.close_connection = True
        script = self._scripts.get(urlsplit(handler.path).path)
        try:
            (script or (lambda h: send(h, 404, b'{"error": "Record not found"}', {})))(handler)
        except OSError:
            return  # the other side has left, as it should


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict) -> None:
    handler.send_response(status)
    defaults = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    for name, value in (defaults | headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
