"""What a person enters for an account, and the four values with which its calls are signed (OAuth
1.0a, user context). Those do not expire; an account that was connected with OAuth 2 has only the
app's two of them.

https://docs.x.com/fundamentals/authentication/oauth-1-0a/overview
"""

from __future__ import annotations

from collections.abc import Iterator

import requests
from requests_oauthlib import OAuth1

from ..contract import Account, ConnectionField
from ..errors import AuthenticationFailed
from ..words import _

# https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
SCOPES = ("tweet.read", "users.read", "tweet.write", "dm.read", "dm.write", "offline.access")
SIGNED = (
    ConnectionField(
        "app_key",
        "API Key",
        _(
            "In X's developer portal open your app, Keys and tokens, Consumer Keys. The app needs "
            "the permission Read and write and Direct message."
        ),
        secret=True,
    ),
    ConnectionField(
        "app_secret", "API Key Secret", _("It stands beside the API Key."), secret=True
    ),
    ConnectionField(
        "access_token",
        "Access Token",
        _(
            "On the same page generate the Access Token and Secret of the account that shall "
            "listen and answer. Generate them anew after you changed the app's permissions."
        ),
        secret=True,
    ),
    ConnectionField(
        "access_token_secret",
        "Access Token Secret",
        _("It stands beside the Access Token."),
        secret=True,
    ),
)
FIELDS = (
    *SIGNED,
    ConnectionField(
        "client_id",
        "OAuth 2.0 Client ID",
        _(
            "Only to connect with OAuth 2.0, whose tokens X lets end after two hours and we renew. "
            "Left empty, the account is connected with the API Key, for good."
        ),
    ),
    ConnectionField(
        "client_secret",
        "OAuth 2.0 Client Secret",
        _("It stands beside the Client ID."),
        secret=True,
    ),
)
_PLACES = {"access_token": "token", "access_token_secret": "token_secret"}


class Signature(requests.auth.AuthBase):
    """Signs each call. Raises AuthenticationFailed, naming the field whose value can't be one."""

    def __init__(self, account: Account):
        self._account = account

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        wrong = next((f.label for f in SIGNED if not _usable(_value(self._account, f))), None)
        if wrong:
            raise AuthenticationFailed(
                _("The {0} is missing or not a whole one. Copy it from X's developer portal."),
                wrong,
            )
        return OAuth1(*(_value(self._account, field) for field in SIGNED))(request)


def uses_oauth2(account: Account) -> bool:
    """Whether the account was, or is to be, connected with OAuth 2."""
    return bool(account.client_id.strip()) and not account.token.strip()


def secrets_of(account: Account) -> Iterator[str]:
    """What must never be shown."""
    for field in SIGNED:
        yield _value(account, field)
    yield account.client_secret


def _value(account: Account, field: ConnectionField) -> str:
    return getattr(account, _PLACES.get(field.name, field.name)).strip()


def _usable(value: str) -> bool:
    return bool(value) and value.isascii() and value.isprintable() and " " not in value
