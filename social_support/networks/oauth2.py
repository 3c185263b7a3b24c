"""OAuth 2: an authorization code with PKCE, exchanged for tokens, which may be renewed.

https://www.rfc-editor.org/rfc/rfc6749 and https://www.rfc-editor.org/rfc/rfc7636. Every secret
travels in the body of a POST or in a header, none in an address.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar
from urllib.parse import urlencode

import requests
from oauthlib.oauth2 import WebApplicationClient
from requests.auth import HTTPBasicAuth

from .connecting import Asking, Connect, Grant, declined
from .errors import AuthenticationFailed, NetworkError, Terminal, UnexpectedPayload
from .http import Http
from .session import Session, Tokens
from .values import as_dict
from .words import _

DECLINED = "access_denied"
NOT_OUR_APP = ("invalid_client", "unauthorized_client")
SECRET = ("code", "code_verifier", "refresh_token", "token", "fb_exchange_token")
# Renewed so long before it ends: clocks differ, and a call takes its time.
EARLY_SECONDS = 120
Result = TypeVar("Result")


@dataclass(frozen=True)
class Client:
    """The company's app at the network."""

    id: str
    secret: str = field(repr=False)


class Form(requests.auth.AuthBase):
    """Puts what is asked for, secrets among it, into the body of the call, and the app that asks,
    if there is one, into its header (`basic`) or into the body too. No local variable of ours ever
    shows them.
    """

    def __init__(
        self, asks: Mapping[str, str], client: Client | None = None, *, basic: bool = False
    ):
        self._asks = asks
        self._client = client
        self._basic = basic

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        asks, client = Tokens(self._asks), self._client
        if client and self._basic:
            HTTPBasicAuth(client.id, client.secret)(request)
        elif client:
            asks |= {"client_id": client.id, "client_secret": client.secret}
        request.prepare_body(asks, None)
        return request


class OAuth2(Connect):
    """What networks have in common. `basic`: the app names itself in the header; `proves`: with a
    verifier that only it knows (PKCE).
    """

    label: ClassVar[str]
    scopes: ClassVar[tuple[str, ...]]
    separator: ClassVar[str] = " "
    basic: ClassVar[bool] = False
    proves: ClassVar[bool] = True

    @property
    @abstractmethod
    def authorize_url(self) -> str:
        """Where a person consents."""

    @property
    @abstractmethod
    def token_url(self) -> str:
        """Where tokens are given."""

    @property
    def more(self) -> Mapping[str, str]:
        """What this network is asked besides."""
        return {}

    @abstractmethod
    def grants(self, client: Client, given: Tokens) -> list[Grant]:
        """What the answer with the tokens grants."""

    def ask_consent(self, client: Client, back: str, state: str) -> Asking:
        """The address to send the browser to, and the verifier that proves later that it was us."""
        kept = Tokens(client_id=client.id, client_secret=client.secret)
        query = {
            "response_type": "code",
            "client_id": client.id,
            "redirect_uri": back,
            "scope": self.separator.join(self.scopes),
            "state": state,
            **self.more,
        }
        if self.proves:
            oauth = WebApplicationClient(client.id)
            kept["verifier"] = oauth.create_code_verifier(64)
            query["code_challenge"] = oauth.create_code_challenge(kept["verifier"], "S256")
            query["code_challenge_method"] = "S256"
        return Asking(f"{self.authorize_url}?{urlencode(query)}", state, kept)

    def finish(self, kept: Tokens, told: Mapping[str, str], back: str) -> list[Grant]:
        if told.get("error") == DECLINED:
            raise declined(self.label)
        if not told.get("code"):
            said = told.get("error_description") or told.get("error") or ""
            raise Terminal(_("{0} did not let us in."), self.label, said=said[:300])
        asks = Tokens(grant_type="authorization_code", code=told["code"], redirect_uri=back)
        if self.proves:
            asks["code_verifier"] = kept["verifier"]
        client = Client(kept["client_id"], kept["client_secret"])
        return self.grants(client, self.tokens(asks, client))

    def tokens(self, asks: Tokens, client: Client) -> Tokens:
        """The answer of the token address. Raises AuthenticationFailed for a code or token that is
        used or over, and for an app that the network does not know.
        """
        given = self._post(self.token_url, asks, client)
        if not isinstance(given.get("access_token"), str) or not given["access_token"]:
            raise UnexpectedPayload(_("{0} answers without a token."), self.label)
        self.http.hide(given["access_token"])
        return given

    def revoke(self, url: str, asks: Tokens, client: Client) -> None:
        """Have tokens ended. https://www.rfc-editor.org/rfc/rfc7009, whose answer may be empty."""
        self._post(url, asks, client, form=True)

    def _post(self, url: str, asks: Tokens, client: Client, *, form: bool = False) -> Tokens:
        for name in SECRET:
            self.http.hide(asks.get(name) or "")
        self.http.hide(client.secret)
        try:
            auth = Form(asks, client, basic=self.basic)
            data = self.http.sign_in(url, auth, form=form).data
        except NetworkError as error:
            raise self.refusal(error) from None
        return Tokens(as_dict(data))

    def refusal(self, error: NetworkError) -> NetworkError:
        """In our words, where the network says what is wrong in those of the standard."""
        kind = as_dict(error.answer).get("error")
        if kind == "invalid_grant":
            return used_up(self.label, error.said)
        if kind in NOT_OUR_APP:
            return wrong_app(self.label)
        return error


