"""A stateful fake of Facebook that refuses what Facebook refuses, with one Page and its visitors.

`with FacebookServer() as server:` listens on a free loopback port. People act through
`server.world`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.facebook_api import FacebookApi, Refusal
from tests.fakes.facebook_shapes import refusal
from tests.fakes.facebook_world import PAGE, World
from tests.fakes.json_server import JsonServer

VERSION = "/v26.0"
APP_ID, APP_SECRET = "415263748596", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PAGE_TOKEN = "EAAGm0PageTokenOfBorovaTools000000000000000000"
PERSON_TOKEN = "EAAGm0TokenOfAPerson0000000000000000000000000000"
SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_messaging",
    "read_insights",
)


class FacebookServer(JsonServer):
    """`scopes`: what the Page's token may do; `refused`: the subcode with which Meta takes it no
    more; `usage`: headers that tell how much of the allowance is used.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.world = World()
        self.api = FacebookApi(self.world)
        self.scopes: tuple[str, ...] = SCOPES
        self.refused: int | None = None
        self.usage: dict[str, object] = {}

    def respond(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """(status, headers, JSON) of a call."""
        told = {name: json.dumps(value) for name, value in self.usage.items()}
        parts = urlsplit(address)
        try:
            if not parts.path.startswith(VERSION):
                raise refusal(2500, "Unknown path components: " + parts.path)
            query = dict(parse_qsl(parts.query))
            answer = self._answered(
                method, parts.path.removeprefix(VERSION), query, headers, json.loads(body or b"{}")
            )
            return 200, told, answer
        except Refusal as error:
            return error.status, told, error.body

    def _answered(self, method: str, path: str, query: dict, headers: dict, body: dict) -> object:
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        self._check_proof(token, query)
        if path == "/debug_token":
            return self._debugged(token, query)
        if self.refused:
            raise _sign_in(self.refused)
        if token == PERSON_TOKEN and path == "/me" and "category" in query.get("fields", ""):
            words = "(#100) Tried accessing nonexisting field (category) on node type (User)"
            raise refusal(100, words)
        if token != PAGE_TOKEN:
            raise refusal(190, "Invalid OAuth access token - Cannot parse access token")

        def next_address(**differs: str) -> str:
            asked = query | differs | {"access_token": token}
            asked.pop("appsecret_proof", None)
            return f"{self.url}{VERSION}{path}?{urlencode(asked)}"

        with self.world.lock:
            return self.api.answer(method, path, query, body, self.scopes, next_address)

    def _check_proof(self, token: str, query: dict) -> None:
        given = query.get("appsecret_proof")
        if given is None:
            words = "API calls from the server require an appsecret_proof argument"
            raise refusal(100, words, kind="GraphMethodException")
        wanted = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given, wanted) and token == PAGE_TOKEN:
            words = "Invalid appsecret_proof provided in the API argument"
            raise refusal(100, words, kind="GraphMethodException")

    def _debugged(self, token: str, query: dict) -> dict:
        if token != f"{APP_ID}|{APP_SECRET}":
            raise refusal(190, "Invalid OAuth access token signature.")
        if query.get("input_token") != PAGE_TOKEN:
            return {"data": {"is_valid": False, "scopes": []}}
        known = {"app_id": APP_ID, "type": "PAGE", "profile_id": PAGE, "is_valid": True}
        ends = {"expires_at": 0, "data_access_expires_at": 1900000000}
        return {"data": known | ends | {"scopes": list(self.scopes)}}


def _sign_in(subcode: int) -> Refusal:
    words = "Error validating access token: Session has expired"
    return refusal(190, words, subcode=subcode, status=401)


def signature(body: bytes) -> str:
    """What Meta puts beside a push."""
    return "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
