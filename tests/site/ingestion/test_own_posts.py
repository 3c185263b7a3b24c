"""What the company writes itself, wherever, comes in as outgoing."""

import frappe

from social_support.ingestion import streams
from tests.site.ingestion.network import read, state


def test_own_posts_are_read_beside_what_was_chosen(network, channel):
    network.write("Can you help me?")
    read(channel.name)
    network.write("Of course!", author="shop", in_reply_to_id="1000")
    read(channel.name)
    rows = frappe.get_all("Social Interaction", {"channel": channel.name}, ["text", "direction"])
    assert {(row.text, row.direction) for row in rows} == {
        ("Can you help me?", "Incoming"),
        ("Of course!", "Outgoing"),
    }
    assert state(channel.name, streams.OWN_POSTS).cursor_value == "1001"


def test_a_channel_that_listens_to_nothing_reads_no_own_posts(network, connect):
    channel = connect(streams=[])
    network.write("Nobody asked", author="shop")
    read(channel.name)
    assert frappe.db.count("Social Interaction", {"channel": channel.name}) == 0


def test_our_own_posts_alert_nobody(network, channel):
    network.write("Ours", author="shop")
    read(channel.name)
    assert streams.unannounced(channel.name) == []
    assert not frappe.db.exists("Notification Log", {"document_name": channel.name})
