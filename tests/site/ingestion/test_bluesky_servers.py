"""The main job on Bluesky's own servers: mention → stored → linked → replied → read back."""

from __future__ import annotations

import frappe
import pytest

from social_support.conversations import channels
from tests.fakes.bluesky_servers import Servers, bluesky_servers, only_when_asked
from tests.site.support.shop import Shop

__all__ = ["bluesky_servers"]
pytestmark = pytest.mark.bluesky
only_when_asked()


def test_the_main_job(bluesky_servers: Servers, make, allow_loopback, worker):
    company, anna = bluesky_servers.join("shop"), bluesky_servers.join("anna")
    customer = make.customer(email=f"anna@{anna.handle}.example")
    anna.describe(f"Drills and more. anna@{anna.handle}.example")
    who = {"account_name": company.handle, "token": company.app_password()}
    how = {"network": "bluesky", "mode": "Listen and Reply", "streams": (("Mentions", ""),)}
    shop = Shop(make.channel(bluesky_servers, **how, **who), bluesky_servers)
    frappe.db.commit()

    post = anna.write(f"@{company.handle} Дрелката не тръгва 😡")
    shop.read()
    stored = shop.row(post)
    assert (stored.kind, stored.direction, stored.can_reply) == ("Mention", "Incoming", 1)
    assert frappe.db.get_value("Social Profile", stored.profile, "customer") == customer.name

    reply = shop.answer(stored.name, f"Съжаляваме, @{anna.handle}! Вж. https://firma.bg/дрелки")
    assert (reply.status, reply.error) == ("Sent", None)
    (answer,) = anna.answers_to(post)
    (shown,) = anna.posts([answer])
    assert shown["record"]["text"] == reply.text and len(shown["record"]["facets"]) == 2

    bluesky_servers.settle()
    before = len(shop.rows())
    shop.read()
    assert len(shop.rows()) == before
    read_back = shop.row(answer)
    assert (read_back.direction, read_back.text) == ("Outgoing", reply.text)
    assert read_back.conversation == stored.conversation
    assert channels.load(shop.channel.name).handle == company.handle
