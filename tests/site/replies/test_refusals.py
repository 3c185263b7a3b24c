"""What is not sent, and the sentence that says why."""

import frappe
import pytest

from social_support.conversations import channels, clock
from social_support.networks import errors
from social_support.networks.contract import Post
from social_support.networks.failures import NOT_ACCEPTED
from social_support.replies import compose, elsewhere, outbox, outcome, publishing, words
from tests.fakes.http_server import FakeServer
from tests.site.replies.conftest import state

SILENT = {
    "off": {"mode": "Off"},
    "listen only": {"mode": "Listen Only"},
    "paused": {"pause_sending": 1},
}


@pytest.fixture
def server():
    with FakeServer() as fake:
        yield fake


@pytest.fixture
def channel(make, server, allow_loopback):
    made = make.channel(server, mode="Listen and Reply")
    made.db_set({"handle": "shop@example.social", "account_external_id": "https://e.x/@shop"})
    return channels.load(made.name)


def arrived(make, channel, **fields) -> str:
    return make.stored(channel, make.post(**fields)).inbound_new[0]


@pytest.mark.parametrize("fields", SILENT.values(), ids=SILENT)
def test_no_writing_call_reaches_the_network(make, channel, server, fields):
    interaction = arrived(make, channel)
    queued = outbox.send(interaction, "Queued before", "Administrator")
    channel.db_set(fields)
    with pytest.raises(frappe.ValidationError, match="Social Manager"):
        outbox.send(interaction, "After", "Administrator", queued)
    with pytest.raises(channels.SendingRefused):
        channels.network_of(channels.load(channel.name), may_write=True)
    publishing.publish(queued)
    assert [seen for seen in server.seen if seen.method != "GET"] == []
    assert state(queued).error
    assert not state(queued).attempts


def test_a_pause_lets_replies_wait_and_a_listening_channel_fails_them(make, channel):
    interaction = arrived(make, channel)
    reply = outbox.send(interaction, "Queued", "Administrator")
    channel.db_set("pause_sending", 1)
    publishing.publish(reply)
    assert state(reply).status == "Sending"
    assert state(reply).retry_at_utc
    channel.db_set({"pause_sending": 0, "mode": "Listen Only"})
    publishing.publish(reply)
    assert state(reply).status == "Failed"


def test_a_listening_channel_leaves_a_doubt_to_a_person(make, channel):
    interaction = arrived(make, channel)
    reply = outbox.send(interaction, "Queued", "Administrator")
    frappe.db.set_value("Social Reply", reply, "doubt_since_utc", clock.utc_now())
    channel.db_set("mode", "Listen Only")
    publishing.publish(reply)
    row = state(reply)
    assert row.status == "Unconfirmed"
    assert "Social Manager" in row.error and "It Went Out" in row.error


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (errors.AuthenticationFailed("No."), "connect the channel {0} again, then"),
        (errors.PermissionRefused("No."), "connect the channel {0} again, then"),
        (errors.PostRejected(NOT_ACCEPTED), "Nothing was sent. Write the reply anew."),
        (errors.PostRejected("Answer in public."), "Answer in public. Nothing was sent."),
    ],
)
def test_a_failure_says_once_what_to_do(channel, error, advice):
    told = words.explain(outcome.Outcome("Failed", error), channel)
    assert advice.format(channel.channel_name) in told
    assert ("anew" in told) is ("anew" in advice)


def test_the_labels_follow_the_posts_own_visibility(make, channel):
    public = arrived(make, channel)
    private = arrived(make, channel, visibility="Private", kind="Direct Message")
    assert compose.compose(public)["label"] == "Reply in Public"
    assert compose.compose(public)["send"] == "Send Public Reply"
    assert compose.compose(private)["label"] == "Reply Privately"
    assert compose.compose(private)["send"] == "Send Private Reply"


def test_a_deleted_post_is_not_answered(make, channel):
    post = make.post()
    interaction = make.stored(channel, post).inbound_new[0]
    make.stored(channel, Post.gone(post.external_id))
    assert "deleted" in compose.compose(interaction)["refusal"]
    with pytest.raises(frappe.ValidationError, match="deleted"):
        outbox.send(interaction, "Hello", "Administrator")


