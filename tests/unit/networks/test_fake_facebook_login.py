"""The fake Facebook's dialog gives tokens of people and Pages, and refuses what Meta refuses."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.fakes import consent
from tests.fakes.facebook import APP_ID, APP_SECRET, SCOPES, FacebookServer
from tests.fakes.facebook_accounts import PERSON, TASKS
from tests.fakes.facebook_world import PAGE, PAGE_NAME
from tests.fakes.oauth2 import CALLBACK
from tests.unit.networks import oauth_support as app

SECRETS = {"client_id": APP_ID, "client_secret": APP_SECRET}
SHOP, BAKERY, GARDEN = ({"id": str(n), "name": f"Page {n}"} for n in (900100201, 77, 78))


@pytest.fixture
def server() -> Iterator[FacebookServer]:
    with FacebookServer() as server:
        yield server


class App:
    """The steps of an app."""

    def __init__(self, server: FacebookServer) -> None:
        self.base = f"{server.url}/v26.0"

    def address(self, **other: str | None) -> str:
        known = {"client_id": APP_ID, "scope": ",".join(SCOPES)}
        known |= {"code_challenge": None, "code_challenge_method": None}
        return app.address(f"{self.base}/dialog/oauth", **known | other)

    def code(self, without: tuple[str, ...] = (), **asked) -> str:
        return app.told(consent.decide(self.address(**asked), without=without))["code"]

    def post(self, **form: str | None) -> requests.Response:
        url, form = f"{self.base}/oauth/access_token", app.without_none(SECRETS | form)
        return requests.post(url, data=form, timeout=20)

    def exchange(self, code: str, /, **other: str | None) -> requests.Response:
        known = {"code": code, "redirect_uri": CALLBACK}
        return self.post(**known | other)

    def short(self, **asked) -> str:
        return self.exchange(self.code(**asked)).json()["access_token"]

    def long(self, **asked) -> str:
        token = self.short(**asked)
        answer = self.post(grant_type="fb_exchange_token", fb_exchange_token=token)
        assert answer.ok, answer.text
        return answer.json()["access_token"]

    def get(self, path: str, token: str, method: str = "GET", **query: str | int):
        proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        return requests.request(
            method,
            f"{self.base}/{path}",
            params=query | {"appsecret_proof": proof},
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )

    def pages(self, token: str, **query: str | int) -> list[dict]:
        answer = self.get("me/accounts", token, fields="id,name,access_token,tasks", **query)
        assert answer.ok, answer.text
        return answer.json()["data"]

    def debugged(self, token: str) -> dict:
        answer = self.get("debug_token", f"{APP_ID}|{APP_SECRET}", input_token=token)
        return answer.json()["data"]


@pytest.fixture
def facebook(server: FacebookServer) -> App:
    return App(server)


def error_of(answer: requests.Response) -> tuple[int, int, int]:
    error = answer.json()["error"]
    assert error["message"]
    return answer.status_code, error["code"], error.get("error_subcode", 0)


# The dialog


def test_who_goes_on_comes_back_with_a_code(facebook: App):
    led_to = consent.decide(facebook.address())
    assert set(app.told(led_to)) == {"code", "state"}
    assert led_to.endswith("#_=_"), "Facebook adds that to every address"


def test_who_cancels_comes_back_with_the_reason(facebook: App):
    assert app.told(consent.decide(facebook.address(), consent.CANCEL)) == {
        "error": "access_denied",
        "error_code": "200",
        "error_description": "Permissions error",
        "error_reason": "user_denied",
        "state": app.STATE,
    }


def test_the_dialog_lets_permissions_be_unticked(facebook: App):
    page = requests.get(facebook.address(), timeout=20).text
    assert page.count('type="checkbox"') == len(SCOPES)
    assert ">Continue<" in page and ">Cancel<" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "1"},
        {"redirect_uri": "https://evil.example/back"},
        {"response_type": "token"},
        {"scope": "pages_show_list,read_minds"},
        {"scope": "pages_show_list pages_messaging"},
        {"code_challenge": "short"},
    ],
)
def test_who_asks_wrongly_is_led_nowhere(facebook: App, wrong: dict):
    assert app.is_led_nowhere(facebook.address(**wrong))


# Tokens of people


def test_a_code_gives_a_short_token_and_that_a_long_one(facebook: App):
    answer = facebook.exchange(facebook.code())
    told = answer.json()
    assert set(told) == {"access_token", "token_type", "expires_in"} and told["expires_in"] == 5400
    short = told["access_token"]
    longer = facebook.post(grant_type="fb_exchange_token", fb_exchange_token=short).json()
    assert longer["expires_in"] == 5_183_944 and longer["access_token"] != short
    for token in (short, longer["access_token"]):
        assert facebook.get("me", token, fields="id,name").json()["name"] == "Mila Ivanova"
    assert (
        facebook.debugged(short)["expires_at"]
        < facebook.debugged(longer["access_token"])["expires_at"]
    )
    assert facebook.debugged(short)["type"] == "USER"


def test_a_used_code_ends_what_it_gave(facebook: App):
    code = facebook.code()
    token = facebook.exchange(code).json()["access_token"]
    assert error_of(facebook.exchange(code)) == (400, 100, 36009)
    assert error_of(facebook.get("me", token)) == (401, 190, 463)


def test_a_code_expires(server: FacebookServer, facebook: App):
    server.doors.codes_last(0)
    assert error_of(facebook.exchange(facebook.code())) == (400, 100, 36007)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_secret": "wrong"}, (400, 1, 0)),
        ({"client_secret": None}, (400, 1, 0)),
        ({"client_id": "1"}, (400, 101, 0)),
        ({"code": "guessed"}, (400, 100, 36006)),
        ({"redirect_uri": f"{CALLBACK}/"}, (400, 100, 36008)),
        ({"code_verifier": "v" * 43}, (400, 100, 0)),
        ({"grant_type": "password"}, (400, 100, 0)),
        ({"grant_type": "fb_exchange_token", "fb_exchange_token": "guessed"}, (400, 190, 0)),
    ],
)
def test_who_asks_wrongly_for_a_token_gets_none(facebook: App, wrong: dict, error: tuple):
    code = facebook.code()
    assert error_of(facebook.exchange(code, **wrong)) == error
    assert facebook.exchange(code).ok


def test_pkce_is_kept_where_it_is_used(facebook: App):
    code = facebook.code(
        code_challenge=app.challenge_of(app.VERIFIER), code_challenge_method="S256"
    )
    assert facebook.exchange(code).status_code == 400
    assert facebook.exchange(code, code_verifier=app.VERIFIER).ok


def test_a_secret_in_an_address_of_ours_is_refused(server: FacebookServer, facebook: App):
    form = SECRETS | {"code": facebook.code(), "redirect_uri": CALLBACK}
    url = f"{facebook.base}/oauth/access_token"
    for method in ("GET", "POST"):
        assert requests.request(method, url, params=form, timeout=20).status_code == 400
    token = facebook.long()
    assert facebook.get("me/accounts", token, access_token=token).status_code == 400
    assert len(server.doors.faults()) == 3
    assert token not in str(server.doors.faults())


# Permissions


def test_what_was_unticked_is_declined(facebook: App):
    token = facebook.long(without=("pages_messaging",))
    told = facebook.get("me/permissions", token).json()["data"]
    status = {row["permission"]: row["status"] for row in told}
    assert status == dict.fromkeys(SCOPES, "granted") | {"pages_messaging": "declined"}
    assert "pages_messaging" not in facebook.debugged(token)["scopes"]
    (page,) = facebook.pages(token)
    assert facebook.get("me/feed", page["access_token"]).ok
    refused = facebook.get("me/conversations", page["access_token"])
    assert error_of(refused) == (400, 200, 0)


def test_what_was_declined_is_asked_for_again_only_on_wish(facebook: App):
    facebook.short(without=("pages_messaging",))
    shown = requests.get(facebook.address(), timeout=20).text
    assert "pages_messaging" not in consent.TICKED.findall(shown)
    again = facebook.long(auth_type="rerequest")
    assert set(facebook.debugged(again)["scopes"]) == set(SCOPES)


def test_a_consent_may_hold_less(server: FacebookServer, facebook: App):
    server.doors.grant_only(["pages_read_engagement"])
    token = facebook.long()
    assert facebook.debugged(token)["scopes"] == ["pages_read_engagement"]
    assert facebook.pages(token) == [], "nobody is told which Pages without pages_show_list"


# Pages


def test_a_page_has_a_token_of_its_own_that_does_not_end(server: FacebookServer, facebook: App):
    (page,) = facebook.pages(facebook.long())
    assert (page["id"], page["name"], page["tasks"]) == (PAGE, PAGE_NAME, list(TASKS))
    debugged = facebook.debugged(page["access_token"])
    assert (debugged["type"], debugged["profile_id"], debugged["expires_at"]) == ("PAGE", PAGE, 0)
    assert debugged["is_valid"] and debugged["data_access_expires_at"] > 0
    assert facebook.get("me", page["access_token"], fields="id,category").json()["id"] == PAGE
    post = server.world.post(PAGE_NAME, "New drills are here")
    assert facebook.get(f"{post}/comments", page["access_token"]).json() == {"data": []}


def test_a_pages_token_made_of_a_short_one_ends_with_it(facebook: App):
    token = facebook.short()
    (page,) = facebook.pages(token)
    ends = [facebook.debugged(one)["expires_at"] for one in (token, page["access_token"])]
    assert 0 < ends[1] <= ends[0]


def test_somebody_runs_no_page_or_many(server: FacebookServer, facebook: App):
    token = facebook.long()
    server.doors.accounts.run_pages(PERSON, [])
    assert facebook.pages(token) == []
    server.doors.accounts.run_pages(PERSON, [{}, SHOP, BAKERY | {"tasks": ["ANALYZE"]}, GARDEN])
    server.doors.accounts.at_once = 3
    first = facebook.get("me/accounts", token, fields="id,tasks,access_token").json()
    assert [page["id"] for page in first["data"]] == [PAGE, SHOP["id"], BAKERY["id"]]
    assert first["data"][2]["tasks"] == ["ANALYZE"]
    then = dict(parse_qsl(urlsplit(first["paging"]["next"]).query))
    assert then.pop("access_token") == token, "that is Meta's"
    last = facebook.get("me/accounts", token, **then).json()
    assert [page["id"] for page in last["data"]] == [GARDEN["id"]]
    assert "next" not in last["paging"]
    other = facebook.get("me", last["data"][0]["access_token"], fields="id,name,category")
    assert other.json()["name"] == GARDEN["name"]


def test_a_person_is_no_page(facebook: App):
    token = facebook.long()
    assert error_of(facebook.get("me", token, fields="id,category")) == (400, 100, 0)
    assert error_of(facebook.get("me/feed", token)) == (400, 190, 2069032)


def test_calls_need_the_proof_of_their_token(facebook: App):
    token = facebook.long()
    headers = {"Authorization": f"Bearer {token}"}
    for query in ("", "?appsecret_proof=wrong"):
        answer = requests.get(f"{facebook.base}/me/accounts{query}", headers=headers, timeout=20)
        assert error_of(answer) == (400, 100, 0)


# What ends


def test_a_persons_token_expires_and_their_pages_live(server: FacebookServer, facebook: App):
    token = facebook.long()
    (page,) = facebook.pages(token)
    server.doors.expire()
    assert error_of(facebook.get("me/accounts", token)) == (401, 190, 463)
    assert not facebook.debugged(token)["is_valid"]
    assert facebook.get("me", page["access_token"]).ok


def test_a_new_password_ends_the_pages_too(server: FacebookServer, facebook: App):
    (page,) = facebook.pages(facebook.long())
    app.control(server.url, "end", username=PERSON, subcode=460)
    assert error_of(facebook.get("me", page["access_token"])) == (401, 190, 460)


def test_whoever_takes_the_permissions_back_ends_all(facebook: App):
    token = facebook.long()
    (page,) = facebook.pages(token)
    assert facebook.get("me/permissions", token, "DELETE").json() == {"success": True}
    assert error_of(facebook.get("me", page["access_token"])) == (401, 190, 458)


def test_another_process_says_who_runs_what(server: FacebookServer, facebook: App):
    app.control(server.url, "sign_in", username="ivo")
    assert facebook.pages(facebook.long()) == []
    app.control(server.url, "run_pages", username="ivo", pages=[BAKERY])
    assert [page["id"] for page in facebook.pages(facebook.long())] == [BAKERY["id"]]
