"""A Facebook Page that people write to, as a channel of the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from social_support.conversations import channels
from tests.fakes.facebook import APP_ID, APP_SECRET, PAGE_TOKEN, FacebookServer
from tests.site.support.make import Make
from tests.site.support.shop import Shop

STREAMS = ("Own Post Comments", "Feed", "Mentions", "Direct Messages", "Reviews")
KEYS = {"app_key": APP_ID, "app_secret": APP_SECRET, "access_token": PAGE_TOKEN}


@contextmanager
def open_page(make: Make, **fields: object) -> Iterator[Shop]:
    """The Page on a fake Facebook of its own; `fields`: of the channel."""
    with FacebookServer() as server:
        hears = [(stream, "") for stream in STREAMS]
        where = {"network": "facebook", "mode": "Listen and Reply", "streams": hears}
        channel = make.channel(server, **where, **KEYS, **fields)
        frappe.db.commit()
        yield Shop(channels.load(channel.name), server)
