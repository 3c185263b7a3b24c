"""A feed from end to end: connected, read, edited, and nothing asked that a feed can't answer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import frappe

from social_support.ingestion.connection import test_connection as connect
from tests.fakes.feed import Publisher
from tests.fakes.http_server import FakeServer
from tests.site.ingestion.network import log, read


def test_a_feed_is_read_and_its_edits_are_kept(make):
    with FakeServer() as server:
        feed = Publisher(server)
        channel = make.channel(
            network="rss",
            server_url=f"{feed.url}?topic=drills",
            access_token="",
            streams=[("Feed", "")],
            handle=None,
            account_external_id=None,
        )
        assert channel.server_url.endswith("/feed.xml?topic=drills")
        assert connect(channel.name)["ok"]
        first = feed.write("Third day without my drill", title="Drill?")
        read(channel.name)
        feed.edit(first, "It came back", datetime.now(timezone.utc) + timedelta(seconds=2))
        feed.write("Praise for the new one")
        frappe.db.set_value(
            "Social Stream State", {"channel": channel.name}, "next_run_utc", "2000-01-01"
        )
        read(channel.name)
        rows = frappe.get_all(
            "Social Interaction",
            {"channel": channel.name},
            ["name", "external_id", "text", "direction", "conversation", "can_reply"],
            order_by="posted_at_utc",
        )
        assert [row.text for row in rows] == ["Drill?\n\nIt came back", "Praise for the new one"]
        assert all(row.direction == "Incoming" and row.conversation for row in rows)
        assert not any(row.can_reply for row in rows)
        revisions = frappe.get_all("Social Interaction Revision", {"interaction": rows[0].name})
        assert len(revisions) == 1
        listed = frappe.get_all("Social Stream State", {"channel": channel.name}, pluck="stream")
        assert sorted(listed) == ["By Hand", "Feed"]
        assert log(channel.name, "Failed") == []
