"""What changes on the network after a post was stored."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import frappe
import pytest

from social_support.conversations import actions
from social_support.conversations.clock import utc_now
from social_support.networks.contract import PRIVATE, PUBLIC, Counts, Post


@pytest.fixture
def channel(make):
    return make.channel()


def row_of(interaction: str):
    return frappe.get_doc("Social Interaction", interaction)


def work_of(interaction: str):
    return frappe.get_doc("Social Conversation", row_of(interaction).conversation)


def earlier_texts(interaction: str) -> list[str]:
    return frappe.get_all("Social Interaction Revision", {"interaction": interaction}, pluck="text")


def edited(post: Post, text: str, minutes_ago: float = 0, **fields) -> Post:
    then = datetime.now(timezone.utc) - timedelta(minutes=minutes_ago)
    return replace(post, text=text, edited_on=then, **fields)


def test_an_older_version_changes_nothing(make, channel):
    post = make.post("one")
    second, third = edited(post, "two", 5), edited(post, "three", 1)
    [name] = make.stored(channel, post).new
    make.stored(channel, third)
    for late in (second, post, replace(second, counts=Counts(shares=9))):
        assert make.stored(channel, late).changed == []
    assert (row_of(name).text, row_of(name).share_count) == ("three", 0)
    assert earlier_texts(name) == ["one"]


def test_the_same_edit_twice_is_one_revision(make, channel):
    post = make.post("one")
    [name] = make.stored(channel, post).new
    change = edited(post, "two")
    assert make.stored(channel, change, change).changed == [name]
    assert make.stored(channel, change).changed == []
    assert earlier_texts(name) == ["one"]
    assert row_of(name).edited_on


def test_what_was_edited_away_stays_in_no_subject(make, channel):
    first = make.post("my number is 5550100", minutes_ago=9)
    second = make.post("hello?", author=first.author, parent_id=first.external_id, minutes_ago=5)
    name = make.stored(channel, first, second).new[0]
    make.stored(channel, edited(first, "my drill"))
    assert work_of(name).subject.endswith(": my drill")


def test_a_deleted_post_that_we_never_had_is_nothing(make, channel):
    post = make.post()
    stored = make.stored(channel, post, Post.gone(post.external_id))
    assert (stored.new, stored.changed, stored.profiles) == ([], [], [])


@pytest.mark.parametrize(
    "status, after", [("Open", "Closed"), ("On Hold", "Closed"), ("Replied", "Replied")]
)
def test_a_deletion_closes_what_was_open_when_nothing_is_left(make, channel, status, after):
    first = make.post("one", minutes_ago=9)
    second = make.post("two", author=first.author, parent_id=first.external_id, minutes_ago=5)
    name = make.stored(channel, first, second).new[0]
    if status == "On Hold":
        actions.hold(work_of(name).name, None)
    if status == "Replied":
        actions.mark_replied(work_of(name).name, utc_now(), "Administrator")
    make.stored(channel, Post.gone(first.external_id))
    work = work_of(name)
    assert (work.status, ": two" in work.subject) == (status, True)
    make.stored(channel, Post.gone(second.external_id))
    work = work_of(name)
    assert (work.status, work.waiting_since_utc, work.respond_by) == (after, None, None)
    assert (work.inbound_count, work.subject.endswith(" …")) == (2, True)


@pytest.mark.parametrize("closed_by", ["the deletion", "a person"])
def test_a_late_older_post_opens_what_a_deletion_closed(make, channel, closed_by):
    """Nobody can have seen it; whoever closes a conversation has done with what is older."""
    newer = make.post("two", minutes_ago=5)
    older = make.post("one", author=newer.author, thread_id=newer.external_id, minutes_ago=9)
    name = make.stored(channel, newer).new[0]
    if closed_by == "a person":
        actions.close(work_of(name).name, "Solved")
    make.stored(channel, Post.gone(newer.external_id))
    assert work_of(name).status == "Closed"
    [late] = make.stored(channel, older).new
    assert work_of(late).name == work_of(name).name
    work = work_of(late)
    if closed_by == "the deletion":
        assert (work.status, work.waiting_since_utc) == ("Open", row_of(late).posted_at_utc)
    else:
        assert (work.status, work.waiting_since_utc) == ("Closed", None)


def test_the_waiting_moves_on_when_the_post_that_waited_is_deleted(make, channel):
    first = make.post("one", minutes_ago=9)
    second = make.post("two", author=first.author, parent_id=first.external_id, minutes_ago=5)
    one, two = make.stored(channel, first, second).new
    make.stored(channel, Post.gone(first.external_id))
    assert work_of(one).waiting_since_utc == row_of(two).posted_at_utc


def test_counts_that_the_network_does_not_tell_stay(make, channel):
    post = make.post(counts=Counts(replies=1, shares=2, likes=3))
    [name] = make.stored(channel, post).new
    assert make.stored(channel, replace(post, counts=Counts(likes=4))).changed == []
    row = row_of(name)
    assert (row.reply_count, row.share_count, row.like_count) == (1, 2, 4)
    make.stored(channel, replace(post, counts=Counts(replies=0, shares=0, likes=0)))
    row = row_of(name)
    assert (row.reply_count, row.share_count, row.like_count) == (0, 0, 0)


def test_a_post_made_private_leaves_the_public_conversation(make, channel):
    secret = make.post("I live at 5 Rose Street", minutes_ago=9)
    open_word = make.post(
        "hello?", author=secret.author, parent_id=secret.external_id, minutes_ago=5
    )
    name, other = make.stored(channel, secret, open_word).new
    public = work_of(name).name
    stored = make.stored(channel, replace(secret, visibility=PRIVATE))
    assert stored.changed == [name]
    private = work_of(name)
    assert (private.visibility, private.inbound_count, private.status) == (PRIVATE, 1, "Open")
    assert "Rose" not in private.subject
    rest = frappe.get_doc("Social Conversation", public)
    assert (rest.visibility, rest.inbound_count, rest.last_inbound) == (PUBLIC, 1, other)
    assert "Rose" not in rest.subject and rest.subject.endswith(": hello?")


def test_a_conversation_whose_only_post_is_made_private_goes_along(make, channel):
    secret = make.post("I live at 5 Rose Street")
    [name] = make.stored(channel, secret).new
    before = work_of(name)
    actions.close(before.name, "Solved")
    make.stored(channel, replace(secret, visibility=PRIVATE))
    after = work_of(name)
    assert (after.name, after.visibility, after.status) == (before.name, PRIVATE, "Closed")
    assert "Rose" not in after.subject
    message = make.post("hi", author=secret.author, visibility=PRIVATE, kind="Direct Message")
    assert make.stored(channel, message).conversations == [before.name]


def test_a_post_made_private_joins_the_open_private_conversation(make, channel):
    message = make.post("hi", visibility=PRIVATE, kind="Direct Message", minutes_ago=30)
    secret = make.post("I live at 5 Rose Street", author=message.author)
    private, public = make.stored(channel, message, secret).new
    gone = work_of(public).name
    make.stored(channel, replace(secret, visibility=PRIVATE))
    work = work_of(public)
    assert (work.name, work.inbound_count) == (work_of(private).name, 2)
    left = frappe.get_doc("Social Conversation", gone)
    assert (left.status, left.outcome, "Rose" in left.subject) == ("Closed", "Duplicate", False)


def test_our_own_post_made_private_leaves_the_public_conversation(make, channel):
    asked = make.post(minutes_ago=20)
    us = make.author("shop@example.social", external_id=channel.account_external_id)
    answer = make.post("your order 77", author=us, parent_id=asked.external_id, minutes_ago=9)
    _asked, name = make.stored(channel, asked, answer).new
    make.stored(channel, replace(answer, visibility=PRIVATE))
    assert row_of(name).conversation is None


def test_a_share_that_is_deleted_counts_no_more_where_the_network_tells_nothing(make, channel):
    post = make.post()
    shares = [make.post("RT", parent_id=post.external_id, kind="Share") for _number in range(3)]
    stored = make.stored(channel, post, *shares)
    assert len(stored.inbound_new) == len(stored.conversations) == 1 and len(stored.new) == 4
    name = stored.inbound_new[0]
    make.stored(channel, *[Post.gone(share.external_id) for share in shares[:2]])
    assert row_of(name).share_count == 1
    make.stored(channel, replace(post, counts=Counts(shares=40)))
    make.stored(channel, Post.gone(shares[2].external_id))
    assert row_of(name).share_count == 40


def test_a_share_has_no_conversation_and_is_no_answer(make, channel):
    post = make.post()
    us = make.author("shop@example.social", external_id=channel.account_external_id)
    theirs = make.post("RT", parent_id=post.external_id, kind="Share")
    ours = make.post("RT", author=us, parent_id=post.external_id, kind="Share")
    stored = make.stored(channel, post, theirs, ours)
    rows = frappe.get_all(
        "Social Interaction", {"name": ["in", stored.new], "kind": "Share"}, ["conversation"]
    )
    assert [row.conversation for row in rows] == [None, None]
    assert stored.outbound_new == []
    assert work_of(stored.inbound_new[0]).outbound_count == 0


def test_what_blocked_authors_write_is_dropped_before_any_work(make, channel):
    known = make.post("buy now", minutes_ago=9)
    [name] = make.stored(channel, known).new
    profile = row_of(name).profile
    until = frappe.utils.add_days(frappe.utils.now_datetime(), 1)
    frappe.db.set_value("Social Profile", profile, "blocked_until", until)
    renamed = replace(known.author, display_name="Somebody else")
    stored = make.stored(channel, make.post("buy more", author=renamed), make.post())
    assert (stored.blocked, len(stored.new), profile in stored.profiles) == (1, 1, False)
    assert frappe.db.get_value("Social Profile", profile, "display_name") != "Somebody else"
    assert make.stored(channel, Post.gone(known.external_id)).changed == [name]
    frappe.db.set_value("Social Profile", profile, "blocked_until", "2020-01-01")
    assert make.stored(channel, make.post("hello", author=known.author)).blocked == 0


def test_who_was_erased_is_never_written_about_again(make, channel):
    known = make.post("my story", minutes_ago=9)
    [name] = make.stored(channel, known).new
    frappe.db.set_value("Social Profile", row_of(name).profile, "erased", 1)
    frappe.db.set_value("Social Interaction", name, "text", "")
    assert make.stored(channel, make.post("more", author=known.author)).blocked == 1
    assert make.stored(channel, edited(known, "my whole story")).changed == []
    assert row_of(name).text == ""
    assert make.stored(channel, Post.gone(known.external_id)).changed == [name]


def test_where_a_post_can_be_answered_follows_the_network(make, channel):
    post = make.post(can_reply=False, cannot_reply_reason="Not yet.")
    [name] = make.stored(channel, post).new
    link = f"{post.permalink}-2"
    later = replace(post, can_reply=True, cannot_reply_reason="", permalink=link)
    assert make.stored(channel, later).changed == []
    row = row_of(name)
    assert (row.can_reply, row.cannot_reply_reason or "", row.permalink) == (1, "", link)
