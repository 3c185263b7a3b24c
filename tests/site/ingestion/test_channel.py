"""What the channel's form takes, keeps and refuses."""

import frappe
import pytest

from social_support.ingestion import connection
from tests.site.ingestion.network import read, state

REFUSED = {
    "an unknown network": {"network": "geocities"},
    "a stream that the network has not": {"streams": [("Reviews", "")]},
    "the same stream twice": {"streams": [("Mentions", ""), ("Mentions", "ignored")]},
    "a keyword without a word": {"streams": [("Keyword", "#")]},
    "an address that is none": {"server_url": "two words"},
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_sentence(make, case):
    with pytest.raises(frappe.ValidationError, match=r"\w+ \w+"):
        make.channel(**REFUSED[case])


def test_a_new_channel_only_listens(make):
    channel = frappe.new_doc("Social Channel")
    assert channel.mode == "Listen Only"


def test_the_address_is_normalised(make):
    channel = make.channel(server_url="Example.Social/@shop")
    assert channel.server_url == "https://example.social"


def test_states_follow_what_the_channel_listens_to(make):
    channel = make.channel(streams=[("Mentions", ""), ("Keyword", "#drill")])
    frappe.db.set_value("Social Stream State", state(channel.name).name, "cursor_value", "7")
    channel.listens_to = channel.listens_to[1:]
    channel.save()
    filters = {"channel": channel.name, "active": 1}
    active = frappe.get_all("Social Stream State", filters, pluck="stream")
    assert sorted(active) == ["By Hand", "Changes", "Keyword", "Own Posts"]
    channel.append("listens_to", {"stream": "Mentions"})
    channel.save()
    again = state(channel.name)
    assert (again.active, again.cursor_value) == (1, "7")


def test_an_open_form_puts_no_old_account_back(network, channel):
    stale = frappe.get_doc("Social Channel", channel.name)
    read(channel.name)
    stale.channel_name = f"{stale.channel_name} 2"
    stale.save()
    assert stale.handle == "shop@example.social"
    assert stale.account_external_id == "https://example.social/@shop"


def test_another_server_is_another_channel(network, channel):
    network.write("one")
    read(channel.name)
    channel.reload()
    channel.server_url = "https://elsewhere.social"
    with pytest.raises(frappe.ValidationError, match="Switch it off"):
        channel.save()


def test_another_server_begins_anew_while_there_are_no_posts(network, channel):
    read(channel.name)
    channel.reload()
    frappe.db.set_value("Social Stream State", state(channel.name).name, "cursor_value", "7")
    channel.server_url = "https://elsewhere.social"
    channel.save()
    assert not state(channel.name).cursor_value
    assert not channel.account_external_id


def test_the_token_of_another_account_is_refused(network, channel):
    network.write("one")
    read(channel.name)
    other = {"id": "x", "acct": "other", "url": "https://example.social/@other"}
    network.answer("/api/v1/accounts/verify_credentials", frappe.as_json(other).encode())
    with pytest.raises(frappe.ValidationError, match="another account"):
        connection.test_connection(channel.name)


def test_a_channel_with_posts_is_not_deleted(network, channel):
    network.write("one")
    read(channel.name)
    with pytest.raises(frappe.ValidationError, match="Switch it off"):
        channel.delete()


def test_a_channel_without_posts_takes_its_states_along(make):
    channel = make.channel()
    channel.delete()
    assert not frappe.db.exists("Social Stream State", {"channel": channel.name})


def test_the_form_gets_the_health_line(channel):
    channel.run_method("onload")
    assert channel.get("__onload").health["sentence"]


def test_old_logs_are_cleared(network, channel):
    network.write("one")
    read(channel.name)
    for doctype in ("Social Sync Log", "Social Payload"):
        newest = frappe.get_all(doctype, limit=1, order_by="creation desc", pluck="name")[0]
        frappe.get_doc(doctype, newest).clear_old_logs(days=30)
        assert frappe.db.exists(doctype, newest)
        frappe.db.set_value(doctype, newest, "creation", "2020-01-01", update_modified=False)
        frappe.get_doc(doctype, newest).clear_old_logs(days=30)
        assert not frappe.db.exists(doctype, newest)
