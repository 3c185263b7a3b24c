"""The doors in front of the Mastodon of the tests give tokens, and refuse what Mastodon refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from social_support.networks.contract import Account
from social_support.networks.http import Http
from social_support.networks.mastodon import Mastodon
from tests.fakes import consent
from tests.fakes.mastodon import COMPANY, MastodonServer
from tests.fakes.mastodon_oauth import MastodonLogin
from tests.fakes.oauth2 import CALLBACK
from tests.unit.networks import oauth_support as app

SCOPE = "read:accounts read:notifications read:statuses read:search write:statuses"


@pytest.fixture
def login(mastodon: MastodonServer) -> Iterator[MastodonLogin]:
    with MastodonLogin(mastodon, COMPANY) as login:
        yield login


class App:
    """The steps of an app, which registers first."""

    def __init__(self, login: MastodonLogin) -> None:
        self.url = login.url
        self.app = self.register().json()
        self.keys = {name: self.app[name] for name in ("client_id", "client_secret")}

    def register(self, **other: str | None) -> requests.Response:
        known = {"client_name": "Our shop", "redirect_uris": CALLBACK, "scopes": SCOPE}
        return self.post("/api/v1/apps", **known | {"website": "https://shop.example"} | other)

    def address(self, **other: str | None) -> str:
        known = {"client_id": self.keys["client_id"], "scope": SCOPE}
        return app.address(f"{self.url}/oauth/authorize", **known | other)

    def code(self, **other: str | None) -> str:
        return app.told(consent.decide(self.address(**other)))["code"]

    def post(self, path: str, **form: str | None) -> requests.Response:
        return requests.post(self.url + path, data=app.without_none(form), timeout=20)

    def exchange(self, code: str, /, **other: str | None) -> requests.Response:
        return self.post("/oauth/token", **self.keys | app.exchange_form(code) | other)

    def token(self, **asked: str) -> str:
        answer = self.exchange(self.code(**asked))
        assert answer.ok, answer.text
        return answer.json()["access_token"]

    def call(self, method: str, path: str, token: str, **body: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        url = self.url + path
        return requests.request(method, url, headers=headers, json=body or None, timeout=20)

    def me(self, token: str) -> requests.Response:
        return self.call("GET", "/api/v1/accounts/verify_credentials", token)


@pytest.fixture
def mastodon_app(login: MastodonLogin) -> App:
    return App(login)


def error_of(answer: requests.Response) -> tuple[int, str]:
    assert answer.json()["error_description"]
    return answer.status_code, answer.json()["error"]


# Registering


def test_an_app_registers_itself(mastodon_app: App):
    registered = mastodon_app.app
    assert registered["name"] == "Our shop" and registered["website"] == "https://shop.example"
    assert (registered["redirect_uri"], registered["redirect_uris"]) == (CALLBACK, [CALLBACK])
    assert set(registered["scopes"]) == set(SCOPE.split())
    other = mastodon_app.register().json()
    assert other["client_id"] != registered["client_id"] and other["id"] != registered["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_name": None},
        {"redirect_uris": None},
        {"redirect_uris": "/back"},
        {"redirect_uris": f"{CALLBACK}#part"},
        {"scopes": "read:minds"},
        {"scopes": "everything"},
    ],
)
def test_who_registers_wrongly_is_told_why(mastodon_app: App, wrong: dict):
    answer = mastodon_app.register(**wrong)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: ")


# Asking


def test_who_agrees_comes_back_with_a_code(mastodon_app: App):
    page = requests.get(mastodon_app.address(), timeout=20).text
    for words in ("Our shop", f"@{COMPANY}", ">Authorize<", ">Deny<"):
        assert words in page
    assert set(app.told(consent.decide(mastodon_app.address()))) == {"code", "state"}


def test_who_denies_comes_back_with_the_reason(mastodon_app: App):
    told = app.told(consent.decide(mastodon_app.address(), consent.CANCEL))
    assert (told["error"], told["state"]) == ("access_denied", app.STATE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "https://evil.example/back"},
        {"response_type": "token"},
        {"scope": "read"},
        {"scope": f"{SCOPE} write:media"},
        {"code_challenge_method": "plain"},
    ],
)
def test_who_asks_wrongly_is_led_nowhere(mastodon_app: App, wrong: dict):
    assert app.is_led_nowhere(mastodon_app.address(**wrong))


# Tokens


def test_a_code_gives_a_token_without_an_end(mastodon_app: App):
    told = mastodon_app.exchange(mastodon_app.code()).json()
    assert set(told) == {"access_token", "token_type", "scope", "created_at"}
    assert (told["token_type"], told["scope"]) == ("Bearer", SCOPE)
    assert mastodon_app.me(told["access_token"]).json()["username"] == COMPANY


def test_pkce_is_no_must(mastodon_app: App):
    code = mastodon_app.code(code_challenge=None, code_challenge_method=None)
    assert mastodon_app.exchange(code, code_verifier=None).ok


def test_a_code_that_comes_again_ends_the_token(mastodon_app: App):
    code = mastodon_app.code()
    token = mastodon_app.exchange(code).json()["access_token"]
    assert error_of(mastodon_app.exchange(code)) == (400, "invalid_grant")
    assert mastodon_app.me(token).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code": "guessed"}, (400, "invalid_grant")),
        ({"redirect_uri": f"{CALLBACK}/"}, (400, "invalid_grant")),
        ({"code_verifier": None}, (400, "invalid_grant")),
        ({"code_verifier": "v" * 43}, (400, "invalid_grant")),
        ({"client_id": "nobody"}, (401, "invalid_client")),
        ({"client_secret": "wrong"}, (401, "invalid_client")),
        ({"client_secret": None}, (401, "invalid_client")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({"grant_type": "refresh_token"}, (400, "unsupported_grant_type")),
        ({"grant_type": None}, (400, "invalid_request")),
    ],
)
def test_who_asks_wrongly_for_a_token_gets_none(mastodon_app: App, wrong: dict, error: tuple):
    code = mastodon_app.code()
    assert error_of(mastodon_app.exchange(code, **wrong)) == error
    assert mastodon_app.exchange(code).ok


def test_a_code_of_another_app_gives_nothing(login: MastodonLogin, mastodon_app: App):
    code = mastodon_app.code()
    assert error_of(App(login).exchange(code)) == (400, "invalid_grant")


def test_secrets_stand_in_no_address(login: MastodonLogin, mastodon_app: App):
    form = mastodon_app.keys | app.exchange_form(mastodon_app.code())
    answer = requests.post(f"{login.url}/oauth/token", params=form, timeout=20)
    assert answer.status_code == 400 and len(login.doors.faults()) == 1


def test_an_app_gives_its_own_token_back(login: MastodonLogin, mastodon_app: App):
    token = mastodon_app.token()
    other = App(login)
    foreign = other.post("/oauth/revoke", token=token, **other.keys)
    assert error_of(foreign) == (403, "unauthorized_client")
    assert mastodon_app.me(token).ok
    assert mastodon_app.post("/oauth/revoke", token=token, **mastodon_app.keys).json() == {}
    assert mastodon_app.me(token).status_code == 401


def test_what_somebody_takes_away_is_not_taken(login: MastodonLogin, mastodon_app: App):
    token = mastodon_app.token()
    assert app.control(login.url, "end", username=COMPANY) == 1
    assert mastodon_app.me(token).json() == {"error": "The access token was revoked"}


# The server behind


@pytest.mark.parametrize(
    ("method", "path", "lacking"),
    [
        ("GET", "/api/v1/accounts/verify_credentials", "read:accounts"),
        ("GET", "/api/v1/notifications", "read:notifications"),
        ("GET", "/api/v1/timelines/tag/drill", "read:statuses"),
        ("GET", "/api/v2/search?q=drill&type=statuses", "read:search"),
        ("POST", "/api/v1/statuses", "write:statuses"),
    ],
)
def test_a_call_needs_its_scope(mastodon_app: App, method: str, path: str, lacking: str):
    body = {"status": "Hello"} if method == "POST" else {}
    assert mastodon_app.call(method, path, mastodon_app.token(), **body).ok
    less = " ".join(scope for scope in SCOPE.split() if scope != lacking)
    refused = mastodon_app.call(method, path, mastodon_app.token(scope=less), **body)
    assert refused.status_code == 403
    assert refused.json() == {"error": "This action is outside the authorized scopes"}


def test_the_connector_reads_with_such_a_token(mastodon: MastodonServer, login: MastodonLogin):
    account = Account(server=login.url, token=App(login).token())
    network = Mastodon(account, Http(may_write=False, allow_private_addresses=True))
    assert network.verify().handle.startswith(COMPANY)
    assert App(login).me("unknown").status_code == 401


def test_the_server_says_where_its_doors_are(login: MastodonLogin):
    told = requests.get(f"{login.url}/.well-known/oauth-authorization-server", timeout=20).json()
    assert told["token_endpoint"] == f"{login.url}/oauth/token"
    assert told["code_challenge_methods_supported"] == ["S256"]
