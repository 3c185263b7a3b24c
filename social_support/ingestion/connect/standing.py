"""What the channel's form says of the connection."""

from __future__ import annotations

from typing import Any

from frappe import _

from social_support.conversations import channels
from social_support.ingestion.connect import granting
from social_support.ingestion.connect.asking import callback_address
from social_support.networks.registry import get_network_class


def of(network: str, channel: str | None) -> dict[str, Any] | None:
    """{before, reviewed, callback, registers_us, wants_https, connected, news, choices}; None where
    the network does not connect.

    before: sentences; reviewed: names of permissions; callback: the address that the browser comes
    back to, which has to be entered at the network unless it registers us; wants_https: whether
    that address lacks what the network insists on; the rest: of `channel`, and nothing for one that
    is not saved yet.
    """
    way = get_network_class(network).connect
    if not way:
        return None
    address = callback_address()
    return {
        "before": [_(sentence) for sentence in way.before],
        "reviewed": list(way.reviewed),
        "callback": address,
        "registers_us": way.registers_us,
        "wants_https": way.wants_https and not address.startswith("https://"),
        "connected": bool(channel) and not channels.waits_for_consent(channels.load(channel)),
        "news": granting.news(channel) if channel else None,
        "choices": granting.choices(channel) if channel else [],
    }
