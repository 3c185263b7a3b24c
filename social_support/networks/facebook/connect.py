"""Connecting a Page: a person with full control of it signs in at Meta, and the Page's own token,
which does not end, is made from theirs.
https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived

Not confirmed: that Meta takes what it is asked for tokens with in the body of a POST, as it does
elsewhere, and not in the address of a GET alone; that Pages of a business portfolio are left out
without `business_management`; what differs with *Facebook Login for Business*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..connecting import Asking, Grant, lacking
from ..errors import NetworkError, PermissionRefused, Terminal
from ..oauth2 import Client, OAuth2, used_up, wrong_app
from ..session import Tokens
from ..words import _
from . import refusals
from .api import BASE, VERSION, Api
from .credentials import MORE, READING, SCOPES, Signature, secrets_of

SITE = "https://www.facebook.com/v26.0"
# https://developers.facebook.com/docs/graph-api/guides/error-handling: 101 is an app that is not
# there, 1 a secret that is not its own (?).
NOT_OUR_APP = (101, 1)
PAGES = {"fields": "id,name,access_token", "limit": 100}


class FacebookConnect(OAuth2):
    """Meta's codes are proved by the App Secret alone."""

    before = (
        _("A Page that you have full control of."),
        _(
            "An app of your own in Meta's developer portal, of the type Business, and a verified "
            "business."
        ),
        _(
            "Meta's review of the app for the permissions below. It takes days, at times weeks; "
            "until then the app sees only what people with a role in it write."
        ),
        _(
            "In the app under Facebook Login, Settings, Valid OAuth Redirect URIs: the callback "
            "address below."
        ),
    )
    label = "Facebook"
    scopes = (*SCOPES, *MORE)
    reviewed = scopes
    separator = ","
    proves = False

    @property
    def authorize_url(self) -> str:
        server = self.account.server.strip().rstrip("/")
        return f"{server + VERSION if server else SITE}/dialog/oauth"

    @property
    def token_url(self) -> str:
        server = self.account.server.strip().rstrip("/")
        return f"{server + VERSION if server else BASE}/oauth/access_token"

    @property
    def more(self) -> Mapping[str, str]:
        # What was declined before is asked for again.
        return {"auth_type": "rerequest"}

    def begin(self, back: str, state: str) -> Asking:
        client = Client(self.account.app_key.strip(), self.account.app_secret.strip())
        if not (client.id and client.secret):
            raise Terminal(_("Enter the App ID and the App Secret of your app, and save."))
        return self.ask_consent(client, back, state)

    def grants(self, client: Client, given: Tokens) -> list[Grant]:
        """One for each Page that the person allowed us."""
        asks = Tokens(grant_type="fb_exchange_token", fb_exchange_token=given["access_token"])
        person = self.tokens(asks, client)
        api = self._as_person(person)
        lacks = lacking(self.scopes, READING, list(self._allowed(api)))
        grants = [
            Grant(
                Tokens(access_token=page["access_token"]),
                lacks=lacks,
                external_id=str(page.get("id")),
                label=str(page.get("name")),
            )
            for page in self._pages(api)
        ]
        if not grants:
            raise PermissionRefused(
                _(
                    "Meta names no Page. Connect again, and tick the Page in Meta's window. A Page "
                    "of a business portfolio is named only to apps with the permission "
                    "business_management: enter its token by hand otherwise."
                )
            )
        return grants

    def refusal(self, error: NetworkError) -> NetworkError:
        """100 and 190 are of what was exchanged: a code or a token that is over, or used."""
        code, _subcode = refusals.code_of(error)
        if code in NOT_OUR_APP and error.status == 400:
            return wrong_app(self.label)
        if code == refusals.INVALID or code in refusals.SIGN_IN:
            return used_up(self.label, refusals.said_by(error))
        return refusals.as_ours(error, writes=False)

    def _as_person(self, person: Tokens) -> Api:
        account = replace(self.account, token=person["access_token"])
        self.http.sign(Signature(account), *secrets_of(account))
        return Api(self.http, self.account.server)

    def _allowed(self, api: Api) -> Iterator[str]:
        for rows, _last in api.pages("me/permissions", {}):
            for row in rows:
                if row.get("status") == "granted" and isinstance(row.get("permission"), str):
                    yield row["permission"]

    def _pages(self, api: Api) -> Iterator[Tokens]:
        for rows, _last in api.pages("me/accounts", PAGES):
            for row in rows:
                page = Tokens(row)
                if isinstance(page.get("access_token"), str) and page.get("id"):
                    self.http.hide(page["access_token"])
                    yield page
