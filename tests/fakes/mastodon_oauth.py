"""OAuth as a Mastodon server does it, in front of `mastodon-mock`, which takes any app's any code.

`with MastodonLogin(server, username) as login:` listens on a free loopback port. An account that is
connected there calls the server behind it, as far as its scopes reach; other tokens go through.
https://docs.joinmastodon.org/methods/oauth/ and https://docs.joinmastodon.org/api/oauth-scopes/
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

import requests

from tests.fakes.mastodon import MastodonServer, token_of
from tests.fakes.oauth2 import Client, Given, Provider, Refused, Rules
from tests.fakes.oauth2_server import Doors, OAuthServer, by_form, form_of

APPS, METADATA = "/api/v1/apps", "/.well-known/oauth-authorization-server"
KINDS = ("accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes")
KINDS += ("notifications", "search", "statuses")
KNOWN = Client("", frozenset({"read", "write", "follow", "push", "profile"}))
NOT_GOOD = "The provided authorization grant is invalid, expired, revoked, does not match the "
NOT_GOOD += "redirection URI used in the authorization request, or was issued to another client."
NO_CLIENT = "Client authentication failed due to unknown client, no client authentication "
NO_CLIENT += "included, or unsupported authentication method."
WORDS = {
    "invalid_grant": NOT_GOOD,
    "invalid_client": NO_CLIENT,
    "invalid_scope": "The requested scope is invalid, unknown, or malformed.",
    "unsupported_response_type": "The authorization server does not support this response type.",
    "unsupported_grant_type": "The authorization grant type is not supported by the authorization "
    "server.",
    "unauthorized_client": "You are not authorized to revoke this token",
}
STATUS = {"invalid_client": 401, "unauthorized_client": 403}
DENIED = "The resource owner or authorization server denied the request."
# What a call needs besides its method, by the beginning of its path.
NEEDED = (
    ("/api/v1/notifications", "notifications"),
    ("/api/v2/notifications", "notifications"),
    ("/api/v1/accounts/verify_credentials", "accounts"),
    ("/api/v1/accounts", "statuses"),
    ("/api/v2/search", "search"),
    ("/api/v1/statuses", "statuses"),
    ("/api/v1/timelines", "statuses"),
    ("/api/v1/conversations", "statuses"),
)
PASSED_ON = ("Content-Type", "Link", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining")
PASSED_ON += ("X-RateLimit-Reset", "Deprecation")


class MastodonDoors(Doors):
    """Apps register themselves; tokens do not expire, and are not refreshed."""

    network = "Mastodon"
    authorize, token, revocation = "/oauth/authorize", "/oauth/token", "/oauth/revoke"
    buttons = ("Authorize", "Deny")

    def __init__(self, username: str) -> None:
        super().__init__(Provider(Rules(), [], username))

    def register_app(self, method: str, headers: Mapping, body: bytes) -> tuple:
        """The answer to an app that registers itself."""
        try:
            form = form_of(method, headers, body)
            return 200, {}, self._registered(form)
        except Refused as refused:
            return 422, {}, {"error": f"Validation failed: {refused.about}"}

    def _registered(self, form: Mapping[str, str]) -> dict:
        addresses = form.get("redirect_uris", "").split()
        scopes = frozenset(form.get("scopes", "read").split())
        if not form.get("client_name"):
            raise Refused("invalid_request", "Application name can't be blank")
        if not addresses or not all(map(_is_callback, addresses)):
            raise Refused("invalid_request", "Redirect URI must be an absolute URI.")
        if not all(map(_is_known, scopes)):
            raise Refused("invalid_scope", "Scopes doesn't match configured on the server.")
        client = Client(
            secrets.token_urlsafe(32),
            scopes,
            secrets.token_urlsafe(32),
            set(addresses),
            form["client_name"],
        )
        self.provider.clients[client.id] = client
        return {
            "id": str(len(self.provider.clients)),
            "name": client.name,
            "website": form.get("website") or None,
            "scopes": sorted(scopes),
            "redirect_uri": "\n".join(addresses),
            "redirect_uris": addresses,
            "client_id": client.id,
            "client_secret": client.secret,
            "client_secret_expires_at": 0,
        }

    def client(self, headers: Mapping, form: Mapping[str, str]) -> Client:
        return by_form(self.provider, form)

    def told(self, given: Given) -> dict:
        return {
            "access_token": given.access.value,
            "token_type": "Bearer",
            "scope": " ".join(given.access.grant.scopes),
            "created_at": int(given.access.created_at),
        }

    def refusal(self, refused: Refused) -> tuple:
        words = WORDS.get(refused.error, f"Missing or wrong parameter: {refused.about}")
        told = {"error": refused.error, "error_description": words}
        return STATUS.get(refused.error, 400), {}, told

    def denied(self) -> dict[str, str]:
        return {"error": "access_denied", "error_description": DENIED}

    def words(self, refused: Refused) -> str:
        if refused.about == "redirect_uri":
            return "The redirect uri included is not valid."
        return WORDS.get(refused.error, f"Missing or wrong parameter: {refused.about}")


class MastodonLogin(OAuthServer):
    """The doors, and behind them the server. `username`: who is signed in there."""

    def __init__(self, behind: MastodonServer, username: str, port: int = 0) -> None:
        super().__init__(port)
        self.doors = MastodonDoors(username)
        self._behind = behind

    def respond(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """(status, headers, JSON or text) of a call."""
        path = urlsplit(address).path
        if path == METADATA:
            return 200, {}, self._metadata()
        if answer := self.doors.answer(method, address, headers, body):
            return answer
        if path == APPS:
            return self.doors.register_app(method, headers, body)
        try:
            return self._pass_on(method, address, self._known_behind(method, path, headers), body)
        except Refused as refused:
            return int(refused.error), {}, {"error": refused.about}

    def _known_behind(self, method: str, path: str, headers: dict) -> dict:
        """The headers with a token that the server behind knows. Raises Refused."""
        value = headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.doors.provider.tokens.get(value)
        if token is None:
            return headers
        if not token.is_good:
            raise Refused("401", "The access token was revoked")
        if not _allows(token.grant.scopes, method, path):
            raise Refused("403", "This action is outside the authorized scopes")
        return headers | {"Authorization": f"Bearer {token_of(token.grant.username)}"}

    def _pass_on(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """The host stays the one that was asked: the server behind makes its links of it."""
        answer = requests.request(
            method, self._behind.url + address, headers=headers, data=body, timeout=20
        )
        kept = {n: answer.headers[n] for n in PASSED_ON if n in answer.headers}
        return answer.status_code, kept, answer.content.decode()

    def _metadata(self) -> dict:
        """https://docs.joinmastodon.org/methods/oauth/#authorization-server-metadata"""
        return {
            "issuer": f"{self.url}/",
            "authorization_endpoint": self.url + self.doors.authorize,
            "token_endpoint": self.url + self.doors.token,
            "revocation_endpoint": self.url + self.doors.revocation,
            "app_registration_endpoint": self.url + APPS,
            "scopes_supported": [*sorted(KNOWN.scopes), *(f"read:{kind}" for kind in KINDS)],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }


def _is_callback(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme in ("http", "https") and parts.netloc and not parts.fragment)


def _is_known(scope: str) -> bool:
    kind, _, what = scope.partition(":")
    return KNOWN.may_ask(kind) and (not what or what in KINDS)


def _allows(scopes: tuple[str, ...], method: str, path: str) -> bool:
    if path.startswith(("/api/v1/instance", "/api/v2/instance")):
        return True
    kind = "read" if method == "GET" else "write"
    what = next((what for start, what in NEEDED if path.startswith(start)), "")
    return bool({kind, f"{kind}:{what}"} & set(scopes))
