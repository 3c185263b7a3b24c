"""A backup that is restored under another address makes no call until a person confirms it."""

from pathlib import Path
from urllib.parse import urlsplit

import frappe
import pytest

from social_support.conversations.site_identity import SITE_ID
from social_support.replies import outbox
from tests.site.ingestion.network import TOKEN, SmallMastodon, read
from tests.site.support.clone import cloned

ON_A_COPY = Path(__file__).with_name("on_a_copy.py")


@pytest.fixture
def network(allow_loopback):
    with SmallMastodon() as server:
        yield server


@pytest.mark.slow
def test_a_restored_backup_is_silent_until_confirmed(own_site, bench, make, network):
    channel = make.channel(network, token=TOKEN, mode="Listen and Reply")
    network.write("before the backup")
    read(channel.name)
    post = frappe.get_last_doc("Social Interaction", {"channel": channel.name})
    reply = outbox.send(post.name, "We look into it.", "Administrator")
    frappe.db.after_commit.reset()
    frappe.db.commit()
    network.write("after the backup")
    network.seen.clear()

    # As `bench restore` leaves it: the same rows, and a configuration that is the new site's own.
    with cloned(bench, **{SITE_ID: None}) as copy:
        told = copy.script(ON_A_COPY)

    asked = [(seen.method, urlsplit(seen.path).path) for seen in network.seen]
    assert asked[0] == ("GET", "/confirmed"), "a copy that nobody confirmed spoke to the network"
    for way, said in told["answers"].items():
        assert "copy of" in said, (way, said)
    assert told["reply_before"][0] == "Unconfirmed"

    assert told["texts"] == ["before the backup", "after the backup"]
    assert told["reply_after"] == "Unconfirmed"
    assert {method for method, _path in asked} == {"GET"}, "what waited went out by itself"
    assert told["state"] != "copy"
    assert outbox.rows.load(reply).status == "Sending", "the live site goes on as before"
