"""The fake X gives tokens by OAuth 2, and refuses what X refuses."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fakes import consent
from tests.fakes.oauth2 import CALLBACK
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_connect import SCOPES
from tests.fakes.x_keys import CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID
from tests.unit.networks import oauth_support as app
from tests.unit.networks.oauth_support import x_server

__all__ = ["x_server"]

SCOPE = " ".join(sorted(SCOPES))
BASIC = (CLIENT_ID, CLIENT_SECRET)
INVALID_CODE = "Value passed for the authorization code was invalid."
INVALID_TOKEN = "Value passed for the token was invalid."


class App:
    """The steps of a confidential app."""

    def __init__(self, x_server: XServer) -> None:
        self.url = x_server.url

    def address(self, **other: str | None) -> str:
        known = {"client_id": CLIENT_ID, "scope": SCOPE}
        return app.address(f"{self.url}/i/oauth2/authorize", **known | other)

    def code(self, **other: str) -> str:
        return app.told(consent.decide(self.address(**other)))["code"]

    def post(self, path: str = "token", auth: tuple | None = BASIC, **form: str):
        return requests.post(f"{self.url}/2/oauth2/{path}", data=form, auth=auth, timeout=20)

    def exchange(self, code: str, /, auth: tuple | None = BASIC, **other: str | None):
        return self.post(auth=auth, **app.exchange_form(code, **other))

    def tokens(self, **asked: str) -> dict:
        answer = self.exchange(self.code(**asked))
        assert answer.ok, answer.text
        return answer.json()

    def refresh(self, token: str, auth: tuple | None = BASIC, **other: str):
        form = {"grant_type": "refresh_token", "refresh_token": token} | other
        return self.post(auth=auth, **form)

    def me(self, token: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{self.url}/2/users/me", headers=headers, timeout=20)


@pytest.fixture
def x(x_server: XServer) -> App:
    return App(x_server)


# Asking somebody


def test_who_agrees_comes_back_with_a_code_and_the_state(x: App):
    told = app.told(consent.decide(x.address()))
    assert set(told) == {"code", "state"} and told["state"] == app.STATE


def test_who_cancels_comes_back_with_the_reason(x: App):
    told = app.told(consent.decide(x.address(), consent.CANCEL))
    assert told == {"error": "access_denied", "state": app.STATE}


def test_the_page_names_app_account_and_scopes(x: App):
    page = requests.get(x.address(), timeout=20)
    assert page.headers["Content-Type"].startswith("text/html")
    for words in ("Social Support", f"@{COMPANY}", "dm.write", ">Authorize app<", ">Cancel<"):
        assert words in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "somebody-else"},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": f"{CALLBACK}/"},
        {"redirect_uri": f"{CALLBACK}?x=1"},
        {"redirect_uri": None},
        {"response_type": "token"},
        {"state": None},
        {"scope": "tweet.read everything"},
        {"scope": None},
        {"code_challenge": None},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
    ],
)
def test_who_asks_wrongly_gets_a_page_and_is_led_nowhere(x: App, wrong: dict):
    assert app.is_led_nowhere(x.address(**wrong))


# A code


def test_a_code_gives_tokens(x: App):
    answer = x.exchange(x.code())
    tokens = answer.json()
    assert set(tokens) == {"token_type", "expires_in", "access_token", "scope", "refresh_token"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 7200)
    assert set(tokens["scope"].split()) == SCOPES
    assert answer.headers["Cache-Control"] == "no-store"
    assert x.me(tokens["access_token"]).json()["data"]["username"] == COMPANY


def test_without_offline_access_there_is_no_refresh_token(x: App):
    assert "refresh_token" not in x.tokens(scope="tweet.read users.read")


def test_a_code_that_comes_again_ends_what_it_gave(x: App):
    code = x.code()
    first = x.exchange(code).json()
    renewed = x.refresh(first["refresh_token"]).json()
    again = x.exchange(code)
    assert (again.status_code, again.json()["error_description"]) == (400, INVALID_CODE)
    assert x.me(first["access_token"]).status_code == 401
    assert x.me(renewed["access_token"]).status_code == 401
    assert x.refresh(renewed["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "v" * 43},
        {"code_verifier": None},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": None},
        {"code": "guessed"},
        {"code": None},
        {"grant_type": None},
        {"grant_type": "password"},
        {"grant_type": "client_credentials"},
    ],
)
def test_a_code_is_bound_to_what_it_was_given_for(x: App, wrong: dict):
    code = x.code()
    answer = x.exchange(code, **wrong)
    assert answer.status_code == 400 and "access_token" not in answer.text
    assert x.exchange(code).ok, "a wrong try does not use the code up"


def test_a_code_expires(x_server: XServer, x: App):
    x_server.doors.codes_last(0)
    answer = x.exchange(x.code())
    assert answer.json() == {"error": "invalid_request", "error_description": INVALID_CODE}


def test_a_code_of_one_app_is_none_of_the_other(x: App):
    code = x.code(client_id=PUBLIC_CLIENT_ID)
    assert x.exchange(code).status_code == 400
    assert x.exchange(code, auth=None, client_id=PUBLIC_CLIENT_ID).ok


@pytest.mark.parametrize("auth", [None, (CLIENT_ID, "wrong"), ("nobody", CLIENT_SECRET)])
def test_a_confidential_app_shows_its_secret_by_basic_alone(x: App, auth: tuple | None):
    code = x.code()
    for form in (
        {"client_id": CLIENT_ID},
        {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
    ):
        answer = x.exchange(code, auth=auth, **form)
        assert answer.status_code == 401
        assert answer.json()["error"] in ("unauthorized_client", "invalid_client")


# Only a form that is posted


def test_a_secret_in_an_address_is_refused_and_remembered(x_server: XServer, x: App):
    form = app.exchange_form(x.code())
    url = f"{x.url}/2/oauth2/token"
    for method in ("GET", "POST"):
        answer = requests.request(method, url, params=form, auth=BASIC, timeout=20)
        assert answer.status_code == 400
    token = x.tokens()["access_token"]
    me = requests.get(f"{x.url}/2/users/me?user.fields={token}", timeout=20)
    assert me.status_code == 400
    faults = x_server.doors.faults()
    assert faults[0] == "code in the address of GET /2/oauth2/token" and len(faults) == 3
    assert not [secret for secret in x_server.doors.secrets() if secret in str(faults)]


def test_a_careful_app_leaves_no_fault(x_server: XServer, x: App):
    x.refresh(x.tokens()["refresh_token"])
    assert x_server.doors.faults() == []


def test_what_is_called_a_secret_is_taken_for_one(x_server: XServer, x: App):
    assert requests.get(f"{x.url}/2/users/me?client_secret=unknown", timeout=20).status_code == 400
    assert requests.get(x.address(code="unknown"), timeout=20).status_code == 400
    assert len(x_server.doors.faults()) == 2


def test_anything_but_a_form_is_refused(x: App):
    url, form = f"{x.url}/2/oauth2/token", app.exchange_form(x.code())
    assert requests.post(url, json=form, auth=BASIC, timeout=20).status_code == 400
    plain = {"Content-Type": "text/plain"}
    answer = requests.post(url, data=form, headers=plain, auth=BASIC, timeout=20)
    assert answer.json()["error_description"] == "The Content-Type is not valid."
    twice = [*form.items(), ("code", form["code"])]
    assert requests.post(url, data=twice, auth=BASIC, timeout=20).status_code == 400


# Refreshing


def test_a_refresh_token_is_taken_once(x_server: XServer, x: App):
    old = x.tokens()
    new = x.refresh(old["refresh_token"]).json()
    assert new["refresh_token"] != old["refresh_token"] and x.me(new["access_token"]).ok
    again = x.refresh(old["refresh_token"])
    assert again.status_code == 400
    assert again.json() == {"error": "invalid_request", "error_description": INVALID_TOKEN}
    assert x_server.doors.happened()["refreshes"] == 1


def test_a_refresh_token_belongs_to_its_app(x: App):
    answer = x.refresh(x.tokens()["refresh_token"], auth=None, client_id=PUBLIC_CLIENT_ID)
    assert answer.status_code == 400


def test_an_access_token_does_not_refresh_and_a_refresh_token_does_not_call(x: App):
    tokens = x.tokens()
    assert x.refresh(tokens["access_token"]).status_code == 400
    assert x.me(tokens["refresh_token"]).status_code == 401


def test_of_two_refreshes_at_once_one_is_given_tokens(x_server: XServer, x: App):
    token = x.tokens()["refresh_token"]
    x_server.doors.delay_tokens(20)
    with ThreadPoolExecutor() as at_once:
        answers = [at_once.submit(x.refresh, token) for _ in range(2)]
        while x_server.doors.happened()["waiting"] < 2:
            time.sleep(0.01)
        x_server.doors.delay_tokens(0)
    assert sorted(answer.result().status_code for answer in answers) == [200, 400]
    assert x_server.doors.happened()["most_at_once"] == 2


def test_a_lost_answer_has_used_the_token_up(x_server: XServer, x: App):
    token = x.tokens()["refresh_token"]
    x_server.doors.lose_answers()
    assert x.refresh(token).status_code == 502
    assert x.refresh(token).status_code == 400


def test_the_token_endpoint_may_be_down_or_send_a_page(x_server: XServer, x: App):
    token = x.tokens()["refresh_token"]
    x_server.refuse("/2/oauth2/token", 503)
    html = {"Content-Type": "text/html"}
    x_server.refuse("/2/oauth2/token", 200, "<!doctype html><title>Back soon</title>", html)
    assert x.refresh(token).status_code == 503
    assert x.refresh(token).text.startswith("<!doctype html>")
    assert x.refresh(token).ok


# What ends


def test_access_tokens_end_while_refresh_tokens_live(x_server: XServer, x: App):
    tokens = x.tokens()
    assert x_server.doors.expire() == 1
    assert x.me(tokens["access_token"]).status_code == 401
    assert x.refresh(tokens["refresh_token"]).ok


def test_refresh_tokens_end(x_server: XServer, x: App):
    tokens = x.tokens()
    assert x_server.doors.expire("refresh", "anna") == 0
    assert x_server.doors.expire("refresh", COMPANY) == 1
    assert x.me(tokens["access_token"]).ok
    assert x.refresh(tokens["refresh_token"]).json()["error_description"] == INVALID_TOKEN


def test_access_tokens_last_as_long_as_they_say(x_server: XServer, x: App):
    x_server.doors.tokens_last(0)
    tokens = x.tokens()
    assert tokens["expires_in"] == 0 and x.me(tokens["access_token"]).status_code == 401


def test_a_token_is_revoked_by_its_app_alone(x_server: XServer, x: App):
    token = x.tokens()["access_token"]
    other = x.post("revoke", None, token=token, client_id=PUBLIC_CLIENT_ID)
    assert (other.status_code, other.json()["error_description"]) == (400, INVALID_TOKEN)
    assert x.post("revoke", None, token=token).status_code == 401
    assert x.me(token).ok
    assert x.post("revoke", token=token).json() == {"revoked": True}
    assert x.me(token).status_code == 401
    assert x.post("revoke", token="nobody knows it").ok, "RFC 7009, 2.2"
    assert x_server.doors.happened()["revocations"] == 1


def test_with_a_refresh_token_all_of_the_grant_is_revoked(x: App):
    tokens = x.tokens()
    assert x.post("revoke", token=tokens["refresh_token"]).ok
    assert x.me(tokens["access_token"]).status_code == 401
    assert x.refresh(tokens["refresh_token"]).status_code == 400


# What a token may do


def call(x: App, token: str, method: str, path: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    body = {"text": "Hello"} if method == "POST" else None
    url = f"{x.url}/2/{path}"
    return requests.request(method, url, headers=headers, json=body, timeout=20)


@pytest.mark.parametrize(
    ("method", "path", "lacking"),
    [
        ("GET", "users/me", "users.read"),
        ("GET", "users/1000000000/mentions", "tweet.read"),
        ("GET", "tweets/search/recent?query=drill", "tweet.read"),
        ("POST", "tweets", "tweet.write"),
        ("GET", "dm_events", "dm.read"),
        ("POST", "dm_conversations/with/1000000001/messages", "dm.write"),
    ],
)
def test_a_call_needs_its_scope(x_server: XServer, x: App, method: str, path: str, lacking: str):
    assert call(x, x.tokens()["access_token"], method, path).ok
    x_server.doors.grant_only(SCOPES - {lacking})
    tokens = x.tokens()
    assert lacking not in tokens["scope"].split()
    refused = call(x, tokens["access_token"], method, path)
    assert (refused.status_code, refused.json()["detail"]) == (403, "Forbidden")


def test_a_token_is_that_of_whoever_is_signed_in(x_server: XServer, x: App):
    x_server.doors.sign_in("anna")
    assert x.me(x.tokens()["access_token"]).json()["data"]["username"] == "anna"


# Acting from another process


def test_another_process_turns_the_same_screws(x_server: XServer, x: App):
    back = "http://test.localhost:8000/api/method/social_support.api.connect.back"
    assert consent.decide(x.address()).startswith(CALLBACK)
    app.control(x_server.url, "register", callback=back)
    assert consent.decide(x.address(redirect_uri=back)).startswith(f"{back}?code=")
    app.control(x_server.url, "deny")
    assert app.told(consent.decide(x.address()))["error"] == "access_denied"
    tokens = x.tokens()
    assert tokens["access_token"] in app.control(x_server.url, "secrets")
    assert app.control(x_server.url, "happened")["exchanges"] == 1
    assert app.control(x_server.url, "faults") == []
    assert app.control(x_server.url, "expire", kind="access") == 1
    app.control(x_server.url, "delay_tokens", seconds=60)
    app.control(x_server.url, "heal")
    assert x.refresh(tokens["refresh_token"]).ok
