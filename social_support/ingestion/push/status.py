"""Whether pushes arrive, as the channel's form says it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_url, nowdate

from social_support.conversations import channels
from social_support.conversations.clock import site_to_utc, utc_now
from social_support.ingestion import streams
from social_support.ingestion.health_words import duration
from social_support.ingestion.push import deliveries, refusals
from social_support.networks.errors import NetworkError
from social_support.networks.registry import get_network_class

ENDPOINT = "/api/method/social_support.api.push.receive"
OK, WARN, WAITING = "ok", "warn", "busy"


def of(channel: str, *, may_connect: bool = True) -> dict[str, Any] | None:
    """{address, verify_token, sentence, level} for the form; None where the network pushes nothing.

    may_connect: whether the reader may know what is entered at the network.
    """
    doc = channels.load(channel)
    network = get_network_class(doc.network)
    if not network.pushed:
        return None
    only = channel if network.pushes_by_channel else None
    last = streams.last_push(channel)
    refused = refusals.today(doc.network)
    level, sentence = _told(doc.network, only, last, refused)
    return {
        "address": address(doc.network, only),
        "verify_token": _verify_token(doc) if may_connect else "",
        "sentence": sentence,
        "level": level,
    }


def _verify_token(channel: Document) -> str:
    """ "" as long as the channel has no secret to make it from, or is a copy's."""
    with suppress(NetworkError, channels.CopyOfSite):
        return channels.network_of(channel).webhook_verify_token()
    return ""


def address(network: str, channel: str | None) -> str:
    """What is entered at the network."""
    query = {"network": network, **({"channel": channel} if channel else {})}
    return get_url(f"{ENDPOINT}?{urlencode(query)}")


def _told(
    network: str, channel: str | None, last: datetime | None, refused: int
) -> tuple[str, str]:
    wrong = _(
        "{0} requests were refused today because their signature does not fit. If they are the "
        "network's own, enter its secret anew."
    ).format(refused)
    if last is None:
        nothing = _("Nothing has been pushed yet. Enter this address at the network.")
        return (WARN, f"{nothing} {wrong}") if refused else (WAITING, nothing)
    midnight = site_to_utc(get_datetime(nowdate()))
    count = deliveries.count_since(network, channel, midnight)
    ago = duration((utc_now() - last).total_seconds()).told(_)
    sentence = _("The last push came {0} ago; {1} came today.").format(ago, count)
    return (OK, f"{sentence} {wrong}" if refused else sentence)
