"""A stateful fake of a Bluesky server that refuses what Bluesky refuses.

`with BlueskyServer() as server:` listens on a free loopback port, with COMPANY and CUSTOMERS on it;
people act through `server.world`. What it does was compared with the servers of npm's
`@atproto/dev-env`: `tests/unit/networks/test_bluesky_servers.py` runs the same steps on those.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from tests.fakes.bluesky_api import BlueskyApi
from tests.fakes.bluesky_sessions import Sessions, error
from tests.fakes.bluesky_world import COMPANY, CUSTOMERS, World
from tests.fakes.json_server import Call, JsonServer, Refusal


class BlueskyServer(JsonServer):
    """The account's server, and behind it the whole network."""

    def __init__(self, handles: tuple[str, ...] = (COMPANY, *CUSTOMERS)):
        super().__init__()
        self.world = World(handles)
        self.sessions = Sessions(self.world)
        self.api = BlueskyApi(self.world)

    def answer(self, call: Call) -> tuple[int, dict, object]:
        method = call.path.removeprefix("/xrpc/")
        if call.method == "POST":
            return 200, {}, self._done(method, call)
        if method not in self.api.methods:
            raise _unknown(method)
        caller, _messages = self.sessions.caller(call.headers)
        query = parse_qs(urlsplit(call.address).query)
        return 200, {}, self.api.methods[method](caller, query)

    def asked(self, method: str) -> list[str]:
        """The addresses of the calls of a method, the last part of its name for one."""
        return [address for _method, address in self.seen if method in address]

    def _done(self, method: str, call: Call) -> dict:
        if method == "com.atproto.server.refreshSession":
            return self.sessions.refresh(call.headers) | self._document()
        body = _json(call.body)
        if method == "com.atproto.server.createSession":
            return self.sessions.create(body) | self._document()
        if method not in self.api.procedures:
            raise _unknown(method)
        caller, _messages = self.sessions.caller(call.headers)
        return self.api.procedures[method](caller, body)

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
