"""What the public sees: a page with the newest threads of the network, on a port of its own.

Needs no login and shows what anybody may read; it draws itself anew every few seconds. Started as
`python devbench/demo/public.py --port N --mastodon URL`.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from functools import lru_cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from devbench.demo import public_page  # noqa: E402
from devbench.demo.people import COMPANY  # noqa: E402

PAGE_SIZE, PAGES = 40, 2
PATIENCE = 10  # seconds that the network may take
FOR_EVERYBODY = ("public", "unlisted")
FILES = {"/page.css": "text/css", "/page.js": "text/javascript"}
SECURITY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'"


class Timeline:
    """The public part of a Mastodon server: https://docs.joinmastodon.org/methods/timelines/."""

    def __init__(self, server: str) -> None:
        self.server = server.rstrip("/")
        self._one = lru_cache(maxsize=500)(self._read_one)

    def threads(self) -> list[list[dict[str, Any]]]:
        """The newest threads, the one with the newest post first; in each the oldest post first."""
        return public_page.threads_of(self._newest(), self._one)

    def _newest(self) -> list[dict[str, Any]]:
        posts: list[dict[str, Any]] = []
        for _page in range(PAGES):
            before = f"&max_id={posts[-1]['id']}" if posts else ""
            page = self._read(f"/api/v1/timelines/public?limit={PAGE_SIZE}{before}")
            posts += page
            if len(page) < PAGE_SIZE:
                break
        return posts

    def _read_one(self, post: str) -> dict[str, Any] | None:
        """A post by its id; None when it was deleted or is not for everybody."""
        try:
            status = self._read(f"/api/v1/statuses/{post}")
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return None
        return status if status["visibility"] in FOR_EVERYBODY else None

    def _read(self, path: str) -> Any:
        with urllib.request.urlopen(self.server + path, timeout=PATIENCE) as answer:
            return json.load(answer)


class Page(BaseHTTPRequestHandler):
    """Serves the page, its two files, and the threads that it asks for."""

    def __init__(self, timeline: Timeline, *args: Any) -> None:
        self.timeline = timeline
        super().__init__(*args)

    def do_GET(self) -> None:  # the name that http.server looks for
        if self.path == "/":
            self._answer(public_page.whole(COMPANY["display_name"]))
        elif self.path == "/threads":
            self._answer(self._threads())
        elif self.path in FILES:
            file = HERE / "public_files" / self.path.lstrip("/")
            self._answer(file.read_text(), kind=FILES[self.path])
        else:
            self._answer("There is nothing here.", status=404, kind="text/plain")

    def log_message(self, *_args: Any) -> None:
        """A line every few seconds would bury what matters."""

    def _threads(self) -> str:
        try:
            return public_page.threads(self.timeline.threads(), COMPANY["username"])
        except (OSError, ValueError) as error:
            return public_page.trouble(str(error))

    def _answer(self, text: str, *, status: int = 200, kind: str = "text/html") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", SECURITY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--mastodon", required=True)
    options = parser.parse_args()
    page = partial(Page, Timeline(options.mastodon))
    ThreadingHTTPServer(("127.0.0.1", options.port), page).serve_forever()


if __name__ == "__main__":
    main()