class Renewed:
    """Calls of an account whose tokens end: {access, refresh, renew_at}, seconds since 1970, 0
    where the network does not say when.

    `ask` gets new tokens for those that it is given. One job at a time asks: see `Session.renew`.
    """

    def __init__(self, http: Http, session: Session, ask: Callable[[Tokens], Tokens]):
        self._http = http
        self._session = session
        self._ask = ask
        self._tokens = Tokens()

    def call(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, with other tokens if these are over, or were ended before time.
        What was refused for its token was not done, so that it may be called again.
        """
        if not self._tokens:
            self._use(self._session.read())
        if 0 < self._tokens["renew_at"] < time.time():
            self._renew()
        try:
            return work()
        except AuthenticationFailed:
            self._renew()
        return work()

    def _renew(self) -> None:
        self._use(self._session.renew(self._tokens, self._ask))

    def _use(self, tokens: Tokens) -> None:
        if not tokens:
            raise not_connected()
        self._http.hide(tokens["refresh"])
        self._http.authorize(tokens["access"])
        self._tokens = tokens


def kept_of(given: Tokens) -> Tokens:
    """The tokens that are kept of an answer: see `Renewed`."""
    lasts = _seconds(given.get("expires_in"))
    early = min(EARLY_SECONDS, lasts / 2)
    return Tokens(
        access=given["access_token"],
        refresh=given.get("refresh_token") or "",
        renew_at=int(time.time() + lasts - early) if lasts else 0,
    )


def _seconds(told: object) -> float:
    """A length of time as networks write it, 7200 or "7200"; 0 for anything else."""
    try:
        return max(float(told), 0.0)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0


def scopes_in(given: Tokens, asked: tuple[str, ...]) -> list[str]:
    """The scopes that an answer tells; those that were asked for where it tells none."""
    told = given.get("scope")
    listed = told if isinstance(told, list) else str(told or "").replace(",", " ").split()
    return [scope for scope in listed if isinstance(scope, str)] or list(asked)


def not_connected() -> AuthenticationFailed:
    """There is no token."""
    return AuthenticationFailed(_("The account is not connected. Press Connect on the channel."))


def used_up(label: str, said: str = "") -> AuthenticationFailed:
    """A code or a token that is not taken any more."""
    error = AuthenticationFailed(
        _("{0} does not take this sign-in any more. Press Connect on the channel."),
        label,
        said=said,
    )
    error.is_over = True
    return error


def wrong_app(label: str) -> AuthenticationFailed:
    """The network knows no such app, or another secret of it."""
    return AuthenticationFailed(
        _("{0} does not know the app. Copy its ID and its secret into the channel once more."),
        label,
    )
