"""Late parents join, late answers find what they answer, and what is over stays over."""

from dataclasses import replace
from datetime import timedelta

import frappe
import pytest

from social_support.conversations import actions
from social_support.conversations.clock import to_site, utc_now
from social_support.networks.contract import PRIVATE


@pytest.fixture
def channel(make):
    return make.channel()


@pytest.fixture
def us(make, channel):
    return make.author("shop@example.social", external_id=channel.account_external_id)


def work(name: str):
    return frappe.get_doc("Social Conversation", name)


def of(interaction: str) -> str | None:
    return frappe.db.get_value("Social Interaction", interaction, "conversation")


def reply_to(conversation: str, interaction: str, channel: str) -> str:
    reply = frappe.new_doc("Social Reply")
    facts = {"conversation": conversation, "in_reply_to": interaction, "channel": channel}
    reply.update({**facts, "text": "On it", "status": "Failed", "author": "Administrator"})
    reply.set_new_name()
    reply.db_insert()
    return reply.name


@pytest.fixture
def split(make, channel):
    """Anna's two branches of one thread, whose middle post is missing: (middle, its two posts)."""
    anna, boris = make.author("anna@a.example"), make.author("boris@a.example")
    root = make.post("root", author=boris, minutes_ago=60)
    middle = make.post("middle", author=boris, parent_id=root.external_id, minutes_ago=50)
    above = make.post("above", author=anna, parent_id=root.external_id, minutes_ago=40)
    below = make.post("below", author=anna, parent_id=middle.external_id, minutes_ago=30)
    names = make.stored(channel, root, above, below).new
    return middle, *names[1:]


def test_two_conversations_that_turn_out_to_be_one_become_one(make, channel, split):
    middle, above, below = split
    kept, gone = of(above), of(below)
    assert kept != gone
    reply = reply_to(gone, below, channel.name)
    actions.assign(gone, "Administrator")
    stored = make.stored(channel, middle)
    assert of(below) == of(above) == kept and kept in stored.conversations
    assert frappe.db.get_value("Social Reply", reply, "conversation") == kept
    one, other = work(kept), work(gone)
    assert (one.status, one.inbound_count, one.last_inbound) == ("Open", 2, below)
    assert one.subject.endswith(": above") and "Administrator" in one._assign
    assert (other.status, other.outcome, other.inbound_count) == ("Closed", "Duplicate", 0)
    assert (other.open_key, other.previous_conversation) == (None, kept)
    assert "below" not in other.subject
    remarks = frappe.get_all("Comment", {"reference_name": gone}, pluck="content")
    assert any(f"/app/social-conversation/{kept}" in remark for remark in remarks)
    task = {"reference_type": "Social Conversation", "status": "Open"}
    assert frappe.get_all("ToDo", task | {"reference_name": kept}) != []
    assert frappe.get_all("ToDo", task | {"reference_name": gone}) == []


def test_an_issue_on_either_stays(make, channel, split):
    middle, above, below = split
    issue = frappe.get_doc(doctype="Issue", subject="Drill", raised_by="a@b.example").insert()
    make.cleanup.doc("Issue", issue.name)
    issue.db_set("social_conversation", of(below))
    actions.set_issue(of(below), issue.name)
    make.stored(channel, middle)
    one = work(of(above))
    assert (one.issue, one.status) == (issue.name, "Open")
    assert frappe.db.get_value("Issue", issue.name, "social_conversation") == one.name


def test_spam_in_one_is_spam_in_both(make, channel, split):
    middle, above, below = split
    actions.close(of(below), "Spam")
    make.stored(channel, middle)
    assert (work(of(above)).status, work(of(above)).outcome) == ("Closed", "Spam")


def test_the_first_answer_counts_from_the_first_post(make, channel, split):
    middle, above, below = split
    sent_at = utc_now() - timedelta(minutes=20)
    actions.mark_replied(of(below), sent_at, "Administrator")
    make.stored(channel, middle)
    one = work(of(above))
    assert (one.status, one.first_responded_on) == ("Replied", to_site(sent_at))
    assert one.first_response_time == pytest.approx(20 * 60, abs=5)


@pytest.mark.parametrize("depth", [1, 5, 40])
def test_late_parents_join_at_any_depth(make, channel, depth):
    posts = [make.post(minutes_ago=100)]
    for number in range(depth):
        above = posts[-1].external_id
        posts.append(make.post(parent_id=above, minutes_ago=90 - number))
    for post in posts[::-1]:
        make.stored(channel, post)
    rows = frappe.get_all("Social Interaction", {"channel": channel.name}, pluck="thread_id")
    assert set(rows) == {posts[0].external_id} and len(rows) == depth + 1


def test_posts_that_answer_each_other_in_a_circle_are_stored(make, channel):
    one = make.post(external_id="circle-1", parent_id="circle-2")
    two = make.post(external_id="circle-2", parent_id="circle-1")
    three = make.post(external_id="circle-3", parent_id="circle-3")
    assert len(make.stored(channel, one, two, three).new) == 3
    one, two = (replace(post, external_id=f"{post.external_id}b") for post in (one, two))
    for post in (one, two):
        assert len(make.stored(channel, post).new) == 1


