"""The fake X's check of a call's signature: OAuthLib's server side of OAuth 1.0a.

Besides the tokens that people were set up with it knows those that they gave to an app.
https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    RequestTokenEndpoint,
    RequestValidator,
    ResourceEndpoint,
)

from tests.fakes.x_keys import APP_KEY, APP_SECRET, token_of, token_secret_of
from tests.fakes.x_world import User

NOBODY = "nobody"


class NotApproved(Exception):
    """No app may be called back at this address."""


@dataclass
class Asked:
    """A request token. `username`: who agreed, nobody yet; `verifier`: what they came back with."""

    secret: str
    callback: str
    ends_at: float
    username: str = ""
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def is_open(self) -> bool:
        return not self.username and time.time() < self.ends_at


class Keys:
    """The tokens and their secrets. `asked_lasts`: how many seconds a request token lives."""

    def __init__(self, users: Mapping[str, User], callbacks: set[str]) -> None:
        self.users = users
        self.callbacks = callbacks
        self.asked: dict[str, Asked] = {}
        self.asked_lasts = 900.0
        self._given: dict[str, tuple[str, str]] = {}

    def username_of(self, token: str) -> str | None:
        """Whose access token it is."""
        if token in self._given:
            return self._given[token][0]
        return next((name for name in self.users if token == token_of(name)), None)

    def secret_of(self, token: str) -> str:
        if token in self._given:
            return self._given[token][1]
        return token_secret_of(self.username_of(token) or NOBODY)

    def give(self, username: str, token: str, secret: str) -> None:
        self._given[token] = username, secret

    def end(self, username: str | None = None, token: str | None = None) -> int:
        """Forget what somebody gave to the app, or one token of it; how many."""
        given = self._given.items()
        ended = [t for t, (name, _secret) in given if username in (None, name)]
        ended = [one for one in ended if token in (None, one)]
        for one in ended:
            del self._given[one]
        return len(ended)

    def secrets(self) -> Iterator[str]:
        """Everything that nobody may show."""
        yield APP_SECRET
        for asked in list(self.asked.values()):
            yield from (asked.secret, asked.verifier)
        for token, (_username, secret) in list(self._given.items()):
            yield from (token, secret)


class Signatures:
    """Tells whose call it is; gives request tokens, and access tokens for them."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        validator = _Validator(keys)
        self._calls = ResourceEndpoint(validator)
        self._asking = RequestTokenEndpoint(validator)
        self._giving = AccessTokenEndpoint(validator)

    def user_of(self, uri: str, method: str, headers: dict) -> str | None:
        """The username behind a call; None when its signature is not right."""
        valid, request = self._calls.validate_protected_resource_request(
            uri, http_method=method, body=None, headers=_signed(headers)
        )
        return self._keys.username_of(request.resource_owner_key) if valid else None

    def request_token(self, uri: str, headers: dict) -> str | None:
        """A request token as a form; None when the call is not right. Raises NotApproved."""
        _headers, form, status = self._asking.create_request_token_response(
            uri, "POST", None, _signed(headers)
        )
        return form if status == 200 else None

    def access_token(self, uri: str, headers: dict) -> str | None:
        """An access token as a form, once for a request token; None when the call is not right."""
        _headers, form, status = self._giving.create_access_token_response(
            uri, "POST", None, _signed(headers)
        )
        return form if status == 200 else None


def _signed(headers: dict) -> dict[str, str]:
    """The signature alone: bodies of X's calls are not signed."""
    header = headers.get("Authorization", "")
    return {"Authorization": header} if header.startswith("OAuth ") else {}


class _Validator(RequestValidator):
    enforce_ssl = False
    dummy_client = dummy_access_token = dummy_request_token = NOBODY

    def __init__(self, keys: Keys):
        super().__init__()
        self._keys = keys
        self._nonces: set[tuple] = set()

    def check_client_key(self, client_key: str) -> bool:
        return bool(client_key)

    check_access_token = check_request_token = check_verifier = check_nonce = check_client_key

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ) -> bool:
        used = (access_token or request_token, timestamp, nonce)
        fresh = used not in self._nonces
        self._nonces.add(used)
        return fresh

    def validate_client_key(self, client_key: str, request: object) -> bool:
        return client_key == APP_KEY

    def validate_access_token(self, client_key: str, token: str, request: object) -> bool:
        return self._keys.username_of(token) is not None

    def validate_realms(self, *args: object, **kwargs: object) -> bool:
        return True

    validate_requested_realms = validate_realms

    def get_default_realms(self, client_key: str, request: object) -> list[str]:
        return []

    get_realms = get_default_realms

    def get_client_secret(self, client_key: str, request: object) -> str:
        return APP_SECRET

    def get_access_token_secret(self, client_key: str, token: str, request: object) -> str:
        return self._keys.secret_of(token)

    # Asking

    def validate_redirect_uri(self, client_key: str, redirect_uri: str, request: object) -> bool:
        """Told apart from a wrong signature, as X does: see `save_request_token`."""
        return True

    def save_request_token(self, token: dict, request) -> None:
        if request.redirect_uri not in self._keys.callbacks:
            raise NotApproved
        ends_at = time.time() + self._keys.asked_lasts
        asked = Asked(token["oauth_token_secret"], request.redirect_uri, ends_at)
        self._keys.asked[token["oauth_token"]] = asked

    # Giving

    def validate_request_token(self, client_key: str, token: str, request: object) -> bool:
        asked = self._keys.asked.get(token)
        return bool(asked and asked.username) and time.time() < asked.ends_at

    def validate_verifier(
        self, client_key: str, token: str, verifier: str, request: object
    ) -> bool:
        asked = self._keys.asked.get(token)
        return bool(asked) and secrets.compare_digest(asked.verifier, verifier)

    def get_request_token_secret(self, client_key: str, token: str, request: object) -> str:
        asked = self._keys.asked.get(token)
        return asked.secret if asked else NOBODY

    def save_access_token(self, token: dict, request) -> None:
        username = self._keys.asked[request.resource_owner_key].username
        user_id = self._keys.users[username].id
        token["oauth_token"] = f"{user_id}-{token['oauth_token']}"
        del token["oauth_authorized_realms"]
        token |= {"user_id": user_id, "screen_name": username}
        self._keys.give(username, token["oauth_token"], token["oauth_token_secret"])

    def invalidate_request_token(self, client_key: str, token: str, request: object) -> None:
        del self._keys.asked[token]
