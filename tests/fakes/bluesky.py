"""A stateful fake of a Bluesky server that refuses what Bluesky refuses.

`with BlueskyServer() as server:` listens on a free loopback port, with COMPANY and CUSTOMERS on it;
people act through `server.world`. What it does was compared with the servers of npm's
`@atproto/dev-env`: `tests/unit/networks/test_bluesky_servers.py` runs the same steps on those.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from tests.fakes.bluesky_api import BlueskyApi
from tests.fakes.bluesky_sessions import Refusal, Sessions, error
from tests.fakes.bluesky_world import COMPANY, CUSTOMERS, World
from tests.fakes.json_server import JsonServer


class BlueskyServer(JsonServer):
    """The account's server, and behind it the whole network.

    `loses_answers`: whoever writes is told of a failure once it is done.
    """

    def __init__(self, handles: tuple[str, ...] = (COMPANY, *CUSTOMERS)):
        super().__init__()
        self.world = World(handles)
        self.sessions = Sessions(self.world)
        self.api = BlueskyApi(self.world)
        self.loses_answers = False

    def respond(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """(status, headers, JSON) of a call."""
        name = urlsplit(address).path.removeprefix("/xrpc/")
        try:
            if method == "POST":
                return 200, {}, self._done(name, headers, body)
            return 200, {}, self._read(name, headers, parse_qs(urlsplit(address).query))
        except Refusal as refusal:
            return refusal.status, refusal.headers, refusal.body

    def asked(self, method: str) -> list[str]:
        """The addresses of the calls of a method, the last part of its name for one."""
        return [address for _method, address in self.seen if method in address]

    def _read(self, name: str, headers: dict, query: dict) -> dict:
        if name not in self.api.methods:
            raise _unknown(name)
        return self.api.methods[name](self.sessions.caller(headers), query)

    def _done(self, name: str, headers: dict, body: bytes) -> dict:
        if name == "com.atproto.server.refreshSession":
            return self.sessions.refresh(headers) | self._document()
        if name == "com.atproto.server.createSession":
            return self.sessions.create(_json(body)) | self._document()
        if name not in self.api.procedures:
            raise _unknown(name)
        answer = self.api.procedures[name](self.sessions.caller(headers), _json(body))
        if self.loses_answers:
            raise Refusal(502, error("UpstreamFailure", "Upstream Failure"))
        return answer

    def _document(self) -> dict:
        service = {"id": "#atproto_pds", "serviceEndpoint": self.url}
        return {"didDoc": {"service": [service | {"type": "AtprotoPersonalDataServer"}]}}


def _json(body: bytes) -> dict:
    try:
        return json.loads(body)
    except ValueError as broken:
        raise Refusal(400, error("InvalidRequest", "Unable to parse JSON")) from broken


def _unknown(method: str) -> Refusal:
    return Refusal(501, error("MethodNotImplemented", f"Method Not Implemented: {method}"))
