"""The generic webhook: the contract as far as it applies, and each field of its JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.contract import PRIVATE, PUBLIC, Account, Page, Stream
from social_support.networks.errors import AuthenticationFailed, Terminal
from social_support.networks.http import Http
from social_support.networks.webhook import Webhook
from tests.contract.network_contract import NetworkContract, Provider

SECRET = "a-secret-that-is-long-enough-for-it"
SOURCE = "https://reviews.example.com"
HEADER = "X-Social-Support-Signature"
NOW = datetime.now(timezone.utc)
POST = {
    "id": "r-1",
    "text": "Third day without my drill",
    "posted_on": (NOW - timedelta(minutes=5)).isoformat(),
    "author": {"id": "77", "handle": "@anna", "name": "Anna P.", "email": "anna@example.com"},
}


def network(secret: str = SECRET, **other: object) -> Webhook:
    known = {"server": SOURCE, "external_id": SOURCE, "handle": "reviews.example.com"}
    return Webhook(Account(**known | {"token": "", "app_secret": secret} | other), Http())


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {HEADER: "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def page(*posts: object) -> Page:
    body = json.dumps({"posts": posts}).encode()
    return network().webhook_page(signed(body), body)


class WebhookProvider(Provider):
    has_content_warnings = False

    def __init__(self) -> None:
        self.written: list[dict] = []

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Webhook:
        # There is nobody to say that a secret is the wrong one: what can't be one is named.
        return network(secret=SECRET if token is None else token[:20])

    def secret(self) -> str:
        return SECRET

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        self.written.append({**POST, "id": f"r-{len(self.written)}", "text": text})
        return self.written[-1]["id"]

    def pushed(self) -> tuple[dict[str, str], bytes]:
        body = json.dumps({"posts": [self.written[-1]]}).encode()
        return signed(body), body


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self) -> WebhookProvider:
        return WebhookProvider()


def test_a_whole_post_is_read():
    (post,) = page(
        {
            **POST,
            "kind": "Review",
            "rating": 2,
            "permalink": f"{SOURCE}/r/1",
            "language": "bg",
            "edited_on": NOW.isoformat(),
            "unknown": "is left alone",
        }
    ).posts
    assert (post.kind, post.visibility, post.rating, post.language) == ("Review", PUBLIC, 2, "bg")
    assert (post.author.external_id, post.author.handle) == (f"{SOURCE}#77", "anna")
    assert post.author.fields[0].value == "anna@example.com"
    assert post.thread_id == "r-1" and post.edited_on and not post.can_reply


def test_answers_messages_and_our_own_posts_are_told_apart():
    answer, message, ours, gone = sorted(
        page(
            {**POST, "id": "1", "parent_id": "r-1", "kind": "Comment"},
            {**POST, "id": "2", "kind": "Direct Message"},
            {**POST, "id": "3", "author": None, "from_us": True},
            {"id": "4", "deleted": True},
        ).posts,
        key=lambda post: post.external_id,
    )
    assert (answer.parent_id, answer.thread_id) == ("r-1", None)
    assert message.visibility == PRIVATE
    assert ours.author.external_id == SOURCE
    assert gone.deleted


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"id": ""}, "id is missing"),
        ({"id": 7}, "id is missing"),
        ({"id": "x" * 501}, "id is longer than 500"),
        ({"text": " "}, "text is missing"),
        ({"text": None}, "text is missing"),
        ({"posted_on": "yesterday"}, "posted_on is missing"),
        ({"posted_on": None}, "posted_on is missing"),
        ({"posted_on": "2099-01-01T00:00:00Z"}, "posted_on lies in the future"),
        ({"author": "anna"}, "author is missing"),
        ({"author": {"name": "Anna"}}, "author.id is missing"),
        ({"kind": "Shout"}, "kind has to be one of"),
        ({"visibility": "public"}, "visibility has to be one of"),
        ({"rating": 6}, "rating has to be between"),
        ({"rating": True}, "rating is missing"),
        ({"permalink": "javascript:alert(1)"}, "permalink has to begin with https"),
        ({"edited_on": 5}, "edited_on is missing"),
    ],
)
def test_what_is_wrong_with_one_post_is_said_and_stops_no_other(wrong: dict, words: str):
    found = page({**POST, **wrong}, {**POST, "id": "good"}, "no object")
    assert [post.external_id for post in found.posts] == ["good"]
    assert found.rejected[0].reason.startswith(words)
    assert found.rejected[1].reason == "A post has to be a JSON object."


@pytest.mark.parametrize("body", [b"\xff", b"[]", b"{}", b'{"posts": 5}', b"[" * 100_000])
def test_a_signed_body_that_is_none_of_ours_is_told_apart_from_a_forged_one(body: bytes):
    network().webhook_check(signed(body), body)
    with pytest.raises(Terminal, match="What was pushed"):
        network().webhook_posts(signed(body), body)


def test_too_many_posts_at_once_are_not_read():
    with pytest.raises(Terminal, match="at most 500"):
        page(*[POST] * 501)


def test_a_short_secret_signs_nothing():
    with pytest.raises(AuthenticationFailed, match="32 characters"):
        network("short").verify()
    with pytest.raises(AuthenticationFailed):
        network("").webhook_check(signed(b"{}", ""), b"{}")


def test_it_is_not_read():
    with pytest.raises(Terminal, match="is not read"):
        network().fetch(Stream("Feed"), "")
    with pytest.raises(Terminal, match="Enter the address"):
        network(server="").verify()