def test_a_post_that_cannot_be_answered_says_why(make, channel):
    interaction = arrived(make, channel, can_reply=False, cannot_reply_reason="Only on the phone.")
    assert "Only on the phone." in compose.compose(interaction)["refusal"]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_text_is_refused(make, channel, text):
    with pytest.raises(frappe.ValidationError, match="Write a text"):
        outbox.send(arrived(make, channel), text, "Administrator")


def test_a_long_text_is_refused_with_both_numbers(make, channel):
    interaction = arrived(make, channel)
    length = compose.measure(interaction, "x" * 600)
    assert length["used"] > length["limit"] == 500
    with pytest.raises(frappe.ValidationError, match=rf"{length['used']} .* 500"):
        outbox.send(interaction, "x" * 600, "Administrator")


def test_an_answer_given_meanwhile_is_shown_first_and_then_no_obstacle(make, channel):
    interaction = arrived(make, channel)
    seen = compose.compose(interaction)["in_view_of"]
    outbox.send(interaction, "Mine", "Administrator", seen)
    with pytest.raises(outbox.AnsweredMeanwhile, match="Administrator"):
        outbox.send(interaction, "Yours", "Administrator", seen)
    draft = compose.compose(interaction)
    assert draft["answered"]["who"] == "Administrator"
    outbox.send(interaction, "Yours", "Administrator", draft["in_view_of"])
    assert frappe.db.count("Social Reply", {"in_reply_to": interaction}) == 2


def test_an_answer_written_on_the_network_meanwhile_counts_too(make, channel):
    post = make.post()
    interaction = make.stored(channel, post).inbound_new[0]
    seen = compose.compose(interaction)["in_view_of"]
    ours = make.author("shop@e.x", external_id=channel.account_external_id)
    make.stored(channel, make.post("Hi!", author=ours, parent_id=post.external_id, kind="Reply"))
    with pytest.raises(outbox.AnsweredMeanwhile, match="@shop"):
        outbox.send(interaction, "Mine", "Administrator", seen)


def test_the_guideline_of_the_category_is_shown(make, channel):
    interaction = arrived(make, channel)
    category = make._insert(
        "Social Category",
        category_name=make.unique("Outage"),
        default_priority="High",
        handling="Answer Here",
        guideline="No promises on dates.",
    )
    conversation = frappe.db.get_value("Social Interaction", interaction, "conversation")
    frappe.db.set_value("Social Conversation", conversation, "category", category.name)
    assert compose.compose(conversation=conversation)["guideline"] == "No promises on dates."


def test_a_waiting_reply_can_be_cancelled_and_is_then_not_sent(make, channel, server):
    reply = outbox.send(arrived(make, channel), "Wait", "Administrator")
    outbox.cancel(reply)
    publishing.publish(reply)
    assert state(reply).status == "Cancelled"
    assert server.seen == []
    with pytest.raises(frappe.ValidationError, match="Cancelled"):
        outbox.retry(reply)


def test_nobody_changes_a_reply_by_saving_it(make, channel):
    reply = frappe.get_doc(
        "Social Reply", outbox.send(arrived(make, channel), "Mine", "Administrator")
    )
    reply.text = "Not mine"
    with pytest.raises(frappe.ValidationError, match="not changed after"):
        reply.save()
    with pytest.raises(frappe.ValidationError, match="stays"):
        reply.delete()


def test_answered_on_the_network_stops_the_clock_and_says_so(make, channel):
    interaction = arrived(make, channel)
    conversation = frappe.db.get_value("Social Interaction", interaction, "conversation")
    elsewhere.answered_on_network(conversation, "Administrator", 'https://e.x/1?a="><script>')
    row = frappe.get_doc("Social Conversation", conversation)
    assert (row.status, row.answered_elsewhere) == ("Replied", 1)
    assert row.first_response_time > 0
    comments = frappe.get_all("Comment", {"reference_name": conversation}, pluck="content")
    assert "https://e.x/1" in " ".join(comments)
    assert "<script" not in " ".join(comments)


def test_only_a_web_address_is_taken_for_a_link(make, channel):
    conversation = make.conversation(channel)
    with pytest.raises(frappe.ValidationError, match="https://"):
        elsewhere.answered_on_network(conversation, "Administrator", "javascript:alert(1)")
