"""The life-cycle of a conversation."""

from datetime import timedelta

import frappe
import pytest

from social_support.conversations import actions
from social_support.conversations.clock import site_to_utc, to_site, utc_now


@pytest.fixture
def conversation(make):
    return make.conversation(minutes_ago=60)


def values(name: str, *fields: str):
    return frappe.db.get_value("Social Conversation", name, fields if fields[1:] else fields[0])


def test_a_human_answer_stops_the_first_response_clock_once(conversation):
    first = utc_now() - timedelta(minutes=51)
    actions.mark_replied(conversation, first, "Administrator")
    status, seconds, waiting = values(
        conversation, "status", "first_response_time", "waiting_since_utc"
    )
    assert status == "Replied" and waiting is None
    assert 9 * 60 - 2 <= seconds <= 9 * 60 + 2
    actions.mark_replied(conversation, utc_now(), "Administrator")
    assert values(conversation, "first_response_time") == seconds


def test_an_answer_that_crossed_a_newer_post_leaves_it_open(make, conversation):
    actions.mark_replied(conversation, utc_now() - timedelta(minutes=90), "Administrator")
    status, waiting = values(conversation, "status", "waiting_since_utc")
    assert status == "Open" and waiting is not None


def test_closing_answers_nobody(conversation):
    actions.close(conversation, "No Answer Needed")
    assert values(conversation, "status", "outcome", "first_response_time", "respond_by")[:2] == (
        "Closed",
        "No Answer Needed",
    )
    assert not values(conversation, "first_responded_on")


def test_an_outcome_has_to_be_one_of_ours(conversation):
    with pytest.raises(frappe.ValidationError, match="Solved"):
        actions.close(conversation, "Whatever")
    assert values(conversation, "status") == "Open"


def test_what_is_closed_is_not_closed_again_but_reopened(conversation):
    actions.close(conversation, "Solved")
    with pytest.raises(frappe.ValidationError, match="Closed"):
        actions.close(conversation, "Spam")
    with pytest.raises(frappe.ValidationError, match="Closed"):
        actions.hold(conversation, None)
    actions.reopen(conversation)
    assert values(conversation, "status", "outcome", "closed_on") == ("Open", "", None)


def test_hold_until_wakes_by_itself(conversation):
    actions.hold(conversation, to_site(utc_now()) + timedelta(hours=1))
    actions.wake_held_conversations()
    assert values(conversation, "status") == "On Hold"
    past = to_site(utc_now()) - timedelta(minutes=1)
    frappe.db.set_value("Social Conversation", conversation, "on_hold_until", past)
    actions.wake_held_conversations()
    assert values(conversation, "status", "on_hold_until") == ("Open", None)


def test_hold_until_a_time_that_has_passed_is_refused(conversation):
    with pytest.raises(frappe.ValidationError, match="future"):
        actions.hold(conversation, to_site(utc_now()) - timedelta(hours=1))


def test_a_conversation_is_not_changed_by_saving_it(conversation):
    document = frappe.get_doc("Social Conversation", conversation)
    document.status = "Closed"
    with pytest.raises(frappe.ValidationError, match="buttons"):
        document.save()


def test_an_unknown_conversation_says_so():
    with pytest.raises(frappe.DoesNotExistError):
        actions.reopen("nothing")


def test_each_action_leaves_a_line_in_the_timeline(conversation):
    actions.hold(conversation, None, "waiting for the courier")
    actions.reopen(conversation)
    actions.close(conversation, "Solved")
    lines = frappe.get_all(
        "Comment", {"reference_name": conversation, "comment_type": "Info"}, pluck="content"
    )
    assert len(lines) == 3
    assert any("courier" in line for line in lines)


def test_times_go_to_utc_and_back():
    now = utc_now()
    assert site_to_utc(to_site(now)) == now


def test_what_is_taken_up_again_waits_from_the_oldest_unanswered_post(conversation):
    waiting = values(conversation, "waiting_since_utc")
    actions.close(conversation, "No Answer Needed")
    assert values(conversation, "waiting_since_utc", "respond_by_utc") == (None, None)
    actions.reopen(conversation)
    again, due = values(conversation, "waiting_since_utc", "respond_by_utc")
    assert again == waiting
    assert due > again


def test_a_post_after_a_closed_conversation_is_not_overdue_at_once(make):
    channel, root = make.channel(), make.post(minutes_ago=60 * 24)
    [conversation] = make.stored(channel, root).conversations
    actions.close(conversation, "No Answer Needed")
    make.stored(channel, make.post(author=root.author, parent_id=root.external_id, minutes_ago=0))
    waiting = values(conversation, "waiting_since_utc")
    assert (utc_now() - waiting).total_seconds() < 300
