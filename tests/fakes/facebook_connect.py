"""The fake Facebook's login dialog and its tokens.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.facebook_accounts import PERSON, Accounts
from tests.fakes.facebook_shapes import refusal
from tests.fakes.oauth2 import ACCESS, Asked, Client, Given, Provider, Refused, Rules, needed
from tests.fakes.oauth2_server import Doors, by_form

SHORT, LONG = 5_400, 5_183_944
LENGTHEN = "fb_exchange_token"
KNOWN = frozenset(
    {
        "public_profile",
        "business_management",
        "pages_show_list",
        "pages_read_engagement",
        "pages_read_user_content",
        "pages_manage_engagement",
        "pages_manage_metadata",
        "pages_messaging",
        "read_insights",
    }
)
# Meta's (code, subcode, words) by what is wrong.
WORDS = {
    "client_id": (101, 0, "Error validating application. Cannot get application info."),
    "client_secret": (1, 0, "Error validating client secret."),
    "used code": (100, 36009, "This authorization code has been used."),
    "expired code": (100, 36007, "This authorization code has expired."),
    "redirect_uri": (
        100,
        36008,
        "Error validating verification code. Please make sure your redirect_uri is identical to "
        "the one you used in the OAuth dialog request",
    ),
    "code": (100, 36006, "Invalid verification code format."),
    LENGTHEN: (190, 0, "Invalid OAuth access token - Cannot parse access token"),
}
PAGES = {
    "client_id": "Invalid App ID: The provided app ID does not look like a valid app ID.",
    "redirect_uri": "URL Blocked: This redirect failed because the redirect URI is not whitelisted "
    "in the app's client OAuth settings.",
    "scope": "Invalid Scopes. This message is only shown to developers.",
}


class FacebookDoors(Doors):
    """What somebody did not allow once is asked for again only with auth_type=rerequest."""

    network = "Facebook"
    authorize, token = "/v26.0/dialog/oauth", "/v26.0/oauth/access_token"
    buttons = ("Continue", "Cancel")
    can_untick = True
    allowed = ("input_token",)

    def __init__(self, app_id: str, app_secret: str) -> None:
        rules = Rules(separator=",", token_lasts=SHORT)
        super().__init__(Provider(rules, [Client(app_id, KNOWN, app_secret)], PERSON))
        self.accounts = Accounts(self.provider)

    def controls(self) -> dict:
        return super().controls() | {"run_pages": self.accounts.run_pages}

    def end(self, username: str | None = None, subcode: int = 458) -> int:
        """The tokens of the Pages too: 458 the app was removed, 460 the password is another one."""
        return self.accounts.end(username, subcode)

    def client(self, headers: Mapping, form: Mapping[str, str]) -> Client:
        return by_form(self.provider, form)

    def given(self, client: Client, form: Mapping[str, str]) -> Given:
        match form.get("grant_type", "authorization_code"):
            case "authorization_code":
                return self.provider.exchange(client, form)
            case "fb_exchange_token":
                grant = self.provider.holder(needed(form, LENGTHEN))
                return Given(self.provider.give(grant, ACCESS, LONG))
        raise Refused("unsupported_grant_type", "grant_type")

    def told(self, given: Given) -> dict:
        told = {"access_token": given.access.value, "token_type": "bearer"}
        return told | {"expires_in": int(given.access.lasts)}

    def refusal(self, refused: Refused) -> tuple:
        about = LENGTHEN if refused.error == "invalid_token" else refused.about
        code, subcode, words = WORDS.get(about, (100, 0, f"(#100) {refused.about}"))
        error = refusal(code, words, subcode=subcode)
        return error.status, {}, error.body

    def words(self, refused: Refused) -> str:
        return PAGES.get(refused.about, f"Invalid parameter: {refused.about}")

    def denied(self) -> dict[str, str]:
        told = {"error": "access_denied", "error_code": "200"}
        told["error_description"] = "Permissions error"
        return told | {"error_reason": "user_denied"}

    def offered(self, asked: Asked, query: Mapping[str, str]) -> tuple[str, ...]:
        earlier = self.provider.last_grant(asked.client)
        if earlier is None or query.get("auth_type") == "rerequest":
            return asked.scopes
        return tuple(scope for scope in asked.scopes if scope not in earlier.declined)

    def led_to(self, asked: Asked, facts: Mapping[str, str]) -> str:
        """Facebook adds a fragment of its own."""
        return super().led_to(asked, facts) + "#_=_"
