"""A post that a person added under its link is the one that the network shows."""

from dataclasses import replace

import frappe
import pytest

from social_support.conversations.store import lock_channel, store_posts
from social_support.conversations.store.adopt import adopt_by_hand
from social_support.networks.links import one_spelling


@pytest.fixture
def channel(make):
    return make.channel()


def by_hand(make, channel, link: str, **fields) -> str:
    typed = make.post(
        external_id=link, thread_id=link, permalink=link, global_id=one_spelling(link), **fields
    )
    lock_channel(channel.name)
    return store_posts(channel, [replace(typed, can_reply=False)], by_hand=True).new[0]


def polled(make, channel, *posts):
    adopt_by_hand(channel, posts)
    return make.stored(channel, *posts)


@pytest.mark.parametrize(
    "spelled", ["https://{}/", "http://www.{}", "https://m.{}?utm_source=mail", "https://{}#top"]
)
def test_every_spelling_of_the_link_is_the_same_post(make, channel, spelled):
    place = make.unique("town").replace(" ", "").lower() + ".example/@anna/7"
    name = by_hand(make, channel, spelled.format(place))
    shown = make.post(permalink=f"https://{place}", global_id=f"https://{place}")
    assert polled(make, channel, shown).new == []
    row = frappe.get_doc("Social Interaction", name)
    assert (row.external_id, row.can_reply) == (shown.external_id, 1)
    assert row.thread_id == shown.external_id
    work = frappe.get_doc("Social Conversation", row.conversation)
    assert (work.thread_id, work.inbound_count) == (shown.external_id, 1)
    assert polled(make, channel, shown).new == []


def test_what_the_network_lets_nobody_answer_stays_so(make, channel):
    shown = make.post(can_reply=False, cannot_reply_reason="Not summoned.")
    name = by_hand(make, channel, shown.permalink)
    polled(make, channel, shown)
    row = frappe.get_doc("Social Interaction", name)
    assert (row.can_reply, row.cannot_reply_reason) == (0, "Not summoned.")


def test_links_that_differ_in_case_are_different_posts(make, channel):
    shown = make.post(permalink=f"https://{make.unique('town').lower()}.example/p/AbC")
    by_hand(make, channel, shown.permalink.replace("AbC", "abc"))
    assert len(polled(make, channel, shown).new) == 1


def test_one_post_in_two_channels_is_known_as_one_by_its_address(make, channel):
    """The ids are numbers of the server that was asked."""
    link = f"https://town.example/@anna/{make.unique('1')}"
    one = make.post(permalink=link, global_id=link)
    other = replace(one, external_id="another number")
    names = [*make.stored(channel, one).new, *make.stored(make.channel(), other).new]
    keys = {frappe.db.get_value("Social Interaction", name, "same_post_key") for name in names}
    assert len(keys) == 1
