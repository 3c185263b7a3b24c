"""The fake X gives tokens of OAuth 1.0a, and refuses what X refuses."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
import requests
from requests_oauthlib import OAuth1

from tests.fakes import consent
from tests.fakes.oauth2 import CALLBACK
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import APP_KEY, APP_SECRET, keys_of
from tests.unit.networks import oauth_support as app
from tests.unit.networks.oauth_support import x_server

__all__ = ["x_server"]


class App:
    """The steps of an app."""

    def __init__(self, x_server: XServer) -> None:
        self.url = x_server.url

    def post(self, path: str, *token: str, key=APP_KEY, secret=APP_SECRET, **signed: str):
        signature = OAuth1(key, secret, *token, **signed)
        return requests.post(f"{self.url}{path}", auth=signature, timeout=20)

    def ask(self, callback: str = CALLBACK, **keys: str) -> requests.Response:
        return self.post("/oauth/request_token", callback_uri=callback, **keys)

    def asked(self) -> tuple[str, str]:
        form = form_of(self.ask())
        return form["oauth_token"], form["oauth_token_secret"]

    def address(self, token: str) -> str:
        return f"{self.url}/oauth/authorize?oauth_token={token}"

    def give(self, token: str, secret: str, verifier: str) -> requests.Response:
        return self.post("/oauth/access_token", token, secret, verifier=verifier)

    def given(self) -> dict[str, str]:
        token, secret = self.asked()
        told = app.told(consent.decide(self.address(token)))
        return form_of(self.give(token, secret, told["oauth_verifier"]))

    def me(self, token: str, secret: str) -> requests.Response:
        signature = OAuth1(APP_KEY, APP_SECRET, token, secret)
        return requests.get(f"{self.url}/2/users/me", auth=signature, timeout=20)


@pytest.fixture
def x(x_server: XServer) -> App:
    return App(x_server)


def form_of(answer: requests.Response) -> dict[str, str]:
    assert answer.ok, answer.text
    return dict(parse_qsl(answer.text, strict_parsing=True))


def code_of(answer: requests.Response) -> tuple[int, int]:
    (error,) = answer.json()["errors"]
    assert error["message"]
    return answer.status_code, error["code"]


def test_an_app_asks_and_is_given_tokens(x_server: XServer, x: App):
    form = form_of(x.ask())
    assert set(form) == {"oauth_token", "oauth_token_secret", "oauth_callback_confirmed"}
    assert form["oauth_callback_confirmed"] == "true"
    given = x.given()
    assert set(given) == {"oauth_token", "oauth_token_secret", "user_id", "screen_name"}
    company = x_server.world.users[COMPANY]
    assert (given["user_id"], given["screen_name"]) == (company.id, COMPANY)
    me = x.me(given["oauth_token"], given["oauth_token_secret"])
    assert me.json()["data"]["id"] == company.id


def test_the_tokens_of_the_setup_go_on(x: App):
    keys = keys_of(COMPANY)
    assert x.me(keys["access_token"], keys["access_token_secret"]).ok


def test_the_page_names_the_account(x: App):
    page = requests.get(x.address(x.asked()[0]), timeout=20)
    for words in (f"@{COMPANY}", ">Authorize app<", ">Cancel<"):
        assert words in page.text


def test_who_cancels_comes_back_with_the_token_alone(x: App):
    token, secret = x.asked()
    assert app.told(consent.decide(x.address(token), consent.CANCEL)) == {"denied": token}
    assert requests.get(x.address(token), timeout=20).status_code == 400
    assert code_of(x.give(token, secret, "guessed")) == (401, 89)


def test_an_unknown_callback_is_told_apart_from_a_wrong_key(x: App):
    assert code_of(x.ask("https://evil.example/back")) == (403, 415)
    assert code_of(x.ask(f"{CALLBACK}?next=1")) == (403, 415)
    assert code_of(x.ask(secret="wrong")) == (401, 32)
    assert code_of(x.ask(key="nobody")) == (401, 32)
    assert code_of(x.ask("https://evil.example/back", secret="wrong")) == (401, 32)
    assert code_of(requests.post(f"{x.url}/oauth/request_token", timeout=20)) == (401, 32)


def test_a_request_token_is_taken_once(x: App):
    token, secret = x.asked()
    verifier = app.told(consent.decide(x.address(token)))["oauth_verifier"]
    assert x.give(token, secret, verifier).ok
    assert code_of(x.give(token, secret, verifier)) == (401, 89)


def test_nobody_agrees_twice_to_the_same(x: App):
    token, _secret = x.asked()
    consent.decide(x.address(token))
    assert app.is_led_nowhere(x.address(token))


@pytest.mark.parametrize("wrong", ["token", "secret", "verifier"])
def test_an_access_token_needs_all_that_was_given(x: App, wrong: str):
    token, secret = x.asked()
    verifier = app.told(consent.decide(x.address(token)))["oauth_verifier"]
    right = {"token": token, "secret": secret, "verifier": verifier}
    tried = [("guessed" if name == wrong else value) for name, value in right.items()]
    assert code_of(x.give(*tried)) == (401, 89)


def test_an_access_token_needs_that_somebody_agreed(x_server: XServer, x: App):
    token, secret = x.asked()
    verifier = x_server.doors.legs.keys.asked[token].verifier
    assert code_of(x.give(token, secret, verifier)) == (401, 89)


def test_a_request_token_expires(x_server: XServer, x: App):
    token, secret = x.asked()
    verifier = app.told(consent.decide(x.address(token)))["oauth_verifier"]
    x_server.doors.legs.keys.asked[token].ends_at = 0
    assert code_of(x.give(token, secret, verifier)) == (401, 89)
    x_server.doors.codes_last(0)
    assert requests.get(x.address(x.asked()[0]), timeout=20).status_code == 400


def test_a_call_is_taken_once(x: App):
    signed = requests.Request(
        "POST",
        f"{x.url}/oauth/request_token",
        auth=OAuth1(APP_KEY, APP_SECRET, callback_uri=CALLBACK),
    ).prepare()
    with requests.Session() as session:
        assert session.send(signed, timeout=20).ok
        assert code_of(session.send(signed, timeout=20)) == (401, 32)


def test_the_verifier_stands_in_no_address(x_server: XServer, x: App):
    token, secret = x.asked()
    verifier = app.told(consent.decide(x.address(token)))["oauth_verifier"]
    path = f"/oauth/access_token?oauth_verifier={verifier}"
    assert x.post(path, token, secret).status_code == 400
    assert x_server.doors.faults() == ["oauth_verifier in the address of POST /oauth/access_token"]


def test_what_somebody_takes_away_is_not_taken(x_server: XServer, x: App):
    x_server.doors.sign_in("anna")
    given = x.given()
    assert app.control(x_server.url, "end", username=COMPANY) == 0
    assert x.me(given["oauth_token"], given["oauth_token_secret"]).ok
    assert app.control(x_server.url, "end", username="anna") == 1
    assert x.me(given["oauth_token"], given["oauth_token_secret"]).status_code == 401


def test_an_app_gives_a_token_back(x: App):
    given, other = x.given(), x.given()
    pair = given["oauth_token"], given["oauth_token_secret"]
    assert x.post("/1.1/oauth/invalidate_token", *pair).json() == {"access_token": pair[0]}
    assert x.me(*pair).status_code == 401
    assert x.post("/1.1/oauth/invalidate_token", *pair).status_code == 401
    assert x.me(other["oauth_token"], other["oauth_token_secret"]).ok


def test_secrets_are_known_to_the_tests(x_server: XServer, x: App):
    given = x.given()
    known = x_server.doors.secrets()
    assert {given["oauth_token"], given["oauth_token_secret"], APP_SECRET} <= set(known)