def test_ids_of_threads_that_the_collation_calls_equal_are_different_threads(make, channel):
    anna = make.author()
    posts = [make.post(author=anna, parent_id=above) for above in ("AbC", "abc", "abc ")]
    assert len(make.stored(channel, *posts).conversations) == 3
    make.stored(channel, make.post(external_id="abc", thread_id="root"))
    threads = frappe.get_all("Social Interaction", {"channel": channel.name}, pluck="thread_id")
    assert sorted(threads) == sorted(["AbC", "abc ", "root", "root"])


@pytest.mark.parametrize("late", [False, True])
def test_our_answer_finds_its_conversation_whichever_comes_first(make, channel, us, late):
    asked = make.post(minutes_ago=20)
    answer = make.post("1/2", author=us, parent_id=asked.external_id, minutes_ago=10)
    more = make.post("2/2", author=us, parent_id=answer.external_id, minutes_ago=9)
    pages = [[more], [answer], [asked]] if late else [[asked], [answer], [more]]
    told = [make.stored(channel, *page).outbound_new for page in pages]
    names = frappe.get_all(
        "Social Interaction", {"channel": channel.name, "direction": "Outgoing"}, pluck="name"
    )
    assert {of(name) for name in names} == {
        frappe.db.get_value("Social Conversation", {"channel": channel.name})
    }
    assert set(told[-1]) == set(names) if late else len(told[-1]) == 1
    assert work(of(names[0])).outbound_count == 2


def test_a_private_message_of_ours_goes_to_the_person_it_is_for(make, channel, us):
    asked = make.post("in public", minutes_ago=30)
    message = make.post("hi", author=asked.author, visibility=PRIVATE, minutes_ago=20)
    fields = {"visibility": PRIVATE, "addressed_to": asked.author.external_id}
    first = make.post("one", author=us, minutes_ago=25, **fields)
    second = make.post("two", author=us, minutes_ago=15, **fields)
    [early] = make.stored(channel, first).new
    public, private = make.stored(channel, asked, message).new
    [late] = make.stored(channel, second).new
    assert of(early) == of(late) == of(private) != of(public)
    in_private = make.post("psst", author=us, parent_id=asked.external_id, visibility=PRIVATE)
    [name] = make.stored(channel, in_private).new
    assert of(name) != of(public)


def test_two_channels_of_ours_that_answer_each_other_open_no_work(make, channel, us):
    other = make.channel()
    other.db_set("account_external_id", "https://example.social/@repairs")
    repairs = make.author("repairs@example.social", external_id=other.account_external_id)
    ours = make.post("Good morning", author=us)
    theirs = make.post("You too", author=repairs, parent_id=ours.external_id)
    stored = make.stored(channel, ours, theirs)
    assert (len(stored.outbound_new), stored.inbound_new, stored.conversations) == (2, [], [])


@pytest.mark.parametrize("status", ["Replied", "Closed"])
def test_a_post_that_is_older_than_the_answer_or_the_closing_reopens_nothing(make, channel, status):
    root = make.post(minutes_ago=60)
    [name] = make.stored(channel, root).conversations
    if status == "Replied":
        actions.mark_replied(name, utc_now() - timedelta(minutes=10), "Administrator")
    else:
        actions.close(name, "Solved")
    before = work(name)
    # Newer than the first post it can have been seen before an answer, but not before a closing.
    late = 30 if status == "Replied" else 70
    posts = [
        make.post(text, author=root.author, parent_id=root.external_id, minutes_ago=minutes)
        for text, minutes in (("later", late), ("first!", 90))
    ]
    stored = make.stored(channel, *posts)
    after = work(name)
    assert (after.status, after.outcome, after.closed_on) == (
        status,
        before.outcome,
        before.closed_on,
    )
    assert (after.inbound_count, after.waiting_since_utc, stored.inbound_new) == (3, None, [])
    assert after.subject.endswith(": first!")
    if status == "Replied":
        assert after.first_response_time == pytest.approx(80 * 60, abs=5)


def test_an_answer_heard_of_late_leaves_what_was_closed_after_it(make, channel, us):
    root = make.post(minutes_ago=60)
    [name] = make.stored(channel, root).conversations
    actions.close(name, "No Answer Needed")
    actions.mark_replied(name, utc_now() - timedelta(minutes=30), "Administrator")
    row = work(name)
    assert (row.status, row.outcome) == ("Closed", "No Answer Needed")
    assert row.first_response_time == pytest.approx(30 * 60, abs=5)


def test_an_earlier_answer_heard_of_late_is_the_first_response(make, channel):
    [name] = make.stored(channel, make.post(minutes_ago=60)).conversations
    for minutes_ago in (10, 40, 20):
        sent_at = utc_now() - timedelta(minutes=minutes_ago)
        actions.mark_replied(name, sent_at, "Administrator")
    row = work(name)
    assert row.first_response_time == pytest.approx(20 * 60, abs=5)
    assert row.last_outbound_on == pytest.approx(
        to_site(utc_now() - timedelta(minutes=10)), abs=timedelta(seconds=9)
    )
    assert (row.status, row.waiting_since_utc) == ("Replied", None)
