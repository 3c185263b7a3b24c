"""X's Activity API: the handshake, the signature, and what the events bring."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from social_support.networks.contract import Account
from social_support.networks.errors import WebhookRefused
from social_support.networks.http import Http
from social_support.networks.times import utc_now
from social_support.networks.x import X
from social_support.networks.x.snowflakes import id_at

SECRET = "the-app-secret"
ID = id_at(utc_now() - timedelta(minutes=5))
POST = {"id": ID, "author_id": "7", "text": "@shop help &amp; more", "conversation_id": ID}
USERS = {"users": [{"id": "7", "username": "anna", "name": "Anna"}]}


def network(secret: str = SECRET) -> X:
    account = Account("", "token", external_id="42", handle="shop", app_secret=secret)
    return X(account, Http())


def signature(body: bytes, secret: str = SECRET) -> str:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"


def pushed(kind: str, payload: object, includes: object = None) -> bytes:
    data = {"event_uuid": "1", "event_type": kind, "payload": payload, "includes": includes}
    return json.dumps({"data": data}).encode()


def posts(body: bytes) -> list:
    return network().webhook_posts({"X-Twitter-Webhooks-Signature": signature(body)}, body)


def test_the_handshake_is_answered():
    assert network().webhook_challenge({"crc_token": "abc"}) == {
        "response_token": signature(b"abc")
    }
    assert network().webhook_challenge({"other": "abc"}) is None


@pytest.mark.parametrize("text", ['{"data": {}}', "a b", '"', "a" * 201, "", "абв"])
def test_nobody_gets_a_body_of_their_own_signed(text: str):
    assert network().webhook_challenge({"crc_token": text}) is None


@pytest.mark.parametrize("token", ["1234", "abc", "a" * 200])
def test_what_we_sign_for_anybody_is_no_push(token: str):
    signed = network().webhook_challenge({"crc_token": token})["response_token"]
    headers = {"x-twitter-webhooks-signature": signed}
    with pytest.raises(WebhookRefused, match="not signed by X"):
        network().webhook_check(headers, token.encode())


def test_what_concerns_another_account_of_the_app_is_left_to_it():
    def told(user_id: object) -> list:
        event = {"event_type": "post.mention.create", "payload": POST, "includes": USERS}
        return posts(json.dumps({"data": {**event, "filter": {"user_id": user_id}}}).encode())

    assert len(told("42")) == len(told(None)) == 1
    assert told("43") == []


@pytest.mark.parametrize("kind", ["post.mention.create", "post.reply.create", "post.quote.create"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_post_is_read_from_an_event(kind: str, wrapped: bool):
    payload = {"data": POST, "includes": USERS} if wrapped else POST
    (post,) = posts(pushed(kind, payload, None if wrapped else USERS))
    assert (post.external_id, post.author.handle, post.text) == (ID, "anna", "@shop help & more")


def test_a_message_is_read_from_an_event():
    event = {"id": ID, "sender_id": "7", "text": "Hello", "dm_conversation_id": "7-42"}
    (post,) = posts(pushed("dm.received", event, USERS))
    assert (post.external_id, post.kind) == (f"dm:{ID}", "Direct Message")


@pytest.mark.parametrize("conversation", ["7-43", "142-7", "1500000000000000042", None, 42])
def test_a_message_that_names_no_account_is_for_those_in_its_conversation(conversation: object):
    event = {"id": ID, "sender_id": "7", "text": "Hello", "dm_conversation_id": conversation}
    assert posts(pushed("dm.received", event, USERS)) == []


def test_a_deleted_post_is_gone():
    (post,) = posts(pushed("post.delete", {"id": ID}))
    assert (post.external_id, post.deleted) == (ID, True)


@pytest.mark.parametrize(
    "body",
    [
        pushed("follow.follow", POST), b"{}", b"[]", b'{"data": 5}', pushed("post.delete", {}),
        pushed("post.mention.create", {"id": "x"}), pushed("post.mention.create", None),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_passed_over(body: bytes):
    assert posts(body) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-twitter-webhooks-signature": ""},
        {"x-twitter-webhooks-signature": "sha256=абв"},
        {"x-twitter-webhooks-signature": signature(b"another body")},
        {"x-twitter-webhooks-signature": signature(pushed("post.delete", {"id": ID}), "other")},
    ],
)
def test_what_x_did_not_sign_is_refused(headers: dict):
    with pytest.raises(WebhookRefused):
        network().webhook_posts(headers, pushed("post.delete", {"id": ID}))


def test_the_signature_is_checked_before_anything_is_read():
    with pytest.raises(WebhookRefused, match="not signed"):
        network().webhook_posts({}, b"not json")
    with pytest.raises(WebhookRefused, match="can't be read"):
        posts(b"{not json")


def test_without_a_secret_nothing_is_believed():
    body = pushed("post.delete", {"id": ID})
    with pytest.raises(WebhookRefused):
        network("").webhook_posts({"x-twitter-webhooks-signature": signature(body, "")}, body)
    with pytest.raises(WebhookRefused):
        network("").webhook_challenge({"crc_token": "abc"})
