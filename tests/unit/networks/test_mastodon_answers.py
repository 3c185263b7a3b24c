"""Answers that no Mastodon server gives on purpose, and addresses as people enter them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.contract import (
    Account,
    Stream,
    Target,
)
from social_support.networks.errors import (
    AddressNotAllowed,
    NotFound,
    PermissionRefused,
    Unavailable,
    UnexpectedPayload,
)
from social_support.networks.http import Http
from social_support.networks.mastodon import Mastodon
from social_support.networks.mastodon.instance import address_and_host
from tests.fakes.http_server import FakeServer

MENTIONS = Stream("Mentions")
NOTIFICATIONS = "/api/v1/notifications"
STATUSES = "/api/v1/statuses"
AN_HOUR_AGO = datetime.now(timezone.utc) - timedelta(hours=1)


@pytest.mark.parametrize("body", [b"<!doctype html>", b'{"error": "Record not found"}'])
def test_a_server_that_knows_nothing_any_more_deletes_nothing(fake: FakeServer, body: bytes):
    network = Mastodon(Account(fake.url, "token"), Http(allow_private_addresses=True))
    for path in (f"{STATUSES}/7", "/api/v1/accounts/verify_credentials"):
        fake.answer(path, body, 404)
    with pytest.raises(UnexpectedPayload):
        network.refresh(["7"])
    fake.answer("/api/v1/accounts/verify_credentials", b"{}")
    with pytest.raises(UnexpectedPayload):
        network.refresh(["7"])


def test_an_answer_to_nothing_says_so(fake: FakeServer):
    fake.answer(STATUSES, b'{"error": "The status does not exist"}', 404)
    with pytest.raises(NotFound, match="no longer on the network"):
        _on(fake).reply(Target("1"), "Hello?", "key")


def test_verify_says_that_there_is_no_mastodon(fake: FakeServer):
    with pytest.raises(UnexpectedPayload, match="no Mastodon server"):
        _on(fake).verify()
    for body in (b"[]", b'"hello"', b'{"uri": null, "configuration": []}'):
        fake.answer("/api/v2/instance", body)
        with pytest.raises(UnexpectedPayload, match="no Mastodon server"):
            _on(fake).verify()
    fake.html("/api/v2/instance")
    with pytest.raises(UnexpectedPayload, match="web page"):
        _on(fake).verify()


def test_verify_asks_an_older_server_in_its_own_way(fake: FakeServer):
    fake.answer("/api/v1/instance", b'{"uri": "old.example"}')
    account = b'{"id": "1", "acct": "shop", "url": "https://old.example/@shop"}'
    fake.answer("/api/v1/accounts/verify_credentials", account)
    fake.answer(NOTIFICATIONS, b"[]")
    identity = _on(fake).verify()
    assert (identity.handle, identity.limits["max_characters"]) == ("shop@old.example", 500)


def test_verify_says_that_a_scope_is_missing(fake: FakeServer):
    fake.answer("/api/v2/instance", b'{"domain": "shop.example"}')
    fake.answer("/api/v1/accounts/verify_credentials", b"{}")
    words = b'{"error": "This action is outside the authorized scopes"}'
    fake.answer(NOTIFICATIONS, words, 403)
    with pytest.raises(PermissionRefused, match="outside the authorized scopes"):
        _on(fake).verify()


@pytest.mark.parametrize("body", [b"{}", b"null", b'"text"', b"[[]]", b'[{"no": "id"}]'])
def test_a_list_that_is_none_is_refused(fake: FakeServer, body: bytes):
    fake.answer(NOTIFICATIONS, body)
    with pytest.raises(UnexpectedPayload):
        list(_on(fake).fetch(MENTIONS, "3"))


def test_a_server_that_ignores_the_cursor_ends_the_reading(fake: FakeServer):
    fake.answer(NOTIFICATIONS, b'[{"id": "7", "type": "mention", "status": null}]')
    assert len(list(_on(fake).fetch(MENTIONS, "3"))) == 1
    assert len(list(_on(fake).look_back(MENTIONS, None, AN_HOUR_AGO))) == 2


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://mastodon.social/@shop ", "https://mastodon.social"),
        ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
        ("https://me:secret@mastodon.social", "https://mastodon.social"),
    ],
)
def test_the_server_may_be_entered_as_people_know_it(server: str, address: str):
    assert address_and_host(server)[0] == address


@pytest.mark.parametrize("server", ["", "http://[", "https://", "no address", "a:b:c"])
def test_what_is_no_address_is_named(server: str):
    with pytest.raises((AddressNotAllowed, Unavailable)):
        Mastodon(Account(server, "token"), Http()).verify()


def _on(fake: FakeServer) -> Mastodon:
    http = Http(may_write=True, allow_private_addresses=True)
    return Mastodon(Account(fake.url, "secret-token"), http)
