"""What is Facebook's own in answering: two levels, windows, private answers, what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from social_support.networks.contract import PRIVATE, PUBLIC, Post, Stream, Target
from social_support.networks.errors import (
    NotFound,
    PermissionRefused,
    PostRejected,
    Unavailable,
)
from social_support.networks.facebook import Facebook
from social_support.networks.facebook.parse import COMMENT, MESSAGE
from social_support.networks.times import utc_now
from tests.fakes.facebook import FacebookServer
from tests.fakes.facebook_shapes import refusal
from tests.fakes.facebook_world import PAGE_NAME
from tests.unit.networks.facebook_support import COMMENTS, FEED, network, provider, server

__all__ = ["network", "provider", "server"]

MESSAGES = Stream("Direct Messages")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def read(network: Facebook, stream: Stream, external_id: str) -> Post:
    pages = network.look_back(stream, None, utc_now() - 30 * DAY)
    return next(post for page in pages for post in page.posts if post.external_id == external_id)


def answer(network: Facebook, target: Target, text: str = "") -> str:
    return network.reply(target, text or f"Sorry {uuid4()}", uuid4().hex).external_id


def calls(server: FacebookServer) -> list[str]:
    return [address for method, address in server.seen if method == "POST"]


# Public answers


def test_a_visitors_post_is_answered_by_a_comment(server: FacebookServer, network):
    post = read(network, FEED, server.world.post("anna", "Where is my order?"))
    sent = network.reply(Target.of(post), "On its way", uuid4().hex)
    (below,) = server.world.below(post.external_id)
    assert (below.text, below.above) == ("On its way", "")
    assert sent.external_id == COMMENT + below.id
    assert (sent.post.thread_id, sent.post.parent_id) == (post.external_id, post.external_id)


def test_an_answer_to_a_nested_comment_is_found_beside_it(
    server: FacebookServer, provider, network
):
    above = server.world.comment("anna", provider.post, "Does it drill stone?", ago=MINUTE)
    below = server.world.comment("boris", provider.post, "And wood?", above=above)
    target = Target.of(read(network, COMMENTS, COMMENT + below))
    sent = answer(network, target, "Both")
    assert server.world.find(sent.removeprefix(COMMENT)).above == above
    found = network.find_own("", "Both", utc_now() - MINUTE, target)
    assert found and found.external_id == sent


def test_only_an_answer_to_this_comment_is_found(server: FacebookServer, provider, network):
    one, two = (server.world.comment("anna", provider.post, f"No. {n}") for n in (1, 2))
    server.world.comment(PAGE_NAME, provider.post, "Thank you", above=one)
    server.world.comment("boris", provider.post, "Thank you", above=two)
    targets = [Target.of(read(network, COMMENTS, COMMENT + one_)) for one_ in (one, two)]
    found = [network.find_own("", "Thank  you", utc_now() - DAY, target) for target in targets]
    assert found[0] and not found[1]
    assert network.find_own("", "Thank you", utc_now() - DAY)


def test_facebook_takes_the_same_text_once(server: FacebookServer, provider, network):
    comment = server.world.comment("anna", provider.post, "Hello")
    target = Target.of(read(network, COMMENTS, COMMENT + comment))
    answer(network, target, "Thank you")
    with pytest.raises(PostRejected, match="same text only once"):
        answer(network, target, "Thank you")
    assert len(list(server.world.below(comment))) == 1


def test_a_closed_comment_says_so(server: FacebookServer, provider, network):
    comment = server.world.comment("anna", provider.post, "Hello")
    server.world.find(comment).closed = True
    post = read(network, COMMENTS, COMMENT + comment)
    assert not post.can_reply and "nobody" in post.cannot_reply_reason


def test_what_was_deleted_meanwhile_is_not_answered(server: FacebookServer, provider, network):
    comment = server.world.comment("anna", provider.post, "Hello")
    target = Target.of(read(network, COMMENTS, COMMENT + comment))
    server.world.delete(comment)
    with pytest.raises(NotFound):
        answer(network, target)


@pytest.mark.parametrize(
    ("code", "status", "kind", "unclear"),
    [
        (1, 500, Unavailable, True), (2, 400, Unavailable, True), (0, 502, Unavailable, True),
        (368, 400, PostRejected, False), (100, 400, PostRejected, False),
        (200, 403, PermissionRefused, False),
    ],
)  # fmt: skip
def test_what_became_of_an_answer_that_was_refused(
    server: FacebookServer, provider, network, code: int, status: int, kind: type, unclear: bool
):
    body = refusal(code, "Words of Meta").body if code else {}
    server.refuse("/comments", status, body)
    with pytest.raises(kind) as caught:
        answer(network, Target(provider.post))
    assert caught.value.maybe_done is unclear
    assert len(calls(server)) == 1


def test_an_answer_without_an_id_is_unclear(server: FacebookServer, provider, network):
    server.refuse("/comments", 200, {"success": True})
    with pytest.raises(Unavailable) as caught:
        answer(network, Target(provider.post))
    assert caught.value.maybe_done


def test_a_review_is_answered_on_facebook(server: FacebookServer, network):
    with pytest.raises(PermissionRefused, match="recommendation"):
        answer(network, Target("review:1:2"))
    assert server.seen == []


# Messages


@pytest.mark.parametrize(
    ("ago", "tag"), [(MINUTE, ""), (23 * DAY / 24, ""), (2 * DAY, "HUMAN_AGENT")]
)
def test_a_message_is_answered_in_its_windows(server: FacebookServer, network, ago, tag: str):
    message = server.world.message("anna", "My drill is broken", ago=ago)
    target = Target.of(read(network, MESSAGES, MESSAGE + message))
    sent = answer(network, target, "We send a new one")
    found = server.world.find(sent.removeprefix(MESSAGE))
    assert (found.text, found.person, found.tag) == ("We send a new one", "anna", tag)
    assert len(calls(server)) == (2 if tag else 1)


def test_after_seven_days_nobody_is_written_to(server: FacebookServer, network):
    message = server.world.message("anna", "My drill is broken", ago=8 * DAY)
    target = Target.of(read(network, MESSAGES, MESSAGE + message))
    with pytest.raises(PermissionRefused, match="7 days"):
        answer(network, target)
    assert len(server.world.messages) == 1


def test_an_app_without_the_feature_is_told_so(server: FacebookServer, network):
    server.api.human_agent = False
    message = server.world.message("anna", "My drill is broken", ago=2 * DAY)
    with pytest.raises(PermissionRefused, match="human_agent"):
        answer(network, Target.of(read(network, MESSAGES, MESSAGE + message)))


def test_who_can_t_be_reached(server: FacebookServer, network):
    message = server.world.message("anna", "Bye")
    server.world.unreachable.add("anna")
    with pytest.raises(PostRejected, match="can't be reached"):
        answer(network, Target.of(read(network, MESSAGES, MESSAGE + message)))


def test_a_message_of_ours_is_found(server: FacebookServer, network):
    messages = [server.world.message(person, "Hello") for person in ("anna", "boris")]
    anna, boris = (Target.of(read(network, MESSAGES, MESSAGE + one)) for one in messages)
    sent = answer(network, anna, "On its way")
    assert network.find_own("", "On its way", utc_now() - MINUTE, anna).external_id == sent
    assert network.find_own("", "On its way", utc_now() - MINUTE, boris) is None


# Private answers to comments


def private_target(network: Facebook, comment: str) -> Target:
    found = read(network, COMMENTS, COMMENT + comment)
    return replace(Target.of(found), visibility=PRIVATE)


def test_a_comment_is_answered_in_private_once(server: FacebookServer, provider, network):
    comment = server.world.comment("anna", provider.post, "My order 4711 is late")
    target = private_target(network, comment)
    assert network.find_own("", "We look into it", utc_now() - MINUTE, target) is None
    sent = network.reply(target, "We look into it", uuid4().hex)
    (message,) = server.world.messages
    assert (message.person, sent.external_id) == ("anna", MESSAGE + message.id)
    assert sent.post.visibility == PRIVATE
    assert sent.post.addressed_to == server.world.id_of("anna")
    assert list(server.world.below(comment)) == []
    found = network.find_own("", "We look into it", utc_now() - MINUTE, target)
    assert found.external_id == sent.external_id
    with pytest.raises(PostRejected, match="already replied"):
        answer(network, target)


@pytest.mark.parametrize("named", [True, False])
def test_the_same_words_to_somebody_else_are_no_private_answer(
    server: FacebookServer, provider, network, named: bool
):
    """Unless nobody knows to whom it would have gone."""
    if not named:
        server.world.unnamed.add("anna")
    comment = server.world.comment("anna", provider.post, "My order 4711 is late")
    server.world.message(PAGE_NAME, "We look into it", person="boris")
    target = private_target(network, comment)
    own = network.find_own("", "We look into it", utc_now() - MINUTE, target)
    assert bool(own) is not named


def test_an_old_comment_gets_no_private_answer(server: FacebookServer, provider, network):
    comment = server.world.comment("anna", provider.post, "Hello", ago=8 * DAY)
    with pytest.raises(PostRejected, match="over"):
        answer(network, private_target(network, comment))
    assert len(calls(server)) == 1


def test_who_reads_an_answer_is_said(network):
    audiences = [
        network.audience(Target("1_2", visibility=PUBLIC)),
        network.audience(Target(f"{COMMENT}2_3", kind="Comment", visibility=PRIVATE)),
        network.audience(Target(f"{MESSAGE}m", kind="Direct Message", visibility=PRIVATE)),
    ]
    assert len(set(audiences)) == 3
    limits = [network.measure(Target("1_2"), " Hello ").limit]
    limits.append(network.measure(Target(f"{MESSAGE}m", kind="Direct Message"), "").limit)
    assert limits == [8000, 2000]


# Hiding


def test_a_comment_is_hidden_and_shown_again(server: FacebookServer, provider, network):
    comment = server.world.comment("boris", provider.post, "Rubbish")
    network.hide(COMMENT + comment, True)
    assert server.world.find(comment).hidden
    network.hide(COMMENT + comment, False)
    assert not server.world.find(comment).hidden
    with pytest.raises(PermissionRefused, match="comments alone"):
        network.hide(provider.post, True)


def test_each_call_that_writes_is_json(server: FacebookServer, provider, network):
    text = 'Quotes " and & signs'
    sent = answer(network, Target(provider.post), text)
    assert server.world.find(sent.removeprefix(COMMENT)).text == text
    assert json.dumps(text) not in calls(server)[0]
