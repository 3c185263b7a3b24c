"""How accounts are connected on the fake X: OAuth 2 here, OAuth 1.0a in `x_three_legs`.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
A grant that is not good is an `invalid_request` in X's words, not RFC 6749's `invalid_grant`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.oauth2 import Client, Given, Provider, Refused, Rules
from tests.fakes.oauth2_server import Doors, basic_of
from tests.fakes.x_keys import CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID
from tests.fakes.x_three_legs import ThreeLegs
from tests.fakes.x_world import User

READ = frozenset({"tweet.read", "users.read"})
SCOPES = READ | {"tweet.write", "dm.read", "dm.write", "offline.access"}
# Besides those that the connector needs.
KNOWN = SCOPES | {"like.read", "like.write", "follows.read", "mute.read", "block.read"}
RULES = {"pkce_required": True, "state_required": True, "refresh_scope": "offline.access"}
CODE_LASTS, TOKEN_LASTS = 30, 7200
WORDS = {
    "code": "Value passed for the authorization code was invalid.",
    "used code": "Value passed for the authorization code was invalid.",
    "expired code": "Value passed for the authorization code was invalid.",
    "redirect_uri": "Value passed for the redirect uri did not match the uri of the authorization "
    "code.",
    "code_verifier": "Value passed for the code verifier did not match the code challenge.",
    "refresh_token": "Value passed for the token was invalid.",
    "token": "Value passed for the token was invalid.",
}


class XDoors(Doors):
    """`grant_error`: with which word X refuses a code or a token that is not good."""

    network = "X"
    authorize, token, revocation = "/i/oauth2/authorize", "/2/oauth2/token", "/2/oauth2/revoke"
    buttons = ("Authorize app", "Cancel")
    grant_error = "invalid_request"

    def __init__(self, users: Mapping[str, User], username: str, url: str) -> None:
        app = Client(CLIENT_ID, KNOWN, CLIENT_SECRET)
        rules = Rules(**RULES, code_lasts=CODE_LASTS, token_lasts=TOKEN_LASTS)
        super().__init__(Provider(rules, (app, Client(PUBLIC_CLIENT_ID, KNOWN)), username))
        self.legs = ThreeLegs(users, app.callbacks, url)

    def answer(self, method: str, address: str, headers: dict, body: bytes) -> tuple | None:
        of_oauth2 = super().answer(method, address, headers, body)
        return of_oauth2 or self.legs.answer(method, address, headers, body, self.provider.username)

    def secrets(self) -> list[str]:
        return [*super().secrets(), *self.legs.keys.secrets()]

    def codes_last(self, seconds: float) -> None:
        """Request tokens too."""
        super().codes_last(seconds)
        self.legs.keys.asked_lasts = seconds

    def end(self, username: str | None = None) -> int:
        """The tokens of OAuth 1.0a too, but those that people were set up with."""
        return super().end(username) + self.legs.keys.end(username)

    def client(self, headers: Mapping, form: Mapping[str, str]) -> Client:
        """By HTTP Basic; an app without a secret by its id in the form."""
        basic = basic_of(headers)
        name = basic[0] if basic else form.get("client_id", "")
        client = self.provider.clients.get(name)
        if client is None:
            raise Refused("invalid_client", "client_id")
        if client.secret and (basic is None or basic[1] != client.secret):
            raise Refused("unauthorized_client", "client_secret")
        if "client_secret" in form or form.get("client_id", name) != name:
            raise Refused("unauthorized_client", "client_secret")
        return client

    def told(self, given: Given) -> dict:
        told = {
            "token_type": "bearer",
            "expires_in": int(self.provider.rules.token_lasts),
            "access_token": given.access.value,
            "scope": " ".join(given.access.grant.scopes),
        }
        return told | ({"refresh_token": given.refresh.value} if given.refresh else {})

    def done(self) -> tuple:
        return 200, {}, {"revoked": True}

    def refusal(self, refused: Refused) -> tuple:
        if refused.about in ("client_id", "client_secret"):
            words = "Missing valid authorization header"
            return 401, {}, {"error": refused.error, "error_description": words}
        no_grant = refused.error == "invalid_grant" or refused.about == "token"
        error = self.grant_error if no_grant else refused.error
        name = refused.about.removeprefix("missing ")
        missing = f"Missing required parameter [{name}]."
        other = missing if name != refused.about else f"The {refused.about} is not valid."
        return 400, {}, {"error": error, "error_description": WORDS.get(refused.about, other)}

    def words(self, refused: Refused) -> str:
        return "You weren't able to give access to the App. Go back and try logging in again."


def needs(method: str, path: str) -> frozenset[str]:
    """The scopes without which X does not answer a call."""
    of_messages = {"dm.read", "dm.write"} if method == "POST" else {"dm.read"}
    if path.startswith("/2/dm_"):
        return READ | of_messages
    return READ | {"tweet.write"} if method == "POST" else READ
