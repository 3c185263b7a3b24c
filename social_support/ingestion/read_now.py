"""Read a channel because somebody pressed the button, and say what came of it."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from social_support.conversations import channels, site_identity
from social_support.conversations.clock import to_site, utc_now
from social_support.ingestion import connection, health, schedule, streams
from social_support.ingestion.lease import holder
from social_support.ingestion.sync_log import READ
from social_support.networks.registry import get_network_class

# A person waits for it, and a web worker with them; what takes longer goes on without both.
LONGEST_WAIT = 20
LOOK_EVERY = 0.3


def read_now(channel: str) -> dict[str, Any]:
    """{ok, message}: reads what the channel listens to, also streams that stopped.

    By the same job and under the same lease as the scheduler: if the channel is being read at this
    moment, that reading is waited for, and what it leaves is read after it.
    """
    refusal = _why_not(channel)
    if refusal:
        return {"ok": False, "message": refusal}
    began = utc_now()
    streams.make_due(channel)
    # A step of its own: a job that is enqueued already shall see it.
    frappe.db.commit()
    give_up = time.monotonic() + LONGEST_WAIT
    while _ended(channel, schedule.enqueue(channel, at_front=True), give_up):
        if not streams.due(channel):
            return _result(channel, began)
    return {"ok": True, "message": _("Reading goes on in the background. Look again later.")}


def _why_not(channel: str) -> str | None:
    doc = channels.load(channel)
    if reason := site_identity.why_silent(doc):
        return reason
    if doc.mode == channels.OFF:
        return _("This channel is switched off. Set its mode to Listen Only to read it.")
    if channels.waits_for_consent(doc):
        return connection.not_connected()
    network = get_network_class(doc.network)
    if network.pushed and not network.streams:
        return _("Nothing is read here: what is pushed arrives by itself.")
    if not streams.of_channel(channel):
        return _("This channel listens to nothing. Choose what it reads under Listens To.")
    if not health.has_worker():
        return _("No background worker is running. An administrator has to start one.")
    return None


def _ended(channel: str, token: str | None, give_up: float) -> bool:
    while time.monotonic() < give_up:
        # None: whoever had the channel let go of it in the moment when we wanted it.
        if token is None or holder(channel)[0] != token:
            return True
        time.sleep(LOOK_EVERY)
        # A new snapshot: in the old one the lease would stand for ever.
        frappe.db.commit()
    return False


def _result(channel: str, began: datetime) -> dict[str, Any]:
    errors = streams.errors_since(channel, began)
    if errors:
        return {"ok": False, "message": " ".join(dict.fromkeys(errors))}
    counts = _counts(channel, began)
    if not any(counts.values()):
        return {"ok": True, "message": _("Nothing new.")}
    message = _("{0} new posts, {1} changed.").format(counts["stored"], counts["changed"])
    if counts["set_aside"]:
        message += " " + _("{0} could not be stored: see the Sync Log.").format(counts["set_aside"])
    return {"ok": True, "message": message}


def _counts(channel: str, began: datetime) -> dict[str, int]:
    log = frappe.qb.DocType("Social Sync Log")
    row = (
        frappe.qb.from_(log)
        .select(
            Sum(log.posts_stored).as_("stored"),
            Sum(log.posts_changed).as_("changed"),
            Sum(log.posts_set_aside).as_("set_aside"),
        )
        .where(log.channel == channel)
        .where(log.status == READ)
        .where(log.creation >= to_site(began))
        .run(as_dict=True)[0]
    )
    return {name: int(count or 0) for name, count in row.items()}
