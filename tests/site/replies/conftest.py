"""A shop on a running Mastodon, to whose account people write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import frappe
import pytest
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.networks.contract import Stream
from social_support.replies import outbox
from tests.fakes.mastodon import MastodonServer, mastodon, token_of  # noqa: F401
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for

AN_HOUR_AGO = datetime.now(timezone.utc) - timedelta(hours=1)
STREAMS = (("Mentions", ""), ("Direct Messages", ""))


@dataclass
class Shop:
    """The company's channel, and the server as its customers use it."""

    channel: Document
    server: MastodonServer
    make: Make
    agent: str

    def hear(self, text: str, by: str = "anna", **fields: object) -> tuple[dict, str]:
        """Somebody writes to us: the status on the server, and the stored interaction's name."""
        words = f"@company {self.make.unique(text)}"
        status = self.server.act_as(by).post(words, **fields)
        self.read()
        interaction = frappe.db.get_value(
            "Social Interaction", {"channel": self.channel.name, "external_id": status["id"]}
        )
        assert interaction, "The post did not arrive."
        return status, interaction

    def read(self):
        """Read all streams, as a run of the channel does."""
        network = channels.network_of(self.channel)
        pages = [
            page
            for stream, term in STREAMS
            for page in network.look_back(Stream(stream, term), None, AN_HOUR_AGO)
        ]
        frappe.db.commit()
        stored = [self.make.stored(self.channel, *page.posts) for page in pages]
        frappe.db.commit()
        return stored

    def send(self, interaction: str, text: str = "We look into it.") -> str:
        """The agent answers; the reply is on its way to a worker."""
        text = self.make.unique(text)
        with self.make.as_user(self.agent):
            reply = outbox.send(interaction, text, self.agent)
        frappe.db.commit()
        return reply

    def sent(self, interaction: str, text: str = "We look into it.") -> str:
        """The agent answers, and the answer is out."""
        reply = self.send(interaction, text)
        self.becomes(reply, "Sent")
        return reply

    def becomes(self, reply: str, status: str, seconds: float = 40) -> frappe._dict:
        """Wait until the reply has this status; its row."""
        wait_for(lambda: state(reply).status == status, seconds, f"{state(reply)} to be {status}")
        return state(reply)

    def switch(self, **fields: object) -> None:
        """Change the channel as its form does."""
        frappe.db.set_value("Social Channel", self.channel.name, fields)
        frappe.db.commit()
        frappe.clear_document_cache("Social Channel", self.channel.name)


def state(reply: str) -> frappe._dict:
    return frappe.db.get_value("Social Reply", reply, "*", as_dict=True)


def time_passes(reply: str, minutes: float = 5) -> None:
    """What happened to the reply happened so many minutes ago, and what it waits for is due."""
    row, ago = state(reply), timedelta(minutes=minutes)
    columns = ("attempt_at_utc", "retry_at_utc", "doubt_since_utc", "queued_on")
    earlier = {column: row[column] - ago for column in columns if row[column]}
    frappe.db.set_value("Social Reply", reply, earlier, update_modified=False)
    frappe.db.commit()


def answers_on(server: MastodonServer, status: dict, by: str = "anna") -> list[dict]:
    """What stands below the status on the network, as another client reads it."""
    return server.act_as(by).replies_to(status["id"])


@pytest.fixture
def shop(make, mastodon, allow_loopback, cleanup) -> Shop:  # noqa: F811
    channel = make.channel(
        mastodon, token=token_of("company"), mode="Listen and Reply", streams=STREAMS
    )
    identity = channels.network_of(channel).verify()
    channel.db_set(
        {
            "handle": identity.handle,
            "account_external_id": identity.external_id,
            "account_limits": frappe.as_json(identity.limits),
        }
    )
    shop = Shop(channels.load(channel.name), mastodon, make, "Administrator")
    cleanup.call(mastodon.heal)
    return shop
