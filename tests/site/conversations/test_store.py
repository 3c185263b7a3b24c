"""A post is stored once, in the conversation where it belongs."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import frappe
import pytest

from social_support.conversations import actions, thread
from social_support.conversations.clock import to_utc, utc_now
from social_support.networks.contract import PRIVATE
from tests.site.support.queries import count_queries


@pytest.fixture
def channel(make):
    return make.channel()


def conversation_of(interaction: str):
    name = frappe.db.get_value("Social Interaction", interaction, "conversation")
    return frappe.get_doc("Social Conversation", name)


def test_a_post_is_stored_once_per_channel(make, channel):
    post = make.post()
    first = make.stored(channel, post)
    again = make.stored(channel, post)
    assert len(first.new) == 1
    assert (again.new, again.changed, again.known) == ([], [], 1)
    elsewhere = make.stored(make.channel(), post)
    assert len(elsewhere.new) == 1
    keys = {
        frappe.db.get_value("Social Interaction", n, "same_post_key")
        for n in [*first.new, *elsewhere.new]
    }
    assert len(keys) == 1


def test_text_is_kept_character_for_character(make, channel):
    text = "  Ключ: <b>&amp;</b> 🛠️\u200d\n\n\ttwo  spaces, NUL\u0000, \\ % ' \" ` {{ frappe.db }}"
    [name] = make.stored(channel, make.post(text)).new
    assert frappe.db.get_value("Social Interaction", name, "text") == text


@pytest.mark.parametrize(
    "one, other", [("AbC", "abc"), ("id", "id "), ("é", "e"), ("i" * 300, "i" * 299 + "j")]
)
def test_ids_that_the_collation_calls_equal_are_different_posts(make, channel, one, other):
    author = make.author()
    stored = make.stored(
        channel,
        make.post(author=author, external_id=one),
        make.post(author=author, external_id=other),
    )
    assert len(stored.new) == 2
    ids = frappe.get_all("Social Interaction", {"name": ["in", stored.new]}, pluck="external_id")
    assert sorted(ids) == sorted([one, other])


def test_authors_whose_ids_differ_in_case_are_two(make, channel):
    stored = make.stored(
        channel,
        make.post(author=make.author(external_id="https://a.example/@Ana")),
        make.post(author=make.author(external_id="https://a.example/@ana")),
    )
    assert len(stored.profiles) == 2


def test_one_author_in_one_thread_is_one_conversation(make, channel):
    anna, boris = make.author("anna@a.example"), make.author("boris@a.example")
    root = make.post(author=anna, minutes_ago=30)
    second = make.post(author=anna, parent_id=root.external_id, minutes_ago=20)
    other = make.post(author=boris, parent_id=root.external_id, minutes_ago=10)
    stored = make.stored(channel, other, second, root)
    assert len(stored.conversations) == 2
    rows = frappe.get_all(
        "Social Interaction", {"name": ["in", stored.new]}, ["conversation", "thread_id", "profile"]
    )
    assert {row.thread_id for row in rows} == {root.external_id}
    assert len({(row.conversation, row.profile) for row in rows}) == 2


def test_private_posts_of_one_author_are_one_conversation_and_never_the_public_one(make, channel):
    anna = make.author()
    stored = make.stored(
        channel,
        make.post("in public", author=anna),
        make.post(
            "my e-mail is a@b.example", author=anna, visibility="Private", kind="Direct Message"
        ),
        make.post("and my phone", author=anna, visibility="Private", kind="Direct Message"),
    )
    rows = frappe.get_all(
        "Social Conversation",
        {"name": ["in", stored.conversations]},
        ["visibility", "inbound_count", "subject"],
    )
    assert sorted((r.visibility, r.inbound_count) for r in rows) == [("Private", 2), ("Public", 1)]
    assert not any("e-mail" in row.subject for row in rows)


def test_what_we_wrote_is_outgoing_and_opens_no_work(make, channel):
    asked = make.post(minutes_ago=20)
    us = make.author("shop@example.social", external_id=channel.account_external_id)
    ours = make.post("We look at it", author=us, parent_id=asked.external_id, minutes_ago=10)
    alone = make.post("Good morning!", author=us)
    stored = make.stored(channel, asked, ours, alone)
    assert len(stored.inbound_new) == 1 and len(stored.conversations) == 1
    work = frappe.get_doc("Social Conversation", stored.conversations[0])
    assert (work.inbound_count, work.outbound_count, work.status) == (1, 1, "Open")
    assert [post["direction"] for post in thread.posts(work.name)] == ["Incoming", "Outgoing"]


@pytest.mark.parametrize("state", ["Replied", "On Hold", "Closed"])
def test_an_inbound_post_brings_the_conversation_back_to_open(make, channel, state):
    root = make.post(minutes_ago=60)
    [name] = make.stored(channel, root).conversations
    if state == "Replied":
        actions.mark_replied(name, utc_now() - timedelta(minutes=30), "Administrator")
    elif state == "On Hold":
        actions.hold(name, None)
    else:
        actions.close(name, "Solved")
    assert frappe.db.get_value("Social Conversation", name, "status") == state
    again = make.stored(
        channel, make.post(author=root.author, parent_id=root.external_id, minutes_ago=0)
    )
    assert again.conversations == [name]
    work = frappe.get_doc("Social Conversation", name)
    assert (work.status, work.outcome or "", work.on_hold_until, work.closed_on) == (
        "Open",
        "",
        None,
        None,
    )
    assert work.inbound_count == 2 and work.waiting_since_utc
    assert work.last_inbound == again.new[0]


@pytest.mark.parametrize("after", [[], [-45 * 24 * 60]], ids=["alone", "before a much later one"])
def test_what_nobody_has_seen_reopens_what_was_closed(make, channel, after):
    """Written before somebody closed the conversation, stored after."""
    root = make.post(minutes_ago=60)
    [name] = make.stored(channel, root).conversations
    actions.close(name, "Solved")
    reply = {"author": root.author, "parent_id": root.external_id}
    unseen = [make.post(minutes_ago=minutes, **reply) for minutes in (30, *after)]
    assert make.stored(channel, *unseen).conversations == [name]
    work = frappe.get_doc("Social Conversation", name)
    assert (work.status, work.closed_on, work.inbound_count) == ("Open", None, 1 + len(unseen))
    assert work.waiting_since_utc == to_utc(unseen[0].posted_on)


def test_what_is_older_than_what_was_there_reopens_nothing(make, channel):
    root = make.post(minutes_ago=60)
    [name] = make.stored(channel, root).conversations
    actions.close(name, "Solved")
    older = make.post(author=root.author, parent_id=root.external_id, minutes_ago=90)
    stored = make.stored(channel, older)
    work = frappe.get_doc("Social Conversation", name)
    assert (work.status, work.inbound_count, stored.inbound_new) == ("Closed", 2, [])


def test_spam_stays_closed(make, channel):
    root = make.post()
    [name] = make.stored(channel, root).conversations
    actions.close(name, "Spam")
    make.stored(channel, make.post(author=root.author, parent_id=root.external_id))
    work = frappe.get_doc("Social Conversation", name)
    assert (work.status, work.outcome, work.inbound_count) == ("Closed", "Spam", 2)


def test_after_the_reopen_window_a_new_conversation_links_to_the_old_one(make, channel):
    root = make.post(minutes_ago=60 * 24 * 90)
    [old] = make.stored(channel, root).conversations
    actions.close(old, "Solved")
    frappe.db.set_value(
        "Social Conversation", old, "closed_on", datetime.now() - timedelta(days=80)
    )
    [new] = make.stored(
        channel, make.post(author=root.author, parent_id=root.external_id)
    ).conversations
    assert new != old
    assert frappe.db.get_value("Social Conversation", new, "previous_conversation") == old
    assert frappe.db.get_value("Social Conversation", old, "status") == "Closed"


def test_an_edit_keeps_the_earlier_text(make, channel):
    post = make.post("The dril is broken")
    [name] = make.stored(channel, post).new
    edited = replace(post, text="The drill is broken", edited_on=datetime.now(timezone.utc))
    stored = make.stored(channel, edited)
    assert stored.changed == [name] and not stored.new
    assert make.stored(channel, edited).changed == []
    assert frappe.db.get_value("Social Interaction", name, "text") == "The drill is broken"
    earlier = frappe.get_all("Social Interaction Revision", {"interaction": name}, pluck="text")
    assert earlier == ["The dril is broken"]
    assert "dril " not in conversation_of(name).subject


def test_a_deletion_blanks_the_text_keeps_the_fact_and_closes_what_was_open(make, channel):
    post = make.post("I live at 5 Rose Street", raw={"content": "I live at 5 Rose Street"})
    [name] = make.stored(channel, post).new
    make.stored(channel, replace(post, text="I live at Rose Street"))
    gone = type(post).gone(post.external_id)
    assert make.stored(channel, gone).changed == [name]
    assert make.stored(channel, gone).changed == []
    row = frappe.get_doc("Social Interaction", name)
    assert (row.text, row.deleted, row.can_reply) == ("", 1, 0)
    work = conversation_of(name)
    assert (work.status, work.outcome) == ("Closed", "No Answer Needed")
    assert "Rose" not in work.subject
    for doctype in ("Social Interaction Revision", "Social Payload"):
        assert not frappe.db.count(doctype, {"interaction": name})


def test_counts_move_without_a_trace(make, channel):
    post = make.post()
    [name] = make.stored(channel, post).new
    stored = make.stored(
        channel, replace(post, counts=type(post.counts)(replies=1, shares=34, likes=5))
    )
    assert stored.changed == []
    assert frappe.db.get_value("Social Interaction", name, "share_count") == 34
    assert not frappe.db.count("Social Interaction Revision", {"interaction": name})


def test_what_a_source_does_not_know_of_an_author_leaves_what_is_stored(make, channel):
    known = make.author(bio="Carpenter", followers=40)
    make.stored(channel, make.post(author=known))
    stored = make.stored(channel, make.post(author=replace(known, bio="", followers=None)))
    [profile] = stored.profiles
    assert stored.fresh_profiles == []
    row = frappe.get_doc("Social Profile", profile)
    assert (row.bio, row.followers) == ("Carpenter", 40)


def test_who_was_stored_without_a_name_has_one_when_the_post_shows_it(make, channel):
    who = make.author()
    nameless = make.post(author=replace(who, handle="", display_name=""))
    make.stored(channel, nameless)
    stored = make.stored(channel, replace(nameless, author=who))
    [profile] = stored.fresh_profiles
    assert frappe.db.get_value("Social Profile", profile, "handle") == who.handle
    other = replace(nameless, author=replace(who, handle="boris@example.social"))
    assert make.stored(channel, other).fresh_profiles == []


def test_a_page_is_stored_in_a_handful_of_statements(make, channel):
    make.stored(channel, make.post())
    with count_queries() as few:
        make.stored(channel, *[make.post() for _ in range(5)])
    with count_queries() as many:
        make.stored(channel, *[make.post() for _ in range(80)])
    assert len(many) == len(few)
    assert len(many) <= 16


def test_the_longest_values_that_fit_are_stored(make, channel):
    who = make.author(handle="h" * 255, bio="ж" * 32_767, avatar_url="x" * 65_535)
    public = make.post("words " * 100, author=who, content_warning="ж" * 32_767)
    private = make.post("words", author=replace(who, external_id="i" * 65_527), visibility=PRIVATE)
    stored = make.stored(channel, public, private)
    assert (len(stored.new), stored.set_aside) == (2, [])


def test_a_public_answer_stays_out_of_the_private_thread(make, channel):
    secret = make.post("my e-mail", visibility=PRIVATE, minutes_ago=9)
    make.stored(channel, secret)
    answer = make.post("in public", parent_id=secret.external_id, minutes_ago=5)
    nested = make.post("on it", parent_id=answer.external_id, minutes_ago=3)
    new = make.stored(channel, answer, nested).new
    threads = frappe.get_all("Social Interaction", {"name": ["in", new]}, pluck="thread_id")
    assert set(threads) == {secret.external_id}


def test_what_another_channel_of_ours_wrote_is_outgoing(make, channel):
    other = make.channel()
    other.db_set("account_external_id", "https://example.social/@repairs")
    ours = make.author("repairs@example.social", external_id=other.account_external_id)
    [name] = make.stored(channel, make.post(author=ours)).new
    assert frappe.db.get_value("Social Interaction", name, "direction") == "Outgoing"


def test_changes_of_our_own_posts_leave_the_conversation_alone(make, channel):
    question = make.post("Where is it?", minutes_ago=9)
    ours = make.author(external_id=channel.account_external_id)
    answer = make.post("Here", author=ours, parent_id=question.external_id, minutes_ago=5)
    [name] = make.stored(channel, question).new
    make.stored(channel, answer)
    before = conversation_of(name)
    make.stored(channel, replace(answer, text="There"))
    make.stored(channel, type(answer).gone(answer.external_id))
    after = conversation_of(name)
    assert (after.subject, after.status) == (before.subject, "Open")


def test_a_subject_is_cut_off_once(make, channel):
    who = make.author()
    first = make.post("one", author=who, minutes_ago=9)
    second = make.post("two", author=who, parent_id=first.external_id, minutes_ago=5)
    name = make.stored(channel, first, second).new[0]
    make.stored(channel, type(first).gone(first.external_id))
    make.stored(channel, type(first).gone(second.external_id))
    assert conversation_of(name).subject == f"@{who.handle} …"


def test_one_bad_post_does_not_stop_the_page(make, channel):
    bad = make.post(author=make.author("h" * 300))
    stored = make.stored(channel, bad, make.post())
    assert len(stored.new) == 1
    [(post, reason)] = stored.set_aside
    assert post.external_id == bad.external_id and "handle" in reason
