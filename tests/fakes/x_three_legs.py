"""The addresses at which the fake X gives tokens of OAuth 1.0a, without a socket.

https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes import consent
from tests.fakes.x_oauth import Asked, Keys, NotApproved, Signatures
from tests.fakes.x_world import User

NOT_APPROVED = "Callback URL not approved for this client application. Approved callback URLs can "
NOT_APPROVED += "be adjusted in your application settings"
INVALID = "The request token for this page is invalid. It may have already been used, or expired."
BUTTONS = ("Authorize app", "Cancel")
MAY = ("Read posts", "Write posts", "Read and write direct messages")


class ThreeLegs:
    """`url`: where the fake listens, which is signed too; `callbacks`: where an app is called back.

    A form in an answer is called a web page, as X does.
    """

    def __init__(self, users: Mapping[str, User], callbacks: set[str], url: str) -> None:
        self.keys = Keys(users, callbacks)
        self.signatures = Signatures(self.keys)
        self._url = url

    def answer(
        self, method: str, address: str, headers: dict, body: bytes, signed_in: str
    ) -> tuple | None:
        """(status, headers, JSON or text) of a call, or None for one that is not ours."""
        parts = urlsplit(address)
        match (method, parts.path):
            case ("POST", "/oauth/request_token"):
                return self._ask(self._url + address, headers)
            case (_, "/oauth/authorize" | "/oauth/authenticate"):
                token = dict(parse_qsl(parts.query)).get("oauth_token", "")
                return self._consent(method, token, body, signed_in)
            case ("POST", "/oauth/access_token"):
                return self._give(self._url + address, headers)
            case ("POST", "/1.1/oauth/invalidate_token"):
                return self._invalidate(self._url + address, headers)
        return None

    def _ask(self, uri: str, headers: dict) -> tuple:
        try:
            form = self.signatures.request_token(uri, headers)
        except NotApproved:
            return 403, {}, _error(415, NOT_APPROVED)
        if form is None:
            return 401, {}, _error(32, "Could not authenticate you.")
        return 200, consent.HTML, form

    def _consent(self, method: str, token: str, body: bytes, signed_in: str) -> tuple:
        asked = self.keys.asked.get(token)
        if asked is None or not asked.is_open:
            return 400, consent.HTML, consent.refusal("X", INVALID)
        if method == "POST":
            agrees = ("decision", consent.ALLOW) in parse_qsl(body.decode())
            return self._decided(token, asked, agrees, signed_in)
        question = f"Authorize Social Support to access your account @{signed_in}?"
        return 200, consent.HTML, consent.page("X", question, MAY, BUTTONS)

    def _decided(self, token: str, asked: Asked, agrees: bool, signed_in: str) -> tuple:
        if agrees:
            asked.username = signed_in
            told = {"oauth_token": token, "oauth_verifier": asked.verifier}
        else:
            del self.keys.asked[token]
            told = {"denied": token}
        return 302, {"Location": f"{asked.callback}?{urlencode(told)}"}, ""

    def _give(self, uri: str, headers: dict) -> tuple:
        form = self.signatures.access_token(uri, headers)
        if form is None:
            return 401, {}, _error(89, "Invalid or expired token.")
        return 200, consent.HTML, form

    def _invalidate(self, uri: str, headers: dict) -> tuple:
        if self.signatures.user_of(uri, "POST", headers) is None:
            return 401, {}, _error(89, "Invalid or expired token.")
        fields = headers["Authorization"].removeprefix("OAuth ").split(",")
        named = dict(field.strip().partition("=")[::2] for field in fields)
        token = named["oauth_token"].strip('"')
        self.keys.end(token=token)
        return 200, {}, {"access_token": token}


def _error(code: int, words: str) -> dict:
    return {"errors": [{"code": code, "message": words}]}
