"""Calls of a Bluesky server for one account, signed in as long as that lasts."""

from __future__ import annotations

from collections.abc import Callable

from ..contract import Account
from ..errors import NetworkError
from ..http import Answer, Http
from ..values import as_dict
from . import refusals
from .sign_in import SignIn


class Api:
    """Every call may raise the errors of `networks.errors`."""

    def __init__(self, account: Account, http: Http):
        self._account = account
        self._http = http
        self._sign_in = SignIn(account, http)

    @property
    def did(self) -> str:
        """Our account; asking it may sign in."""
        if not self._account.external_id:
            self._sign_in.ensure()
        return self._account.external_id or self._sign_in.tokens["did"]

    def get(self, method: str, query: dict | None = None) -> dict:
        """Read. `method`: an NSID, app.bsky.feed.getPosts for one."""
        return self._signed_in(lambda url: self._http.get(url, query), method)

    def post(self, method: str, body: dict) -> dict:
        """Write."""
        return self._signed_in(lambda url: self._http.post(url, body), method)

    def _signed_in(self, call: Callable[[str], Answer], method: str) -> dict:
        self._sign_in.ensure()
        try:
            return self._answer(call, method)
        except NetworkError as error:
            # What was refused for its token was not done: it may be called again.
            if not refusals.is_of_the_token(error):
                raise
        self._sign_in.renew()
        return self._answer(call, method)

    def _answer(self, call: Callable[[str], Answer], method: str) -> dict:
        with refusals.in_our_words(refusals.of_a_call):
            return as_dict(call(f"{self._sign_in.server}/xrpc/{method}").data)
