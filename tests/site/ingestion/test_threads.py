"""The thread of a reply whose parents were never seen."""

import frappe

from tests.site.ingestion.network import read, send, state


def context(post):
    return f"/api/v1/statuses/{post['id']}/context"


def thread_of(channel, post):
    filters = {"channel": channel.name, "external_id": post["id"]}
    return frappe.db.get_value("Social Interaction", filters, "thread_id")


def test_no_more_than_ten_replies_a_page_are_asked_for(network, channel):
    replies = [network.write(f"reply {n}", in_reply_to_id=f"{n}") for n in range(12)]
    for post in replies:
        ancestors = {"ancestors": [{"id": "root of " + post["id"]}]}
        network.script(context(post), lambda handler, ancestors=ancestors: send(handler, ancestors))
    read(channel.name)
    assert sum(network.asked(context(post)) for post in replies) == 10
    assert thread_of(channel, replies[0]) == "root of 1000"
    # What was not asked for keeps a thread of its own.
    assert frappe.db.count("Social Interaction", {"channel": channel.name}) == 12


def test_a_thread_that_is_gone_stops_nothing(network, channel):
    lost = network.write("to a deleted post", in_reply_to_id="7")
    other = network.write("to another", in_reply_to_id="8")
    network.answer(context(lost), b"{}", 404)
    network.script(context(other), lambda handler: send(handler, {"ancestors": [{"id": "3"}]}))
    read(channel.name)
    assert thread_of(channel, lost)
    assert thread_of(channel, other) == "3"


def test_a_network_in_trouble_is_asked_again_and_not_for_ever(network, channel):
    reply = network.write("and another thing", in_reply_to_id="77")
    network.answer(context(reply), b"{}", 500)
    for failures in (1, 2, 3):
        read(channel.name)
        assert state(channel.name).failures == failures
        assert thread_of(channel, reply) is None
    read(channel.name)
    assert thread_of(channel, reply)
    assert state(channel.name).failures == 0
