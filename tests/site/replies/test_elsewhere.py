"""What the company writes on the network itself closes the loop, once."""

from __future__ import annotations

import frappe
import pytest

from social_support.conversations import actions, channels, keys
from social_support.networks.contract import PRIVATE, Post, Published
from social_support.replies import outbox, posts, publishing, rows
from social_support.replies.elsewhere import on_received, same_words
from tests.site.replies.conftest import state
from tests.site.support.make_posts import OUR_ACCOUNT

ANSWER = "Your drill is on its way."


@pytest.fixture
def channel(make):
    made = make.channel(mode="Listen and Reply")
    frappe.db.commit()
    return channels.load(made.name)


class Talk:
    """A customer's post, and what the company writes below it."""

    def __init__(self, make, channel, minutes_ago: float = 10) -> None:
        self.make, self.channel = make, channel
        self.question = make.post(minutes_ago=minutes_ago)
        [self.asked] = self.store(self.question).inbound_new
        self.conversation = frappe.db.get_value("Social Interaction", self.asked, "conversation")

    def store(self, *found):
        stored = self.make.stored(self.channel, *found)
        frappe.db.commit()
        return stored

    def ours(self, text: str = ANSWER, minutes_ago: float = 1, **fields):
        author = self.make.author(
            OUR_ACCOUNT["handle"], external_id=OUR_ACCOUNT["account_external_id"]
        )
        known = {"parent_id": self.question.external_id, "kind": "Reply"}
        return self.make.post(text, author=author, minutes_ago=minutes_ago, **known | fields)

    def hear(self, *found) -> None:
        """What ingestion does once the page is committed."""
        stored = self.store(*found)
        on_received([*stored.new, *stored.outbound_new])
        frappe.db.commit()

    def attempted(self, text: str = ANSWER) -> str:
        """A reply whose attempt is running."""
        with self.make.as_user("Administrator"):
            reply = outbox.send(self.asked, text, "Administrator")
        frappe.db.after_commit.reset()
        assert rows.claim(reply)
        frappe.db.commit()
        return reply

    def unconfirmed(self, text: str = ANSWER) -> str:
        reply = self.attempted(text)
        frappe.db.set_value("Social Reply", reply, {"status": "Unconfirmed"})
        frappe.db.commit()
        return reply

    @property
    def row(self):
        frappe.db.commit()
        return frappe.get_doc("Social Conversation", self.conversation)

    @property
    def remarks(self) -> list:
        about = {"reference_name": self.conversation, "comment_type": "Info"}
        return frappe.get_all("Comment", about, ["owner", "content"])


@pytest.fixture
def talk(make, channel):
    return Talk(make, channel)


def test_an_answer_written_on_the_network_answers_the_conversation(talk):
    answer = talk.ours()
    talk.hear(answer)
    row = talk.row
    assert (row.status, row.answered_elsewhere, row.waiting_since_utc) == ("Replied", 1, None)
    assert abs(row.first_response_time - 9 * 60) < 2
    [remark] = talk.remarks
    assert remark.owner == f"@{OUR_ACCOUNT['handle']}"
    assert "answered this on the network" in remark.content


def test_an_answer_that_is_gone_before_it_is_heard_of_was_one(talk):
    answer = talk.ours()
    stored = talk.store(answer)
    talk.store(Post.gone(answer.external_id))
    on_received([*stored.new, *stored.outbound_new])
    assert (talk.row.status, talk.row.waiting_since_utc) == ("Replied", None)


def test_it_does_so_once(talk):
    answer = talk.ours()
    talk.hear(answer)
    name = frappe.db.get_value("Social Interaction", {"external_id": answer.external_id})
    actions.reopen(talk.conversation)
    frappe.db.commit()
    before = len(talk.remarks)
    on_received([name])
    assert talk.row.status == "Open"
    assert len(talk.remarks) == before


def test_of_two_answers_the_first_counts_and_one_remark_is_made(talk):
    talk.hear(talk.ours("One moment.", minutes_ago=6), talk.ours(ANSWER, minutes_ago=2))
    assert abs(talk.row.first_response_time - 4 * 60) < 2
    assert (talk.row.status, len(talk.remarks)) == ("Replied", 1)


def test_an_older_post_of_ours_answers_nothing(talk):
    talk.hear(talk.ours(minutes_ago=11))
    assert (talk.row.status, talk.remarks) == ("Open", [])


def test_an_answer_that_crossed_a_newer_post_leaves_it_waiting(make, talk):
    later = make.post(
        "Hello?",
        author=talk.question.author,
        parent_id=talk.question.external_id,
        thread_id=talk.question.thread_id,
        minutes_ago=2,
    )
    talk.hear(later, talk.ours(minutes_ago=5))
    assert talk.row.status == "Open"
    assert talk.row.first_response_time
    assert talk.row.waiting_since_utc == frappe.db.get_value(
        "Social Interaction", {"external_id": later.external_id}, "posted_at_utc"
    )


