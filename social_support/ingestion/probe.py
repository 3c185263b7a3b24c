"""Once a day, ask each network whether it still knows us: before a customer notices that not."""

from __future__ import annotations

import time

import frappe

from social_support.conversations import channels, site_identity
from social_support.ingestion import failures
from social_support.ingestion.connection import learn_account
from social_support.networks.errors import AuthenticationFailed, NetworkError

# A job of a few seconds that hands on to the next one keeps no worker from its other work.
JOB_SECONDS = 20
QUEUE = "long"


def probe_channels(after: str = "") -> None:
    """The scheduler's entry, once a day: ask for the channels behind `after`, as many as fit into
    one job, and enqueue the next one.
    """
    began = time.monotonic()
    for channel in _channels(after):
        # A dead token has been told of already.
        if not channels.sign_in_has_expired(channel):
            probe(channel)
        if time.monotonic() - began > JOB_SECONDS:
            frappe.enqueue(f"{__name__}.probe_channels", queue=QUEUE, after=channel)
            return


def probe(channel: str) -> None:
    """Ask the network who we are; a sign-in that has expired is noted as when reading. Commits.

    What passes by itself is reading's own matter: a network that is down for the moment of the
    probe changes nothing.
    """
    doc = channels.load(channel)
    with failures.logged(doc):
        try:
            network = channels.network_of(doc)
            # No transaction stays open while we ask the network.
            frappe.db.commit()
            learn_account(doc, network)
        except AuthenticationFailed as error:
            failures.record(doc, error)
        except NetworkError:
            frappe.db.rollback()
    # A step of its own: the next channel's answer is another one's business.
    frappe.db.commit()


def _channels(after: str) -> list[str]:
    """The channels behind `after` that are read from this site."""
    home = site_identity.here()
    return frappe.get_all(
        "Social Channel",
        filters={
            "name": (">", after),
            "mode": ("!=", channels.OFF),
            "home_url": home.url,
            "home_id": home.id,
        },
        order_by="name",
        pluck="name",
    )
