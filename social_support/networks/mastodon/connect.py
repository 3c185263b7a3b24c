"""Connecting an account on a Mastodon server, where every app may register itself.
https://docs.joinmastodon.org/methods/oauth/ and https://docs.joinmastodon.org/methods/apps/
"""

from __future__ import annotations

from ..connecting import Asking, Grant, lacking
from ..errors import Terminal, UnexpectedPayload
from ..oauth2 import Client, Form, OAuth2, scopes_in
from ..session import Tokens
from ..words import _
from . import instance

SCOPES = (
    "read:accounts",
    "read:notifications",
    "read:statuses",
    "read:search",
    "write:statuses",
)
READING = ("read:accounts", "read:notifications", "read:statuses")
NAME = "Social Support"


class MastodonConnect(OAuth2):
    """The server takes a code's proof from version 4.3 on, and passes over it before."""

    before = (
        _("An account of the company on a Mastodon server. No app, no review."),
        _("Be signed in there as the account that shall listen and answer."),
    )
    label = "Mastodon"
    scopes = SCOPES
    fills = ("access_token", "client_id", "client_secret")
    registers_us = True
    wants_https = False

    @property
    def authorize_url(self) -> str:
        return f"{self._base()}/oauth/authorize"

    @property
    def token_url(self) -> str:
        return f"{self._base()}/oauth/token"

    def begin(self, back: str, state: str) -> Asking:
        if not self.account.server.strip():
            raise Terminal(_("Enter the address of your server, and save."))
        instance.limits(self.http, self._base())
        asks = {"client_name": NAME, "redirect_uris": back, "scopes": " ".join(SCOPES)}
        answer = self.http.sign_in(f"{self._base()}/api/v1/apps", Form(asks))
        found = Tokens(instance.as_dict(answer.data))
        if not (found.get("client_id") and found.get("client_secret")):
            raise UnexpectedPayload(_("{0} answers without a token."), self.label)
        client = Client(str(found["client_id"]), str(found["client_secret"]))
        return self.ask_consent(client, back, state)

    def grants(self, client: Client, given: Tokens) -> list[Grant]:
        lacks = lacking(SCOPES, READING, scopes_in(given, SCOPES))
        values = Tokens(
            access_token=given["access_token"], client_id=client.id, client_secret=client.secret
        )
        return [Grant(values, lacks=lacks)]

    def end(self) -> None:
        client = Client(self.account.client_id, self.account.client_secret)
        if self.account.token and client.id:
            self.revoke(f"{self._base()}/oauth/revoke", Tokens(token=self.account.token), client)

    def _base(self) -> str:
        return instance.address_and_host(self.account.server)[0]
