"""The values with which a Page's calls are made, and the proof that they come from the app.

https://developers.facebook.com/docs/graph-api/guides/secure-requests
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from ..contract import Account, ConnectionField
from ..errors import AuthenticationFailed
from ..words import _

# With the permissions that reading needs; the others are asked for where they are missing.
READING = ("pages_read_engagement", "pages_read_user_content")
SCOPES = ("pages_show_list", *READING, "pages_manage_engagement", "pages_messaging")
# For pushes, and for the figures of a day.
MORE = ("pages_manage_metadata", "read_insights")
DEBUG = "debug_token"
FIELDS = (
    ConnectionField(
        "app_key",
        _("App ID"),
        _(
            "In Meta's developer portal open your app, App settings, Basic. With it we can tell "
            "which permissions are missing and when the token expires."
        ),
        secret=True,
    ),
    ConnectionField(
        "app_secret",
        _("App Secret"),
        _("It stands beside the App ID. It proves that calls come from your app."),
        secret=True,
    ),
    ConnectionField(
        "access_token",
        _("Page Access Token"),
        _(
            "The token of the Page, not of a person. In the Graph API Explorer choose your app, "
            "tick pages_show_list, pages_read_engagement, pages_read_user_content, "
            "pages_manage_engagement and pages_messaging, then choose the Page under User or Page."
        ),
        secret=True,
    ),
)


class Signature(requests.auth.AuthBase):
    """Sends the token as bearer, and the proof of it that Meta wants (`appsecret_proof`).

    Raises AuthenticationFailed, naming the value that can't be one.
    """

    def __init__(self, account: Account):
        self._account = account

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        for name, value in _needed(self._account):
            if not (value and value.isascii() and value.isprintable() and " " not in value):
                raise AuthenticationFailed(
                    _("The {0} is missing or not a whole one. Copy it once more."), name
                )
        debugs = urlsplit(request.url).path.endswith(f"/{DEBUG}")
        request.headers["Authorization"] = f"Bearer {_token(self._account, debugs)}"
        request.prepare_url(request.url, {"appsecret_proof": proof(self._account, debugs)})
        return request


def proof(account: Account, of_the_app: bool = False) -> str:
    """The HMAC of the token that a call bears, in hex."""
    token = _token(account, of_the_app)
    return hmac.new(account.app_secret.strip().encode(), token.encode(), hashlib.sha256).hexdigest()


def secrets_of(account: Account) -> Iterator[str]:
    """What must never be shown."""
    yield from (account.token, account.app_secret)
    if account.app_secret.strip():
        yield from (proof(account), proof(account, of_the_app=True))


def _token(account: Account, of_the_app: bool) -> str:
    """The Page's token; the app's own is made of its ID and its secret."""
    if of_the_app:
        return f"{account.app_key.strip()}|{account.app_secret.strip()}"
    return account.token.strip()


def _needed(account: Account) -> Iterator[tuple[str, str]]:
    yield "App Secret", account.app_secret.strip()
    yield "Page Access Token", account.token.strip()
