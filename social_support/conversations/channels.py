"""A Social Channel as the other rooms use it: loaded, opened, and whether it may read and write."""

from collections.abc import Sequence
from dataclasses import replace

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import site_identity
from social_support.conversations.sessions import KeptSession, kept_for
from social_support.networks.connecting import Connect
from social_support.networks.contract import Account, Network
from social_support.networks.errors import AuthenticationFailed
from social_support.networks.registry import (
    connecting,
    get_network_class,
    open_connect,
    open_network,
)

OFF, LISTEN_ONLY, LISTEN_AND_REPLY = "Off", "Listen Only", "Listen and Reply"
SIGN_IN_EXPIRED = AuthenticationFailed.__name__
# The Password fields of a channel, and what a network's Account calls them.
SECRETS = {
    "access_token": "token",
    "access_token_secret": "token_secret",
    "app_key": "app_key",
    "app_secret": "app_secret",
    "client_secret": "client_secret",
}


class SendingRefused(frappe.ValidationError):
    """Nothing may be written through this channel now; the message says why."""


class CopyOfSite(frappe.ValidationError):
    """The channel was switched on at another site: no call at all; the message says what to do."""


def load(channel: str) -> Document:
    """The channel as it stands in the database."""
    return frappe.get_doc("Social Channel", channel)


def network_of(channel: Document, *, may_write: bool = False) -> Network:
    """The network behind `channel`, signed in as its account.

    Without `may_write`, its HTTP layer refuses every writing call before a byte is sent.
    Raises CopyOfSite on a copy of the channel's site, and SendingRefused when `may_write` is asked
    for and the channel does not send.
    """
    if reason := site_identity.why_silent(channel):
        raise CopyOfSite(reason)
    if may_write and (reason := why_not_sending(channel)):
        raise SendingRefused(reason)
    return open_network(
        channel.network,
        account_of(channel),
        may_write=may_write,
        allow_private_addresses=private_addresses_allowed(),
    )


def connect_of(channel: Document) -> Connect:
    """How a person connects `channel` by consent at the network.

    Raises CopyOfSite as `network_of` does, and frappe.ValidationError where there is no such way.
    """
    if reason := site_identity.why_silent(channel):
        raise CopyOfSite(reason)
    connect = open_connect(
        channel.network,
        account_of(channel),
        allow_private_addresses=private_addresses_allowed(),
    )
    if not connect:
        label = get_network_class(channel.network).label
        frappe.throw(_("{0} is connected by entering its values on the channel.").format(label))
    return connect


def account_of(channel: Document) -> Account:
    """What the network needs to know of our account, the secrets included."""
    account = Account(
        server=channel.server_url or "",
        name=channel.account_name or "",
        client_id=channel.client_id or "",
        **{name: _secret(channel, field) for field, name in SECRETS.items()},
        external_id=channel.account_external_id or "",
        handle=channel.handle or "",
        limits=frappe.parse_json(channel.account_limits) or {},
    )
    return replace(account, session=KeptSession(channel.name, account))


def _secret(channel: Document, fieldname: str) -> str:
    return channel.get_password(fieldname, raise_exception=False) or ""


def private_addresses_allowed() -> bool:
    """Whether this site lets channels speak to addresses inside its own network."""
    return bool(frappe.conf.get("social_support_allow_private_networks"))


def is_read(channel: Document) -> bool:
    """Whether the channel's posts are read from this site at all."""
    is_on = channel.mode != OFF and not site_identity.is_copy(channel)
    return is_on and not waits_for_consent(channel)


def granted_fields(channel: Document) -> tuple[str, ...]:
    """The fields that connecting fills."""
    way = get_network_class(channel.network).connect
    return way.fills if way else ()


def waits_for_consent(channel: Document) -> bool:
    """Whether nobody has connected the channel, though its network has a way to."""
    return bool(waiting_for_consent([channel]))


def waiting_for_consent(channels: Sequence[Document | dict]) -> set[str]:
    """The names of those for which that is so. channels: with name, network and access_token."""
    known = connecting()
    found = [c.name for c in channels if not c.access_token and c.network in known]
    return set(found) - kept_for(found) if found else set()


def sign_in_has_expired(channel: str) -> bool:
    """Whether the network refused the channel's sign-in when it was last asked."""
    refused = {"error_kind": SIGN_IN_EXPIRED, "failures": (">", 0), "active": 1}
    return bool(frappe.db.exists("Social Stream State", {"channel": channel, **refused}))


def why_not_sending(channel: Document) -> str | None:
    """The sentence that says why nothing goes out through `channel`, or None if it may."""
    if reason := site_identity.why_silent(channel):
        return reason
    if channel.mode == OFF:
        return _("{0} is switched off. A Social Manager can switch it on.").format(
            channel.channel_name
        )
    if channel.mode == LISTEN_ONLY:
        return _("{0} only listens. A Social Manager can set its mode to Listen and Reply.").format(
            channel.channel_name
        )
    if sign_in_has_expired(channel.name):
        return _(
            "The sign-in of {0} has expired. Ask a Social Manager to connect the channel again."
        ).format(channel.channel_name)
    if channel.pause_sending:
        return _("Sending is paused on {0}. A Social Manager can go on with it.").format(
            channel.channel_name
        )
    if frappe.db.get_single_value("Social Support Settings", "pause_sending"):
        return _("Sending is paused on all channels, in Social Support Settings.")
    return None
