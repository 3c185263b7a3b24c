"""Connecting an account of X: with OAuth 1.0a, whose tokens do not end, or with OAuth 2 where the
Client ID of the app is entered, whose tokens last two hours and are renewed.

https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens and
https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from requests_oauthlib import OAuth1

from ..connecting import Asking, Connect, Grant, declined, lacking
from ..errors import NetworkError, Terminal, UnexpectedPayload
from ..oauth2 import Client, OAuth2, kept_of, not_connected, scopes_in, used_up, wrong_app
from ..session import Tokens
from ..values import as_dict, objects
from ..words import _
from .credentials import SCOPES, uses_oauth2

API, SITE = "https://api.x.com", "https://x.com"
READING = ("tweet.read", "users.read", "offline.access")
# https://developer.x.com/en/support/x-api/error-troubleshooting
NOT_AUTHENTICATED, UNKNOWN_CALLBACK = 32, 415
UNKNOWN_ADDRESS = _(
    "X does not know the address to come back to. Enter the callback address that the channel "
    "shows in your app's User authentication settings."
)
SECRET = ("client_secret", "resource_owner_key", "resource_owner_secret", "verifier")


class XConnect(Connect):
    """By one of two ways: the Client ID decides."""

    fills = ("access_token", "access_token_secret")
    before = (
        _(
            "A developer account at X with an app of your own, and credit on it: X bills what is "
            "read."
        ),
        _(
            "In the app's User authentication settings: the permission Read and write and Direct "
            "message, the type Web App, and the callback address below."
        ),
        _("Be signed in at X as the account that shall listen and answer."),
    )

    def begin(self, back: str, state: str) -> Asking:
        return self._way().begin(back, state)

    def finish(self, kept: Tokens, told: Mapping[str, str], back: str) -> list[Grant]:
        return self._way().finish(kept, told, back)

    def end(self) -> None:
        """What calls are made with, whatever the app's values are by now."""
        way = WithOAuth2 if uses_oauth2(self.account) else WithOAuth1
        way(self.account, self.http).end()

    def _way(self) -> Connect:
        way = WithOAuth2 if self.account.client_id.strip() else WithOAuth1
        return way(self.account, self.http)


class WithOAuth2(OAuth2):
    """The app's Client ID and secret, with PKCE."""

    label = "X"
    scopes = SCOPES
    basic = True

    @property
    def authorize_url(self) -> str:
        return f"{self.account.server.rstrip('/') or SITE}/i/oauth2/authorize"

    @property
    def token_url(self) -> str:
        return f"{_api(self)}/2/oauth2/token"

    def begin(self, back: str, state: str) -> Asking:
        return self.ask_consent(self._client(), back, state)

    def grants(self, client: Client, given: Tokens) -> list[Grant]:
        lacks = lacking(SCOPES, READING, scopes_in(given, SCOPES))
        session = kept_of(given)
        if not session["refresh"]:
            raise UnexpectedPayload(_("{0} answers without a token."), self.label)
        return [Grant(Tokens(access_token="", access_token_secret=""), session, lacks)]

    def refusal(self, error: NetworkError) -> NetworkError:
        """X calls a code or a token that is over, or used, an invalid request."""
        if as_dict(error.answer).get("error") == "invalid_request":
            return used_up(self.label, error.said)
        return super().refusal(error)

    def renewed(self, known: Tokens) -> Tokens:
        """The tokens in place of `known`, which X takes once. Raises AuthenticationFailed."""
        if not known:
            raise not_connected()
        asks = Tokens(grant_type="refresh_token", refresh_token=known["refresh"])
        fresh = kept_of(self.tokens(asks, self._client()))
        return Tokens(fresh | {"refresh": fresh["refresh"] or known["refresh"]})

    def end(self) -> None:
        known = self.account.session.read()
        if known:
            asks = Tokens(token=known["refresh"], token_type_hint="refresh_token")
            self.revoke(f"{_api(self)}/2/oauth2/revoke", asks, self._client())

    def _client(self) -> Client:
        client = Client(self.account.client_id.strip(), self.account.client_secret.strip())
        if not client.secret:
            raise Terminal(_("Enter the Client Secret beside the Client ID, and save."))
        return client


class WithOAuth1(Connect):
    """The app's API Key and its secret."""

    def begin(self, back: str, state: str) -> Asking:
        if not (self.account.app_key.strip() and self.account.app_secret.strip()):
            raise Terminal(_("Enter the API Key and the API Key Secret of your app, and save."))
        given = self._ask("request_token", Tokens(callback_uri=back))
        # https://www.rfc-editor.org/rfc/rfc5849#section-2.1
        if given.get("oauth_callback_confirmed") != "true":
            raise Terminal(UNKNOWN_ADDRESS)
        token = given["oauth_token"]
        address = f"{_api(self)}/oauth/authorize?{urlencode({'oauth_token': token})}"
        return Asking(address, token, Tokens(token=token, secret=given["oauth_token_secret"]))

    def finish(self, kept: Tokens, told: Mapping[str, str], back: str) -> list[Grant]:
        if not told.get("oauth_verifier"):
            raise declined("X")
        with_token = Tokens(
            resource_owner_key=kept["token"],
            resource_owner_secret=kept["secret"],
            verifier=told["oauth_verifier"],
        )
        given = self._ask("access_token", with_token)
        values = Tokens(
            access_token=given["oauth_token"], access_token_secret=given["oauth_token_secret"]
        )
        return [Grant(values)]

    def end(self) -> None:
        if not self.account.token.strip():
            return
        known = Tokens(
            resource_owner_key=self.account.token.strip(),
            resource_owner_secret=self.account.token_secret.strip(),
        )
        self._post("1.1/oauth/invalidate_token", known, form=False)

    def _ask(self, what: str, signed_with: Tokens) -> Tokens:
        given = Tokens(self._post(f"oauth/{what}", signed_with, form=True))
        if not (given.get("oauth_token") and given.get("oauth_token_secret")):
            raise UnexpectedPayload(_("{0} answers without a token."), "X")
        self.http.hide(given["oauth_token_secret"])
        return given

    def _post(self, path: str, signed_with: Tokens, *, form: bool) -> dict:
        signed_with = Tokens(signed_with | {"client_secret": self.account.app_secret.strip()})
        for name in SECRET:
            self.http.hide(signed_with.get(name) or "")
        signature = OAuth1(self.account.app_key.strip(), **signed_with)
        try:
            data = self.http.sign_in(f"{_api(self)}/{path}", signature, form=form).data
        except NetworkError as error:
            raise _refusal(error, path) from None
        return as_dict(data)


def _api(connect: Connect) -> str:
    return connect.account.server.rstrip("/") or API


def _refusal(error: NetworkError, path: str) -> NetworkError:
    """In our words, where X says what is wrong."""
    codes = [each.get("code") for each in objects(as_dict(error.answer).get("errors"))]
    if UNKNOWN_CALLBACK in codes:
        return Terminal(UNKNOWN_ADDRESS)
    if error.status != 401:
        return error
    is_of_the_app = NOT_AUTHENTICATED in codes or path.endswith("request_token")
    return wrong_app("X") if is_of_the_app else used_up("X")
