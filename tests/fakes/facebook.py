"""A stateful fake of Facebook that refuses what Facebook refuses, with one Page and its visitors.

`with FacebookServer() as server:` listens on a free loopback port. People act through
`server.world`; on who connects a Page another process acts too: see `FacebookDoors.controls`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.facebook_accounts import NO_CATEGORY, ManagedPage
from tests.fakes.facebook_api import FacebookApi, Refusal
from tests.fakes.facebook_connect import FacebookDoors
from tests.fakes.facebook_shapes import PAGE_FIELDS, checked_fields, page_facts, refusal
from tests.fakes.facebook_world import PAGE, World
from tests.fakes.oauth2 import Token
from tests.fakes.oauth2_server import OAuthServer

VERSION = "/v26.0"
EXPIRED = 463
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


class FacebookServer(OAuthServer):
    """`scopes`: what the Page's token may do; `refused`: the subcode with which Meta takes it no
    more; `usage`: headers that tell how much of the allowance is used.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.world = World()
        self.api = FacebookApi(self.world)
        self.doors = FacebookDoors(APP_ID, APP_SECRET)
        self.scopes: tuple[str, ...] = SCOPES
        self.refused: int | None = None
        self.usage: dict[str, object] = {}

    def respond(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """(status, headers, JSON or text) of a call."""
        if answer := self.doors.answer(method, address, headers, body):
            return answer
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

        next_address = self._next_addresses(path, query, token)
        if given := self.doors.accounts.token(token):
            return self._by_given(given, method, path, query, body, next_address)
        if token == PERSON_TOKEN and path == "/me" and "category" in query.get("fields", ""):
            raise refusal(100, NO_CATEGORY)
        if token != PAGE_TOKEN:
            raise refusal(190, "Invalid OAuth access token - Cannot parse access token")
        with self.world.lock:
            return self.api.answer(method, path, query, body, self.scopes, next_address)

    def _by_given(
        self, token: Token, method: str, path: str, query: dict, body: dict, next_address: Callable
    ) -> object:
        """What a token gets that somebody gave by the dialog."""
        if not token.is_good:
            raise _sign_in(int(token.ended) if token.ended.isdecimal() else EXPIRED)
        page = self.doors.accounts.page(token)
        if page is None:
            return self.doors.accounts.answer(token, method, path, query, next_address)
        if page.id != PAGE:
            return _other_page(page, method, path, query)
        with self.world.lock:
            return self.api.answer(method, path, query, body, token.grant.scopes, next_address)

    def _next_addresses(self, path: str, query: dict, token: str) -> Callable[..., str]:
        def next_address(**differs: str) -> str:
            asked = query | differs | {"access_token": token}
            asked.pop("appsecret_proof", None)
            return f"{self.url}{VERSION}{path}?{urlencode(asked)}"

        return next_address

    def _check_proof(self, token: str, query: dict) -> None:
        given = query.get("appsecret_proof")
        if given is None:
            words = "API calls from the server require an appsecret_proof argument"
            raise refusal(100, words, kind="GraphMethodException")
        wanted = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        is_known = token == PAGE_TOKEN or self.doors.accounts.token(token)
        if not hmac.compare_digest(given, wanted) and is_known:
            words = "Invalid appsecret_proof provided in the API argument"
            raise refusal(100, words, kind="GraphMethodException")

    def _debugged(self, token: str, query: dict) -> dict:
        if token != f"{APP_ID}|{APP_SECRET}":
            raise refusal(190, "Invalid OAuth access token signature.")
        if query.get("input_token") != PAGE_TOKEN:
            return {"data": self.doors.accounts.described(query.get("input_token", ""), APP_ID)}
        known = {"app_id": APP_ID, "type": "PAGE", "profile_id": PAGE, "is_valid": True}
        ends = {"expires_at": 0, "data_access_expires_at": 1900000000}
        return {"data": known | ends | {"scopes": list(self.scopes)}}


def _other_page(page: ManagedPage, method: str, path: str, query: dict) -> dict:
    """What stands on a Page that is not the fake's own: its name."""
    if (method, path) != ("GET", "/me"):
        raise refusal(100, f"Unsupported request: {path}", subcode=33)
    facts = page_facts(page.id, page.name)
    return {n: facts[n] for n in checked_fields(query, PAGE_FIELDS, "Page") if n in facts}


def _sign_in(subcode: int) -> Refusal:
    words = "Error validating access token: Session has expired"
    return refusal(190, words, subcode=subcode, status=401)


def signature(body: bytes) -> str:
    """What Meta puts beside a push."""
    return "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
