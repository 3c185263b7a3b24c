"""Who the account of a channel is, and whether the channel can be read."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.ingestion import failures, streams
from social_support.networks.contract import Identity, Network
from social_support.networks.errors import NetworkError


def test_connection(channel: str) -> dict[str, Any]:
    """Ask the network who we are: {ok, message, handle}. A success lets stopped streams go on."""
    doc = channels.load(channel)
    if channels.waits_for_consent(doc):
        return {"ok": False, "message": not_connected(), "handle": None}
    try:
        network = channels.network_of(doc)
        with network.http:
            identity = learn_account(doc, network)
    except NetworkError as error:
        return {"ok": False, "message": failures.in_words(error), "handle": None}
    streams.go_on(channel)
    message = _("Connected as @{0}.").format(identity.handle)
    return {"ok": True, "message": message, "handle": identity.handle}


def not_connected() -> str:
    """What whoever wants to read a channel is told, when nobody has connected it."""
    return _("This channel is not connected yet. Press Connect in its form.")


def learn_account(channel: Document, network: Network) -> Identity:
    """Ask the network who the account is and keep it on `channel`; the caller commits.

    Raises NetworkError, and what `refuse_another_account` raises.
    """
    identity = network.verify()
    refuse_another_account(channel, identity)
    keep_account(channel, identity)
    return identity


def refuse_another_account(channel: Document, identity: Identity) -> None:
    """Raise frappe.ValidationError when the channel has the posts of another account: its cursors
    and its past would not fit.
    """
    known = channel.account_external_id
    if known and known != identity.external_id and has_posts(channel.name):
        frappe.throw(
            _(
                "This token belongs to @{0}, but the channel has the posts of another account. "
                "Connect that account, or make a new channel for @{0}."
            ).format(identity.handle)
        )


def keep_account(channel: Document, identity: Identity) -> None:
    """Write down on `channel` who the account is; the caller commits."""
    facts = {
        "handle": identity.handle,
        "account_external_id": identity.external_id,
        "account_url": identity.url,
        "account_limits": frappe.as_json(identity.limits, indent=None),
    }
    # A form that is open meanwhile can still be saved, and its controller keeps these values.
    channel.db_set(facts, update_modified=False)


def has_posts(channel: str) -> bool:
    """Whether anything was ever stored for the channel."""
    return bool(frappe.db.exists("Social Interaction", {"channel": channel}))
