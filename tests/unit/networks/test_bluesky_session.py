"""What is Bluesky's own in signing in: one session for many jobs, renewed once, and never shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from social_support.networks.contract import Session, Target, Tokens
from social_support.networks.errors import (
    AuthenticationFailed,
    NetworkError,
    RateLimited,
    Unavailable,
    UnexpectedPayload,
    WritingNotAllowed,
)
from social_support.networks.times import utc_now
from tests.contract.network_contract import all_that_is_told
from tests.fakes.bluesky import COMPANY, BlueskyServer
from tests.fakes.bluesky_sessions import password_of
from tests.fakes.http_server import FakeServer
from tests.unit.networks.bluesky_support import (
    BlueskyProvider,
    mention,
    provider,
    server,
    stored,
)

__all__ = ["provider", "server"]

PASSWORD = password_of(COMPANY)
CREATE = "/xrpc/com.atproto.server.createSession"


def count(server: BlueskyServer, method: str) -> int:
    return len(server.asked(method))


def test_many_jobs_sign_in_once(server: BlueskyServer, provider: BlueskyProvider):
    for _job in range(40):
        provider.connect().verify()
    assert (count(server, "createSession"), count(server, "refreshSession")) == (1, 0)


def test_a_channel_that_only_listens_signs_in(server: BlueskyServer, provider: BlueskyProvider):
    assert provider.network(may_write=False).verify().handle == COMPANY


def test_an_expired_token_is_renewed_and_the_call_made_again(
    server: BlueskyServer, provider: BlueskyProvider
):
    network = provider.connect()
    post = stored(network, mention(server))
    server.sessions.expire()
    published = network.reply(Target.of(post), "We look into it", "key")
    assert server.world.answers_to(post.external_id) == [published.external_id]
    assert (count(server, "createSession"), count(server, "refreshSession")) == (1, 1)


def test_several_jobs_renew_once(server: BlueskyServer, provider: BlueskyProvider):
    """Although the server gives nothing for a refresh token that was used, as many do."""
    provider.connect().verify()
    server.sessions.expire()
    server.sessions.grace_seconds, server.sessions.is_slow = -1, 0.2
    with ThreadPoolExecutor(6) as pool:
        handles = pool.map(lambda _n: provider.connect().verify().handle, range(6))
        assert set(handles) == {COMPANY}
    assert (count(server, "createSession"), count(server, "refreshSession")) == (1, 1)


def test_when_the_refresh_token_is_over_too_the_password_signs_in(
    server: BlueskyServer, provider: BlueskyProvider
):
    provider.connect().verify()
    server.sessions.expire(refresh=True)
    provider.connect().verify()
    assert count(server, "createSession") == 2


def test_a_failing_server_is_no_reason_to_sign_in_anew(
    server: BlueskyServer, provider: BlueskyProvider
):
    provider.connect().verify()
    kept = provider.session.read()
    server.sessions.expire()
    server.refuse("refreshSession", 503)
    with pytest.raises(Unavailable):
        provider.connect().verify()
    assert (count(server, "createSession"), provider.session.read()) == (1, kept)


def test_a_server_that_takes_no_token_is_not_asked_in_circles(
    server: BlueskyServer, provider: BlueskyProvider
):
    words = {"error": "InvalidToken", "message": "Token could not be verified"}
    server.refuse("getSession", 400, words, count=100)
    with pytest.raises(AuthenticationFailed, match="sign-in any more"):
        provider.connect().verify()
    assert count(server, "Session") <= 4


def test_a_removed_app_password_is_said(server: BlueskyServer, provider: BlueskyProvider):
    provider.connect().verify()
    server.sessions.remove_password(PASSWORD)
    server.sessions.expire()
    with pytest.raises(AuthenticationFailed, match="this handle with this app password"):
        provider.connect().verify()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"token": "wrong"}, "does not accept this handle"),
        ({"name": "nobody.example"}, "does not accept this handle"),
        ({"token": "the-whole-account"}, "the password of the account"),
        ({"name": " "}, "Enter the handle"),
        ({"token": ""}, "Enter the handle"),
    ],
)
def test_what_was_entered_wrong_is_said(provider: BlueskyProvider, other: dict, words: str):
    with pytest.raises(AuthenticationFailed, match=words):
        provider.network(session=Session(), **other).verify()


@pytest.mark.parametrize("name", [f"@{COMPANY}", COMPANY.upper(), f" {COMPANY}\n"])
def test_a_handle_may_be_entered_as_people_write_it(provider: BlueskyProvider, name: str):
    assert provider.network(name=name, token=f"{PASSWORD}\n").verify().handle == COMPANY


@pytest.mark.parametrize("status", ["takendown", "deactivated"])
def test_an_account_that_is_switched_off_is_said(
    server: BlueskyServer, provider: BlueskyProvider, status: str
):
    server.world.describe(COMPANY, status=status)
    with pytest.raises(AuthenticationFailed, match="switched off"):
        provider.connect().verify()


def test_signing_in_too_often_tells_when_to_come_back(
    server: BlueskyServer, provider: BlueskyProvider
):
    for _time in range(30):
        provider.network(session=Session()).verify()
    with pytest.raises(RateLimited, match="300 times a day") as caught:
        provider.network(session=Session()).verify()
    wait = caught.value.retry_at - utc_now()
    assert timedelta(seconds=270) < wait < timedelta(seconds=310)


def test_another_server_is_no_bluesky(provider: BlueskyProvider, fake: FakeServer):
    fake.answer(CREATE, b'{"hello": "world"}')
    with pytest.raises(UnexpectedPayload, match="no Bluesky server"):
        provider.network(server=fake.url).verify()


def test_the_account_s_own_server_is_spoken_to(server: BlueskyServer, provider: BlueskyProvider):
    """People sign in at the door for all, and are told where their account lives."""
    with BlueskyServer() as door:
        door.sessions, door._document = server.sessions, server._document
        assert provider.network(server=door.url).verify().handle == COMPANY
        assert door.seen == [("POST", CREATE)]
    assert server.asked("getSession")


# Nothing is shown


@pytest.mark.parametrize("cut", [20, 60, 120])
def test_an_answer_that_breaks_off_shows_no_token(
    provider: BlueskyProvider, fake: FakeServer, cut: int
):
    answer = b'{"accessJwt": "secret-access", "refreshJwt": "secret-refresh", "did": "did:plc:a"}'
    fake.answer(CREATE, answer[:cut] if cut < len(answer) else answer[:-1])
    with pytest.raises(Unavailable) as caught:
        provider.network(server=fake.url).verify()
    assert "secret-" not in all_that_is_told(caught.value)
    assert PASSWORD not in all_that_is_told(caught.value)


def test_no_secret_stands_in_any_error(server: BlueskyServer, provider: BlueskyProvider):
    provider.connect().verify()
    for path in ("getSession", "refreshSession", "createSession"):
        said = {"error": "InvalidToken", "message": " ".join(server.sessions.secrets())}
        server.refuse(path, 401, said, count=9)
    with pytest.raises(NetworkError) as caught:
        provider.connect().verify()
    ours = [PASSWORD, *list(provider.session.read().values())[:2]]
    assert not [secret for secret in ours if secret in all_that_is_told(caught.value)]


def test_a_channel_that_may_not_write_only_signs_in(
    server: BlueskyServer, provider: BlueskyProvider
):
    post = stored(provider.connect(), mention(server))
    with pytest.raises(WritingNotAllowed):
        provider.network(may_write=False).reply(Target.of(post), "Hello", "key")


# The facility for all networks


def test_tokens_are_not_shown_but_kept():
    assert repr(Tokens(access="abc")) == str(Tokens(access="abc")) == "Tokens(***)"
    assert Tokens(access="abc") == {"access": "abc"}


def test_who_comes_second_gets_what_the_first_one_was_given():
    session, old = Session(), Tokens(access="1")
    session.keep(Tokens(access="2"))
    assert session.renew(old, lambda kept: pytest.fail("asked again")) == {"access": "2"}
    assert session.renew(Tokens(access="2"), lambda kept: Tokens(access="3"))["access"] == "3"


def test_what_fails_leaves_what_was_kept():
    session = Session()
    session.keep(Tokens(access="1"))
    with pytest.raises(Unavailable):
        session.renew(Tokens(access="1"), _fail)
    assert session.read() == {"access": "1"}


def _fail(kept: Tokens) -> Tokens:
    raise Unavailable("The network is down.")
