"""Each way of connecting an account by consent, against fakes that refuse what networks refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from social_support.networks.connecting import Asking, Connect, Grant, key_of
from social_support.networks.contract import Account, Session, Tokens
from social_support.networks.errors import (
    AuthenticationFailed,
    NetworkError,
    PermissionRefused,
    Terminal,
    Unavailable,
)
from social_support.networks.facebook import Facebook
from social_support.networks.http import Http
from social_support.networks.mastodon import Mastodon
from social_support.networks.x import X
from tests.contract.network_contract import all_that_is_told
from tests.fakes import consent, facebook, x
from tests.fakes.mastodon import COMPANY, MastodonServer
from tests.fakes.mastodon_oauth import MastodonLogin
from tests.fakes.oauth2 import CALLBACK
from tests.fakes.x_keys import APP_KEY, APP_SECRET, CLIENT_ID, CLIENT_SECRET

STATE = "a state that nobody can guess"


@dataclass
class Way:
    """A network's way, with the values of the company's app, and the fake that it asks."""

    network: type
    account: Account
    server: Any
    wrong_app: dict[str, str]

    def connect(self, **other: Any) -> Connect:
        account = replace(self.account, **other)
        return self.network.connect(account, Http(allow_private_addresses=True))

    def asked(self) -> Asking:
        return self.connect().begin(CALLBACK, STATE)

    def told(self, asking: Asking, decision: str = consent.ALLOW) -> Tokens:
        return Tokens(parse_qsl(urlsplit(consent.decide(asking.address, decision)).query))

    def finish(self, asking: Asking, told: Tokens) -> list[Grant]:
        return self.connect().finish(asking.kept, told, CALLBACK)

    def granted(self) -> Grant:
        asking = self.asked()
        return self.finish(asking, self.told(asking))[0]

    def network_with(self, grant: Grant) -> Any:
        names = {"access_token": "token", "access_token_secret": "token_secret"}
        values = {names.get(name, name): value for name, value in grant.values.items()}
        session = Session()
        session.keep(grant.session)
        account = replace(self.account, **values, session=session)
        return self.network(account, Http(may_write=True, allow_private_addresses=True))

    def control(self, name: str, *args: Any) -> Any:
        return self.server.controls()[name](*args)


def account(server: Any, **values: str) -> Account:
    return Account(server=server.url, token="", **values)


@pytest.fixture
def x_with_oauth2() -> Iterator[Way]:
    with x.XServer() as server:
        app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        yield Way(X, account(server, **app), server, {"client_secret": "another"})


@pytest.fixture
def x_with_oauth1() -> Iterator[Way]:
    with x.XServer() as server:
        app = {"app_key": APP_KEY, "app_secret": APP_SECRET}
        yield Way(X, account(server, **app), server, {"app_secret": "another"})


@pytest.fixture
def page() -> Iterator[Way]:
    with facebook.FacebookServer() as server:
        app = {"app_key": facebook.APP_ID, "app_secret": facebook.APP_SECRET}
        yield Way(Facebook, account(server, **app), server, {"app_secret": "another"})


@pytest.fixture
def toot(mastodon: MastodonServer) -> Iterator[Way]:
    with MastodonLogin(mastodon, COMPANY) as server:
        yield Way(Mastodon, account(server), server, {})


@pytest.fixture(params=["x_with_oauth2", "x_with_oauth1", "page", "toot"])
def way(request: pytest.FixtureRequest) -> Way:
    return request.getfixturevalue(request.param)


def test_what_was_granted_signs_calls(way: Way):
    asking = way.asked()
    told = way.told(asking)
    assert key_of(told) == asking.key
    (grant,) = way.finish(asking, told)
    assert grant.lacks == () and set(grant.values) >= set(way.network.connect.fills[:1])
    network = way.network_with(grant)
    assert network.verify().handle
    assert way.control("faults") == []


def test_declining_says_that_nothing_changed(way: Way):
    asking = way.asked()
    told = way.told(asking, consent.CANCEL)
    assert key_of(told) == asking.key
    with pytest.raises(PermissionRefused, match="declined"):
        way.finish(asking, told)


def test_a_code_is_taken_once_and_no_secret_is_told(way: Way):
    asking = way.asked()
    told = way.told(asking)
    way.finish(asking, told)
    with pytest.raises(AuthenticationFailed, match="Press Connect") as caught:
        way.finish(asking, told)
    shown = all_that_is_told(caught.value)
    kept = [value for name, value in asking.kept.items() if name != "client_id"]
    secrets = {*way.control("secrets"), *kept, *told.values()} - {"_"}
    assert [secret for secret in secrets if secret in shown] == []


def test_a_code_of_somebody_elses_asking_is_not_taken(way: Way):
    """Without the verifier, or the request token's secret, that was kept for it."""
    if way.network is Facebook:
        pytest.skip("Facebook's codes are proved by the secret of the app alone.")
    mine, theirs = way.asked(), way.asked()
    told = way.told(theirs)
    with pytest.raises(AuthenticationFailed):
        way.finish(mine, told)


def test_another_secret_of_the_app_is_named(way: Way):
    if not way.wrong_app:
        pytest.skip("Here the app registers itself.")
    with pytest.raises(AuthenticationFailed, match="does not know the app"):
        wrong = way.connect(**way.wrong_app)
        asking = wrong.begin(CALLBACK, STATE)
        wrong.finish(asking.kept, way.told(asking), CALLBACK)


def test_what_the_network_loses_may_be_tried_again(way: Way):
    asking = way.asked()
    told = way.told(asking)
    if way.account.app_key == APP_KEY:
        way.server.refuse("access_token", status=503)
    else:
        way.control("lose_answers", 1)
    with pytest.raises(Unavailable):
        way.finish(asking, told)


def test_giving_it_back_ends_it(way: Way):
    grant = way.granted()
    network = way.network_with(grant)
    way.network.connect(network.account, Http(allow_private_addresses=True)).end()
    if way.network is Facebook:
        # That would end the app's access to all Pages of the person.
        assert network.verify().handle
    else:
        with pytest.raises(AuthenticationFailed):
            way.network_with(grant).verify()


def test_a_refresh_token_is_used_once(x_with_oauth2: Way):
    way = x_with_oauth2
    grant = way.granted()
    network = way.network_with(grant)
    way.control("expire")
    assert network.verify().handle
    assert way.control("happened")["refreshes"] == 1
    stale = way.network_with(grant)
    with pytest.raises(AuthenticationFailed, match="Press Connect"):
        stale.verify()


def test_an_address_that_x_does_not_know_is_named(x_with_oauth1: Way):
    with pytest.raises(Terminal, match="callback address"):
        x_with_oauth1.connect().begin("https://elsewhere.example/back", STATE)


def test_a_missing_permission_is_named(page: Way):
    asking = page.asked()
    led = consent.decide(asking.address, without=["pages_read_user_content"])
    with pytest.raises(PermissionRefused, match="pages_read_user_content"):
        page.finish(asking, dict(parse_qsl(urlsplit(led).query)))


def test_who_runs_no_page_is_told_so(page: Way):
    page.control("run_pages", "mila", [])
    with pytest.raises(PermissionRefused, match="no Page"):
        page.granted()


def test_a_server_without_mastodon_is_named(fake: Any):
    for version in ("v1", "v2"):
        fake.html(f"/api/{version}/instance", status=404)
    connect = Mastodon.connect(account(fake), Http(allow_private_addresses=True))
    with pytest.raises(NetworkError, match="no Mastodon server"):
        connect.begin(CALLBACK, STATE)
