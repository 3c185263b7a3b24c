"""A reply on its way: from the outbox through a worker to the network, once."""

import frappe
import pytest

from social_support.conversations import actions, thread
from social_support.replies import compose, outbox
from tests.site.replies.conftest import answers_on, state, time_passes
from tests.site.support.waiting import wait_for

RESUME = "outbox.resume_unfinished_replies"
POSTING = "/api/v1/statuses"


@pytest.fixture(autouse=True)
def running(worker):
    """Replies are published by a real worker."""


def conversation_of(interaction: str) -> frappe._dict:
    name = frappe.db.get_value("Social Interaction", interaction, "conversation")
    return frappe.get_doc("Social Conversation", name)


def test_another_client_reads_the_reply_below_the_post(shop):
    status, interaction = shop.hear("Third day without my drill")
    reply = shop.sent(interaction)
    [answer] = answers_on(shop.server, status)
    assert state(reply).text in answer["content"]
    assert answer["account"]["username"] == "company"
    assert state(reply).permalink == answer["url"]
    assert state(reply).external_id == answer["id"]


def test_a_sent_reply_answers_the_conversation(shop):
    _status, interaction = shop.hear("Third day without my drill")
    shop.sent(interaction)
    conversation = conversation_of(interaction)
    assert conversation.status == "Replied"
    assert conversation.first_responded_on
    assert conversation.outbound_count == 1


def test_the_thread_shows_the_reply_once_and_the_poll_of_its_echo_adds_none(shop):
    _status, interaction = shop.hear("Third day without my drill")
    shop.sent(interaction)
    shop.read()
    directions = [post["direction"] for post in thread.posts(conversation_of(interaction).name)]
    assert directions == ["Incoming", "Outgoing"]


def test_a_failure_says_why_and_a_retry_publishes_once(shop):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("status", POSTING, status=401)
    reply = shop.send(interaction)
    failed = shop.becomes(reply, "Failed")
    assert "Social Manager" in failed.error
    assert answers_on(shop.server, status) == []
    outbox.retry(reply)
    sent = shop.becomes(reply, "Sent")
    assert sent.attempts == 2
    assert not sent.error
    assert len(answers_on(shop.server, status)) == 1


def test_a_refused_text_fails_with_the_networks_words(shop):
    _status, interaction = shop.hear("Where is my order?")
    shop.server.fault("status", POSTING, status=422, body={"error": "Text looks like spam"})
    failed = shop.becomes(shop.send(interaction), "Failed")
    assert "Text looks like spam" in failed.error


def test_a_rate_limit_waits_and_goes_on_by_itself(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("ratelimit", POSTING)
    reply = shop.send(interaction)
    wait_for(lambda: state(reply).retry_at_utc, what="the reply to wait")
    assert state(reply).status == "Sending"
    tick(RESUME)
    assert answers_on(shop.server, status) == []
    time_passes(reply)
    tick(RESUME)
    shop.becomes(reply, "Sent")
    assert len(answers_on(shop.server, status)) == 1


def test_an_answer_that_breaks_off_is_asked_about_and_sent_once(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("malformed", POSTING)
    reply = shop.send(interaction)
    unclear = shop.becomes(reply, "Unconfirmed")
    assert unclear.error
    time_passes(reply)
    tick(RESUME)
    shop.becomes(reply, "Sent")
    assert len(answers_on(shop.server, status)) == 1


def test_what_went_out_although_the_network_did_not_say_so_is_found(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("malformed", POSTING)
    reply = shop.send(interaction)
    unclear = shop.becomes(reply, "Unconfirmed")
    out = shop.server.company.post(
        f"@anna {unclear.text}", in_reply_to_id=status["id"], visibility="public"
    )
    time_passes(reply)
    tick(RESUME)
    sent = shop.becomes(reply, "Sent")
    assert sent.external_id == out["id"]
    assert sent.attempts == 1
    assert len(answers_on(shop.server, status)) == 1


def test_when_the_key_is_over_a_person_decides(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("malformed", POSTING)
    reply = shop.send(interaction)
    shop.becomes(reply, "Unconfirmed")
    time_passes(reply, minutes=61)
    tick(RESUME)
    wait_for(lambda: not state(reply).retry_at_utc, what="the network to be asked")
    assert state(reply).status == "Unconfirmed"
    assert "Send Again" in state(reply).error
    tick(RESUME)
    assert answers_on(shop.server, status) == []
    outbox.retry(reply)
    shop.becomes(reply, "Sent")
    assert len(answers_on(shop.server, status)) == 1


def test_a_person_may_say_that_it_went_out(shop):
    _status, interaction = shop.hear("Where is my order?")
    shop.server.fault("malformed", POSTING)
    reply = shop.send(interaction)
    shop.becomes(reply, "Unconfirmed")
    outbox.it_went_out(reply, shop.agent, "https://example.social/@company/1")
    assert state(reply).status == "Sent"
    assert state(reply).permalink == "https://example.social/@company/1"
    assert conversation_of(interaction).status == "Replied"


@pytest.mark.slow
def test_a_network_that_falls_silent_publishes_once(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("timeout", POSTING)
    reply = shop.send(interaction)
    shop.becomes(reply, "Unconfirmed", seconds=60)
    time_passes(reply)
    tick(RESUME)
    shop.becomes(reply, "Sent")
    assert len(answers_on(shop.server, status)) == 1


def test_a_lost_job_is_made_up_for(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    reply = outbox.send(interaction, shop.make.unique("Soon."), shop.agent)
    frappe.db.after_commit.reset()
    frappe.db.commit()
    tick(RESUME)
    assert state(reply).attempts == 0
    time_passes(reply)
    tick(RESUME)
    shop.becomes(reply, "Sent")
    assert len(answers_on(shop.server, status)) == 1


def test_two_answers_with_the_same_words_are_not_taken_for_one(shop, tick):
    status, interaction = shop.hear("Where is my order?")
    first = shop.sent(interaction)
    shop.server.fault("malformed", POSTING)
    with shop.make.as_user(shop.agent):
        seen = compose.compose(interaction)["in_view_of"]
        second = outbox.send(interaction, state(first).text, shop.agent, seen)
    shop.becomes(second, "Unconfirmed")
    time_passes(second)
    tick(RESUME)
    wait_for(lambda: not state(second).retry_at_utc, what="the network to be asked")
    assert state(second).status == "Unconfirmed"
    assert len(answers_on(shop.server, status)) == 1


def test_a_direct_message_is_answered_privately(shop):
    status, interaction = shop.hear("My address is Vitosha 1", visibility="direct")
    shop.sent(interaction)
    [answer] = answers_on(shop.server, status)
    assert answer["visibility"] == "direct"
    public = shop.server.act_as("boris").call("GET", "/api/v1/timelines/public?limit=40")
    assert answer["id"] not in [post["id"] for post in public]


def test_a_content_warning_is_carried_over(shop):
    status, interaction = shop.hear("It caught fire", spoiler_text="Burnt drill", sensitive=True)
    shop.sent(interaction)
    [answer] = answers_on(shop.server, status)
    assert "Burnt drill" in answer["spoiler_text"]


def test_a_reply_to_a_closed_conversation_still_counts(shop):
    _status, interaction = shop.hear("Where is my order?")
    actions.close(conversation_of(interaction).name, "Solved")
    shop.sent(interaction)
    assert conversation_of(interaction).status == "Replied"
