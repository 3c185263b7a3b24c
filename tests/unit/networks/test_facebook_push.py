"""Meta's webhooks: the handshake, the signature, and what the events bring."""

from __future__ import annotations

import json

import pytest

from social_support.networks.contract import PRIVATE, Account, Post
from social_support.networks.errors import WebhookRefused
from social_support.networks.facebook import Facebook
from social_support.networks.facebook.push import verify_token
from social_support.networks.http import Http
from tests.fakes.facebook import APP_SECRET, PAGE_TOKEN, signature
from tests.fakes.facebook_world import PAGE

POST, COMMENT = f"{PAGE}_5001", "5001_7002"
ANNA = {"id": "psidanna77", "name": "Anna Petrova"}
WRITTEN = {"from": ANNA, "message": "Hello & more", "created_time": 1764000000}
ADDED = WRITTEN | {"item": "comment", "verb": "add", "comment_id": COMMENT, "post_id": POST}


def network(**other: object) -> Facebook:
    known = {"external_id": PAGE, "app_secret": APP_SECRET}
    return Facebook(Account("", PAGE_TOKEN, **known | other), Http())


def body(*, page: str = PAGE, field: str = "feed", **entry: object) -> bytes:
    value = entry.pop("value", None)
    changes = {"changes": [{"field": field, "value": value}]} if value is not None else {}
    return json.dumps({"object": "page", "entry": [{"id": page, **changes, **entry}]}).encode()


def posts(raw: bytes) -> list[Post]:
    return network().webhook_posts({"X-Hub-Signature-256": signature(raw)}, raw)


def test_the_handshake_is_answered():
    token = verify_token(network().account)
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": token}
    assert network().webhook_challenge(asked) == "1158201444"
    assert network().webhook_challenge({"other": "1"}) is None
    for wrong in ("", "абв", token[:-1]):
        with pytest.raises(WebhookRefused, match="Verify Token"):
            network().webhook_challenge(asked | {"hub.verify_token": wrong})
    assert APP_SECRET not in token


@pytest.mark.parametrize("verb", ["add", "edited", "edit"])
def test_a_comment_is_read_from_an_event(verb: str):
    (post,) = posts(body(value=ADDED | {"verb": verb, "parent_id": POST}))
    assert (post.external_id, post.text) == (f"comment:{COMMENT}", "Hello & more")
    assert (post.parent_id, post.thread_id, post.kind) == (POST, POST, "Comment")
    assert (post.author.external_id, post.author.handle) == (ANNA["id"], ANNA["name"])
    assert post.posted_on.timestamp() == 1764000000
    assert network().read_raw(post.raw).external_id == post.external_id


@pytest.mark.parametrize(("verb", "hidden"), [("hide", True), ("unhide", False), ("edit", None)])
def test_a_comment_that_somebody_hid_says_so(verb: str, hidden: bool | None):
    (post,) = posts(body(value=ADDED | {"verb": verb}))
    assert post.hidden is hidden


def test_a_nested_comment_knows_what_it_answers():
    (post,) = posts(body(value=ADDED | {"parent_id": "5001_6001"}))
    assert (post.parent_id, post.thread_id, post.kind) == ("comment:5001_6001", POST, "Reply")


@pytest.mark.parametrize(("field", "kind"), [("feed", "Post"), ("mention", "Mention")])
def test_a_post_is_read_from_an_event(field: str, kind: str):
    value = WRITTEN | {"item": "status", "verb": "add", "post_id": POST}
    (post,) = posts(body(field=field, value=value))
    assert (post.external_id, post.kind, post.can_reply) == (POST, kind, True)


@pytest.mark.parametrize("parent", [POST, "5001_6001"])
def test_a_comment_that_names_the_page_is_a_mention(parent: str):
    """It stands below somebody else's post: the Page can't hide it, nor answer in private."""
    (post,) = posts(body(field="mention", value=ADDED | {"parent_id": parent}))
    assert (post.external_id, post.kind, post.can_reply) == (f"comment:{COMMENT}", "Mention", True)
    assert network().read_raw(post.raw).kind == "Mention"
    assert post.kind not in (*Facebook.hides, *Facebook.answers_in_private)


@pytest.mark.parametrize(
    ("value", "external_id"),
    [
        ({"item": "comment", "comment_id": COMMENT, "post_id": POST}, f"comment:{COMMENT}"),
        ({"item": "status", "post_id": POST}, POST),
    ],
)
def test_what_was_removed_is_gone(value: dict, external_id: str):
    (post,) = posts(body(value=value | {"verb": "remove"}))
    assert (post.external_id, post.deleted) == (external_id, True)


def test_messages_of_both_sides():
    sent = {"mid": "m_1", "text": "My drill is broken"}
    ours = {"mid": "m_2", "text": "We send a new one", "is_echo": True}
    person, page = {"id": ANNA["id"]}, {"id": PAGE}
    at = {"timestamp": 1764000000500}
    events = [
        {"sender": person, "recipient": page, "message": sent, **at},
        {"sender": page, "recipient": person, "message": ours, **at},
        {"sender": person, "recipient": page, "read": {"watermark": 1}, **at},
    ]
    theirs, answer = posts(body(messaging=events))
    assert (theirs.external_id, theirs.visibility) == ("message:m_1", PRIVATE)
    assert (answer.author.external_id, answer.addressed_to) == (PAGE, ANNA["id"])


def test_a_batch_brings_all_that_is_ours():
    entry = {"id": PAGE, "changes": [{"field": "feed", "value": ADDED}]}
    raw = json.dumps({"entry": [entry, {"id": "another"}, entry | {"id": "77"}]}).encode()
    assert len(posts(raw)) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"{}", b"[]", b'{"entry": 5}', b'{"entry": [5, null, {}]}', body(value=5), body(value=[]),
        body(value={"item": "reaction", "verb": "add", "post_id": POST}),
        body(value=ADDED | {"from": None}), body(value=ADDED | {"created_time": "soon"}),
        body(value=ADDED | {"created_time": 10**30}), body(value=ADDED | {"comment_id": 5}),
        body(value={k: v for k, v in ADDED.items() if k != "message"}),
        body(messaging=[{"sender": "?", "message": {"mid": "m"}}]),
        body(page="another", value=ADDED),
        body(messaging=[{"sender": {"id": "1"}, "message": {"mid": "m"}, "timestamp": "now"}]),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_passed_over(raw: bytes):
    assert posts(raw) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": "sha256=абв"},
        {"x-hub-signature-256": signature(b"another body")},
        {"x-hub-signature-256": signature(body(value=ADDED))[:-2]},
        {"x-hub-signature": signature(body(value=ADDED))},
    ],
)
def test_what_meta_did_not_sign_is_refused(headers: dict):
    with pytest.raises(WebhookRefused, match="not signed"):
        network().webhook_posts(headers, body(value=ADDED))


def test_the_signature_is_checked_before_anything_is_read():
    with pytest.raises(WebhookRefused, match="not signed"):
        network().webhook_posts({}, b"not json")
    with pytest.raises(WebhookRefused, match="can't be read"):
        posts(b"not json")


def test_without_a_secret_nothing_is_believed():
    raw = body(value=ADDED)
    with pytest.raises(WebhookRefused, match="no App Secret"):
        network(app_secret="").webhook_posts({"x-hub-signature-256": signature(raw)}, raw)
    with pytest.raises(WebhookRefused, match="no App Secret"):
        network(app_secret="").webhook_challenge({"hub.mode": "subscribe"})
