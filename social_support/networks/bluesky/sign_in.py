"""Signing in with an app password, and going on with what that gave.
https://docs.bsky.app/docs/api/com-atproto-server-create-session

Signing in is limited to 30 times in 5 minutes and 300 times a day. It gives a token for two hours
and one for some months with which that is renewed; both change with each renewal, and the old
ones end soon after it. So they are kept in `Account.session` and renewed one at a time.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import requests

from ..contract import Account, ConnectionField, Tokens
from ..errors import AuthenticationFailed, Terminal, UnexpectedPayload
from ..http import Bearer, Http
from ..values import as_dict, objects, text_of
from ..words import _
from . import refusals
from .addresses import server_address

FIELDS = (
    ConnectionField(
        "account_name",
        _("Sign In As"),
        _("The handle of the company's account, for example shop.bsky.social or shop.example."),
    ),
    ConnectionField(
        "access_token",
        _("App Password"),
        _(
            "In Bluesky open Settings, Privacy and security, App passwords, and add one. Do not "
            "enter the password of the account itself."
        ),
        secret=True,
    ),
    ConnectionField(
        "server_url",
        _("Server"),
        _("Only if the account lives on a server of its own. Else leave it empty."),
    ),
)


class Credentials(requests.auth.AuthBase):
    """Puts handle and app password into the call that signs in, so that no local variable of ours
    ever shows them.
    """

    def __init__(self, account: Account):
        self._account = account

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        name = self._account.name.strip().lstrip("@")
        if not name or not self._account.token.strip():
            raise AuthenticationFailed(
                _("Enter the handle of the account and an app password for it.")
            )
        known = {"identifier": name, "password": self._account.token.strip()}
        request.prepare_body(None, None, json=known)
        return request


class SignIn:
    """The account's tokens: {access, refresh, did, handle, server}."""

    def __init__(self, account: Account, http: Http):
        self.tokens = Tokens()
        self._account = account
        self._http = http
        self._server = server_address(account.server)
        http.hide(account.token)

    @property
    def server(self) -> str:
        """Where the account's data lies: what was entered, until the server names another one."""
        return self.tokens.get("server") or self._server

    def ensure(self) -> None:
        """Be signed in, with what an earlier job was given if there is such."""
        if not self.tokens:
            self._use(self._account.session.read() or self._renewed())

    def renew(self) -> None:
        """Be signed in with other tokens than these, which the server does not take."""
        self._use(self._renewed())

    def _renewed(self) -> Tokens:
        return self._account.session.renew(self.tokens, self._ask)

    def _use(self, tokens: Tokens) -> None:
        self._http.hide(tokens["refresh"])
        self._http.authorize(tokens["access"])
        self.tokens = tokens

    def _ask(self, kept: Tokens) -> Tokens:
        if not kept:
            return self._begin()
        try:
            return self._refresh(kept)
        except Terminal:
            # The refresh token is over, or the app password that it came from was removed: only
            # signing in can tell.
            return self._begin()

    def _begin(self) -> Tokens:
        with refusals.in_our_words(refusals.of_signing_in):
            return self._given("createSession", self._server, Credentials(self._account))

    def _refresh(self, kept: Tokens) -> Tokens:
        return self._given("refreshSession", kept["server"], Bearer(kept["refresh"]))

    def _given(self, method: str, server: str, auth: requests.auth.AuthBase) -> Tokens:
        url = f"{server}/xrpc/com.atproto.server.{method}"
        given = Tokens(as_dict(self._http.sign_in(url, auth).data))
        if not all(text_of(given.get(name)) for name in ("accessJwt", "refreshJwt", "did")):
            raise UnexpectedPayload(
                _("There is no Bluesky server at {0}. Check the address of the server."), server
            )
        return Tokens(
            access=given["accessJwt"],
            refresh=given["refreshJwt"],
            did=given["did"],
            handle=text_of(given.get("handle")),
            server=_server_in(given.get("didDoc"), server),
        )


def _server_in(document: object, asked: str) -> str:
    """The server that holds the account, by its DID document; the one that was asked if that does
    not tell, or names one that is less secure.
    """
    for service in objects(as_dict(document).get("service")):
        address = text_of(service.get("serviceEndpoint")).rstrip("/")
        is_server = text_of(service.get("id")).endswith("#atproto_pds")
        if is_server and urlsplit(address).scheme in ("https", urlsplit(asked).scheme):
            return address
    return asked
