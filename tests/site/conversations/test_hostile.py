"""Ids, names and times that nobody expects are different, or an error of their own post."""

from dataclasses import replace
from datetime import datetime, timezone

import frappe
import pytest

from social_support.networks.contract import Counts, ProfileField

LOOK_ALIKE = [
    "Аb",
    "Ab",
    "AB",
    "ab",
    "ab ",
    " ab",
    "áb",
    "a\u0301b",
    "ab\u200b",
    "ab\u00ad",
    "ab\0",
]
LONG = ["x" * 140 + end for end in "ab"] + ["x" * 255 + end for end in "ab"]
LONGER = ["🛠" * 16_000 + end for end in "ab"]


@pytest.fixture
def channel(make):
    return make.channel()


@pytest.mark.parametrize("ids", [LOOK_ALIKE, LONG, LONGER], ids=["look alike", "long", "longer"])
def test_ids_are_told_apart_wherever_they_stand(make, channel, ids):
    names = [f"{number}-{make.unique('author')}" for number, _id in enumerate(ids)]
    posts = [
        make.post(external_id=one, author=make.author(external_id=name + one), thread_id=one)
        for one, name in zip(ids, names, strict=True)
    ]
    stored = make.stored(channel, *posts)
    assert len(stored.new) == len(stored.conversations) == len(stored.profiles) == len(ids)
    rows = frappe.get_all(
        "Social Interaction", {"channel": channel.name}, ["external_id", "thread_id", "profile"]
    )
    assert {(row.external_id, row.thread_id) for row in rows} == {(one, one) for one in ids}
    assert len({row.profile for row in rows}) == len(ids)
    again = make.stored(channel, *posts)
    assert (again.new, again.known) == ([], len(ids))
    replies = [make.post(parent_id=one) for one in ids]
    make.stored(channel, *replies)
    for reply in replies:
        filters = {"channel": channel.name, "external_id": reply.external_id}
        assert frappe.db.get_value("Social Interaction", filters, "thread_id") == reply.parent_id


def test_names_are_kept_character_for_character(make, channel):
    odd = "🛠️ Ä\u0000\u202e\\'\"%s"
    who = make.author(
        odd + make.unique("h"), display_name=odd, bio=odd, fields=(ProfileField(odd, odd),)
    )
    [profile] = make.stored(channel, make.post(odd, author=who, content_warning=odd)).profiles
    row = frappe.get_doc("Social Profile", profile)
    assert (row.handle, row.display_name, row.bio) == (who.handle, odd, odd)
    assert frappe.parse_json(row.profile_fields)[0]["value"] == odd
    assert make.stored(channel, make.post(author=who)).fresh_profiles == []


@pytest.mark.parametrize("year", [1000, 1582, 1970, 9999])
def test_the_earliest_and_latest_times_that_fit_are_stored(make, channel, year):
    then = datetime(year, 6, 1, tzinfo=timezone.utc)
    stored = make.stored(channel, make.post(edited_on=then) if year > 2026 else make.post())
    stored = make.stored(channel, replace(make.post(), posted_on=then, edited_on=then))
    assert len(stored.new) == 1
    row = frappe.db.get_value("Social Interaction", stored.new[0], ["posted_at_utc"])
    assert row.year == year


def test_the_greatest_numbers_that_fit_are_stored(make, channel):
    most = 2**31 - 1
    who = make.author(followers=most)
    post = make.post(author=who, counts=Counts(most, most, most), rating=5.0)
    share = make.post(parent_id=post.external_id, kind="Share")
    assert len(make.stored(channel, post, share).new) == 2


def test_what_does_not_fit_is_set_aside_alone(make, channel):
    good = make.post()
    bad = [
        replace(make.post(), posted_on=datetime.max.replace(tzinfo=timezone.utc)),
        make.post(counts=Counts(shares=2**31)),
        make.post(author=make.author("h" * 256)),
        make.post(author=make.author(display_name="\ud83d")),
        make.post(author=make.author(external_id="i" * 70_000)),
        make.post(rating=float("inf")),
        make.post(parent_id="\udc00"),
    ]
    stored = make.stored(channel, *bad, good)
    assert len(stored.new) == 1
    assert [post for post, _reason in stored.set_aside] == bad


def test_a_networks_word_makes_no_public_post_private(make, channel):
    anna = make.author()
    public = make.post(author=anna, thread_id=f"private:{anna.external_id}")
    private = make.post(author=anna, visibility="Private", kind="Direct Message")
    names = make.stored(channel, public, private).conversations
    rows = frappe.get_all("Social Conversation", {"name": ["in", names]}, pluck="visibility")
    assert sorted(rows) == ["Private", "Public"]
