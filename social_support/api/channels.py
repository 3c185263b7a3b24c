"""What the channel's form asks for."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime

from social_support.api.guards import require_channel, require_network
from social_support.conversations import site_identity
from social_support.ingestion import add_post as by_hand
from social_support.ingestion import (
    backfill,
    budget,
    channel_data,
    connection,
    set_aside,
    sync_health,
)
from social_support.ingestion import cost as reading_costs
from social_support.ingestion import health as condition
from social_support.ingestion import read_now as reading
from social_support.ingestion import streams as ingestion_streams
from social_support.ingestion.push import status as push_status
from social_support.networks import registry
from social_support.replies import outbox

MAY_ADD = ("Social Agent", "Social Manager")
MOST_AT_ONCE = 500
MAY_DELETE = ("Social Manager", "System Manager")
MAY_CONFIRM = ("Social Manager", "System Manager")


@frappe.whitelist()
def networks() -> list[dict[str, str]]:
    """The networks that can be connected: [{value, label}]."""
    require_channel("read")
    return [{"value": key, "label": label} for key, label in registry.labels().items()]


@frappe.whitelist()
def streams(network: str) -> dict[str, Any]:
    """What a network reads and needs: {streams, fields: [{name, label, help, secret, granted}],
    scopes, priced, usual_budget}: a network that is priced bills what is read; granted: Connect
    brings it.
    """
    require_channel("read")
    found = require_network(network)
    fills = found.connect.fills if found.connect else ()
    fields = [
        {
            "name": each.name,
            "label": _(each.label),
            "help": _(each.help),
            "secret": each.secret,
            "granted": each.name in fills,
        }
        for each in found.connection_fields
    ]
    return {
        "streams": list(found.streams),
        "fields": fields,
        "scopes": list(found.scopes),
        "priced": bool(found.price_per_read),
        "usual_budget": budget.DEFAULT,
    }


@frappe.whitelist()
def health(channel: str) -> dict[str, Any]:
    """What `ingestion.health.health` tells."""
    require_channel("read", channel)
    return condition.health(channel)


@frappe.whitelist()
def pushes(channel: str) -> dict[str, Any] | None:
    """Where the network pushes to, and whether it does: see `ingestion.push.status.of`."""
    require_channel("read", channel)
    may_connect = bool(frappe.has_permission("Social Channel", "write", doc=channel))
    return push_status.of(channel, may_connect=may_connect)


@frappe.whitelist(methods=["POST"])
def test_connection(channel: str) -> dict[str, Any]:
    """{ok, message, handle}."""
    require_channel("write", channel)
    return connection.test_connection(channel)


@frappe.whitelist(methods=["POST"])
def read_now(channel: str) -> dict[str, Any]:
    """{ok, message}, after at most 20 seconds."""
    require_channel("write", channel)
    return reading.read_now(channel)


@frappe.whitelist(methods=["POST"])
def add_post(
    channel: str,
    link: str,
    text: str,
    author: str,
    posted_on: str | None = None,
    visibility: str = "Public",
) -> str:
    """The name of the conversation that the post belongs to. posted_on: site time."""
    frappe.only_for(MAY_ADD)
    require_channel("read", channel)
    when = get_datetime(posted_on) if posted_on else None
    return by_hand.add_post(channel, link, text, author, when, visibility)


@frappe.whitelist(methods=["POST"])
def retry_set_aside(log: str) -> dict[str, Any]:
    """{ok, message, conversation} of another try with a post that was set aside in the sync log."""
    require_channel("write", frappe.db.get_value("Social Sync Log", log, "channel") or "")
    return set_aside.retry(log)


@frappe.whitelist()
def cost(
    network: str,
    streams: str,
    read_budget: int = 0,
    poll_interval: int = 1,
    channel: str | None = None,
) -> str:
    """What reading would cost a day with these settings, in words. streams: JSON; no channel: one
    that is not saved yet.
    """
    require_channel("read", channel or None)
    chosen = _strings(streams, _("Choose what the channel reads, and see here what it costs."))
    usual = condition.posts_a_day(channel) if channel else None
    words = reading_costs.of_reading(
        require_network(network), chosen, cint(read_budget), cint(poll_interval), usual
    )
    return words.told(_)


@frappe.whitelist(methods=["POST"])
def read_older_posts(channel: str) -> None:
    """Read back once more, as far as the channel says."""
    require_channel("write", channel)
    backfill.start(channel)


@frappe.whitelist(methods=["POST"])
def stop_reading_back(channel: str) -> None:
    """Read no older posts; what is stored stays."""
    require_channel("write", channel)
    backfill.stop(channel)


@frappe.whitelist(methods=["POST"])
def gap_understood(channel: str) -> None:
    """Somebody knows of the posts that could not be read."""
    require_channel("write", channel)
    ingestion_streams.forget_gap(channel)


@frappe.whitelist(methods=["POST"])
def this_is_the_live_site(channel: str, all_channels: int = 0) -> int:
    """Read and send from this site, which was a copy: this channel, or all that the user may
    change; how many.

    What waited to be sent goes out by a person's word only: the other site may have sent it.
    """
    require_channel("write", channel)
    frappe.only_for(MAY_CONFIRM)
    names = site_identity.copies() if cint(all_channels) else [channel]
    names = [name for name in names if frappe.has_permission("Social Channel", "write", doc=name)]
    for name in names:
        outbox.hold_back(name)
        site_identity.confirm(name)
    return len(names)


@frappe.whitelist()
def glance(names: str) -> dict[str, dict[str, Any]]:
    """How each of the channels that the user may read is: see `sync_health.glance`. names: JSON."""
    require_channel("read")
    several = _strings(names, _("Choose channels from the list."))
    return sync_health.glance(several[:MOST_AT_ONCE])


@frappe.whitelist(methods=["POST"])
def delete_data(channel: str, name: str) -> dict[str, Any]:
    """Switch the channel off and delete its data: see `deletion`. name: as a person typed it."""
    frappe.only_for(MAY_DELETE)
    require_channel("write", channel)
    return channel_data.ask(channel, name)


@frappe.whitelist()
def deletion(channel: str) -> dict[str, Any]:
    """How far the deletion of the channel's data is: {running, done, total}, in rows."""
    require_channel("read", channel)
    return channel_data.progress(channel)


def _strings(value: str, refusal: str) -> list[str]:
    """The strings in a list, which comes as JSON."""
    try:
        found = frappe.parse_json(value)
    except ValueError:
        found = None
    if not isinstance(found, list):
        frappe.throw(refusal)
    return [each for each in found if isinstance(each, str)]
