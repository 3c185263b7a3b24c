"""Work that is done once a day for each channel that is read from this site."""

from __future__ import annotations

import time
from collections.abc import Callable

import frappe

from social_support.conversations import channels, site_identity

# A job of a few seconds that hands on to the next one keeps no worker from its other work.
JOB_SECONDS = 20
QUEUE = "long"


def work_through(method: str, work: Callable[[str], None], after: str) -> None:
    """Do `work` with the channels behind `after`, as many as fit into one job, and enqueue the next
    job: `method`, a dotted path, with the last channel as its `after`.
    """
    began = time.monotonic()
    for channel in _channels(after):
        _do(work, channel)
        if time.monotonic() - began > JOB_SECONDS:
            frappe.enqueue(method, queue=QUEUE, after=channel)
            return


def _do(work: Callable[[str], None], channel: str) -> None:
    """Do `work` with a channel. One that somebody deletes meanwhile keeps none from the others."""
    try:
        work(channel)
    except frappe.DoesNotExistError:
        frappe.db.rollback()
        if frappe.db.exists("Social Channel", channel):
            raise


def _channels(after: str) -> list[str]:
    """The channels behind `after` that are read from this site."""
    home = site_identity.here()
    found = frappe.get_all(
        "Social Channel",
        filters={
            "name": (">", after),
            "mode": ("!=", channels.OFF),
            "home_url": home.url,
            "home_id": home.id,
        },
        fields=["name", "network", "access_token"],
        order_by="name",
    )
    waiting = channels.waiting_for_consent(found)
    return [channel.name for channel in found if channel.name not in waiting]
