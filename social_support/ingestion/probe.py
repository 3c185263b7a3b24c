"""Once a day, ask each network whether it still knows us: before a customer notices that not."""

from __future__ import annotations

import frappe

from social_support.conversations import channels
from social_support.ingestion import each_channel, failures, sign_in_end
from social_support.ingestion.connection import learn_account
from social_support.networks.errors import AuthenticationFailed, NetworkError


def probe_channels(after: str = "") -> None:
    """The scheduler's entry, once a day: ask for the channels behind `after`."""
    each_channel.work_through(f"{__name__}.probe_channels", _probe_unless_known, after)


def _probe_unless_known(channel: str) -> None:
    # A dead token has been told of already.
    if not channels.sign_in_has_expired(channel):
        probe(channel)


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
            with network.http:
                learn_account(doc, network)
            sign_in_end.tell_ahead(doc)
        except AuthenticationFailed as error:
            failures.record(doc, error)
        except NetworkError:
            frappe.db.rollback()
    # A step of its own: the next channel's answer is another one's business.
    frappe.db.commit()
