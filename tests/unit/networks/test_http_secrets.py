"""Tokens and signatures: which calls bear them, and that nothing shows them."""

from __future__ import annotations

import json
import signal
import threading

import pytest
import requests

from social_support.networks.errors import (
    AuthenticationFailed,
    NetworkError,
    PermissionRefused,
    Unavailable,
    UnexpectedPayload,
)
from social_support.networks.http import Http
from tests.contract.network_contract import all_that_is_told
from tests.fakes.http_server import FakeServer
from tests.unit.networks.http_support import TOKEN, opened


@pytest.fixture
def http() -> Http:
    return opened()


@pytest.mark.parametrize("token", ["", "тайна", "two\nlines", "two words", "Bearer abc"])
def test_a_token_that_can_t_be_one_is_not_sent(fake: FakeServer, token: str):
    http = Http(allow_private_addresses=True)
    http.authorize(token)
    with pytest.raises(AuthenticationFailed) as caught:
        http.get(f"{fake.url}/a")
    assert fake.seen == [] and (not token or token not in all_that_is_told(caught.value))


def test_a_token_may_be_pasted_with_a_line_end(fake: FakeServer):
    fake.answer("/a")
    http = Http(allow_private_addresses=True)
    http.authorize(f" {TOKEN}\n")
    http.get(f"{fake.url}/a")
    assert fake.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_secret_in_long_words_is_not_cut_in_two(fake: FakeServer, http: Http):
    words = "x" * 290 + " " + TOKEN
    fake.answer("/a", json.dumps({"error": words}).encode(), 401)
    with pytest.raises(AuthenticationFailed) as caught:
        http.get(f"{fake.url}/a")
    assert TOKEN[:4] not in str(caught.value)


def test_the_machine_s_proxy_gets_no_token(fake: FakeServer, http: Http, monkeypatch):
    fake.answer("/a", b"[1]")
    with FakeServer() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert http.get(f"{fake.url}/a").data == [1]
        assert proxy.seen == []


def test_a_redirect_on_the_same_server_is_followed(fake: FakeServer, http: Http):
    fake.answer("/old", status=301, headers={"Location": "/new"})
    fake.answer("/new", b"[1]")
    assert http.get(f"{fake.url}/old").data == [1]


def test_a_redirect_elsewhere_gets_no_token(fake: FakeServer, http: Http):
    with FakeServer() as other:
        fake.answer("/a", status=302, headers={"Location": f"{other.url}/b?token={TOKEN}"})
        with pytest.raises(UnexpectedPayload, match=other.url) as caught:
            http.get(f"{fake.url}/a")
        assert other.seen == [] and TOKEN not in str(caught.value)


def test_redirects_in_circles_end(fake: FakeServer, http: Http):
    fake.answer("/a", status=302, headers={"Location": "/a"})
    with pytest.raises(UnexpectedPayload, match="in circles"):
        http.get(f"{fake.url}/a")
    assert len(fake.seen) == 4


def test_a_post_is_not_sent_after_a_redirect(fake: FakeServer, http: Http):
    fake.answer("/a", status=307, headers={"Location": "/b"})
    fake.answer("/b")
    with pytest.raises(Unavailable) as caught:
        http.post(f"{fake.url}/a", {})
    assert caught.value.maybe_done and len(fake.seen) == 1


def test_the_token_is_masked_in_the_network_s_words(fake: FakeServer, http: Http):
    fake.answer("/a", json.dumps({"error": f"The token {TOKEN} is revoked"}).encode(), 401)
    with pytest.raises(AuthenticationFailed) as caught:
        http.get(f"{fake.url}/a")
    assert "The token *** is revoked" in str(caught.value)


@pytest.mark.parametrize("way", ["reset", "cut_off", "half_json", "html", "silence"])
def test_no_log_of_a_failure_shows_the_token(fake: FakeServer, way: str):
    getattr(fake, way)("/a")
    with pytest.raises(NetworkError) as caught:
        opened(read_timeout=0.3).get(f"{fake.url}/a", {"access_token": TOKEN})
    # The caller's own arguments are the caller's; the layers below show nothing but masks.
    told = all_that_is_told(caught.value)
    assert f"Bearer {TOKEN}" not in told and TOKEN not in str(caught.value.__cause__)


class JobTimeout(Exception):
    """What ends a job from outside, wherever it stands."""


def test_an_error_from_outside_shows_no_token(fake: FakeServer, http: Http):
    def end_the_job(*_signal: object) -> None:
        raise JobTimeout

    before = signal.signal(signal.SIGUSR1, end_the_job)
    main = threading.main_thread().ident
    fake.script("/a", lambda handler: signal.pthread_kill(main, signal.SIGUSR1))
    try:
        with pytest.raises(JobTimeout) as caught:
            http.get(f"{fake.url}/a")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert TOKEN not in all_that_is_told(caught.value)


class _Signs(requests.auth.AuthBase):
    """An auth that fails with what it signs with in its frame."""

    def __init__(self, secret: str, error: Exception | None):
        self.secret, self.error = secret, error

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        secret = self.secret
        if self.error:
            raise self.error
        request.headers["Authorization"] = f"OAuth {secret}"
        return request


def test_each_call_is_signed_and_every_secret_masked(fake: FakeServer, http: Http):
    http.sign(_Signs("first-secret", None), "first-secret", "second-secret")
    fake.answer("/a", b'{"detail": "first-secret second-secret", "type": "x/second-secret"}', 403)
    with pytest.raises(PermissionRefused) as caught:
        http.get(f"{fake.url}/a")
    assert fake.seen[0].headers["Authorization"] == "OAuth first-secret"
    assert caught.value.said == "*** ***"
    assert (caught.value.status, caught.value.answer["type"]) == (403, "x/***")


@pytest.mark.parametrize("error", [ValueError("no"), AuthenticationFailed("The key is missing.")])
def test_a_signature_that_fails_shows_no_secret(fake: FakeServer, http: Http, error: Exception):
    http.sign(_Signs("first-secret", error), "first-secret")
    with pytest.raises(type(error)) as caught:
        http.get(f"{fake.url}/a")
    assert fake.seen == [] and "first-secret" not in all_that_is_told(caught.value)


def test_a_secret_is_masked_without_the_spaces_it_was_copied_with(fake: FakeServer, http: Http):
    http.hide(" third-secret\n")
    fake.answer("/a", b'{"detail": "You sent third-secret."}', 403)
    with pytest.raises(PermissionRefused) as caught:
        http.get(f"{fake.url}/a")
    assert caught.value.said == "You sent ***."