def test_an_answer_that_is_read_before_the_question(make, channel):
    asked = make.post(minutes_ago=10)
    author = make.author(OUR_ACCOUNT["handle"], external_id=OUR_ACCOUNT["account_external_id"])
    answer = make.post(ANSWER, author=author, parent_id=asked.external_id, minutes_ago=1)
    first = make.stored(channel, answer)
    frappe.db.commit()
    on_received(first.new)
    then = make.stored(channel, asked)
    frappe.db.commit()
    assert then.outbound_new == first.new
    on_received([*then.new, *then.outbound_new])
    frappe.db.commit()
    assert frappe.db.get_value("Social Conversation", then.conversations[0], "status") == "Replied"


def test_an_answer_counts_once_what_came_behind_it_is_gone(make, channel):
    """Read as newest, answer, question: the newest waits until its author takes it back."""
    asked = make.post(minutes_ago=10)
    newest = make.post("Hello?", author=asked.author, parent_id=asked.external_id, minutes_ago=1)
    author = make.author(OUR_ACCOUNT["handle"], external_id=OUR_ACCOUNT["account_external_id"])
    answer = make.post(ANSWER, author=author, parent_id=asked.external_id, minutes_ago=5)
    for post in (newest, answer, asked, Post.gone(newest.external_id)):
        stored = make.stored(channel, post)
        frappe.db.commit()
        on_received([*stored.new, *stored.outbound_new])
        frappe.db.commit()
    key = keys.post_key(channel.name, asked.external_id)
    conversation = frappe.db.get_value("Social Interaction", {"external_key": key}, "conversation")
    row = frappe.get_doc("Social Conversation", conversation)
    assert (row.status, row.inbound_count, row.waiting_since_utc) == ("Replied", 2, None)


@pytest.mark.parametrize("shown", [ANSWER, f"@anna  {ANSWER}"])
def test_a_reply_that_nobody_was_sure_of_is_sent(talk, shown):
    reply = talk.unconfirmed()
    answer = talk.ours(shown)
    talk.hear(answer)
    row = state(reply)
    assert (row.status, row.external_id) == ("Sent", answer.external_id)
    assert row.permalink == answer.permalink
    assert row.external_key == keys.post_key(talk.channel.name, answer.external_id)
    assert (talk.row.status, talk.row.answered_elsewhere) == ("Replied", 0)
    assert talk.remarks == []
    talk.hear(answer)
    assert talk.remarks == []


def test_other_words_are_another_answer(talk):
    reply = talk.unconfirmed()
    talk.hear(talk.ours("Please write to us."))
    assert state(reply).status == "Unconfirmed"
    assert (talk.row.status, talk.row.answered_elsewhere) == ("Replied", 1)


def test_the_same_words_to_somebody_else_are_another_answer(make, talk):
    reply = talk.unconfirmed()
    other = Talk(make, talk.channel)
    other.hear(other.ours())
    assert state(reply).status == "Unconfirmed"
    assert other.row.answered_elsewhere == 1
    assert talk.row.status == "Open"


def test_the_same_words_in_public_are_no_private_answer(talk):
    reply = talk.unconfirmed()
    frappe.db.set_value("Social Reply", reply, "visibility", PRIVATE)
    talk.hear(talk.ours())
    assert state(reply).status == "Unconfirmed"
    assert (talk.row.status, talk.row.answered_elsewhere) == ("Replied", 1)


def test_the_same_words_from_before_the_reply_are_not_the_reply(make, channel):
    talk = Talk(make, channel, minutes_ago=60)
    reply = talk.unconfirmed()
    talk.hear(talk.ours(minutes_ago=30))
    assert state(reply).status == "Unconfirmed"
    assert talk.row.status == "Replied"


def outbox_records(talk, reply: str, answer) -> None:
    """The end of an attempt, as the worker writes it down."""
    network = channels.network_of(talk.channel)
    row = rows.load(reply)
    attempt = publishing.Attempt(row, talk.channel, network, posts.target(row))
    publishing._conclude(attempt, Published(answer.external_id, answer.permalink, answer))
    frappe.db.commit()


@pytest.mark.parametrize("read_first", [True, False])
def test_a_post_that_is_read_while_the_outbox_publishes_it(talk, read_first):
    reply, answer = talk.attempted(), talk.ours()
    steps = [lambda: talk.hear(answer), lambda: outbox_records(talk, reply, answer)]
    for step in steps if read_first else reversed(steps):
        step()
        assert state(reply).status == "Sent"
        assert (talk.row.status, talk.row.answered_elsewhere) == ("Replied", 0)
    assert state(reply).external_id == answer.external_id
    assert talk.remarks == []
    assert talk.row.outbound_count == 1


def test_words_that_the_network_changed_wait_for_the_outbox(talk):
    reply, answer = talk.attempted(), talk.ours("Your drill → on its way")
    talk.hear(answer)
    assert (talk.row.status, talk.remarks) == ("Open", [])
    outbox_records(talk, reply, answer)
    assert state(reply).status == "Sent"
    assert (talk.row.status, talk.remarks) == ("Replied", [])


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Yes, *today*.", "@anna@example.social Yes, today."),
        ("See https://shop.example/", "@anna See shop.example"),
        ("Two\n\nlines", "Two lines"),
    ],
)
def test_what_networks_do_to_words(sent, shown):
    assert same_words(sent, shown)
    assert not same_words(sent, f"{shown} more")
