"""Who may push: the channels of a network, each with the secret that a signature is checked with.

A request that is refused has to cost next to nothing, so the secrets are looked up every few
seconds and not with each. They stand in the memory of the process alone.
"""

from __future__ import annotations

import hashlib
import time

import frappe

from social_support.conversations import channels, site_identity
from social_support.networks.contract import Network
from social_support.networks.registry import get_network_class, labels, open_network

# So long a channel that is new, or has a new secret, is not known to push.
KNOWN_FOR_SECONDS = 5

Door = tuple[str, Network]
_known: dict[tuple[str, str], tuple[float, list[Door]]] = {}


def of(network: str, channel: str = "") -> list[Network]:
    """Those that can check a push to this network, or to this channel of it alone; none: nobody
    listens there.
    """
    key = (frappe.local.site, network)
    until, doors = _known.get(key, (0.0, []))
    if time.monotonic() > until:
        if network not in labels():
            return []
        doors = _look_up(network)
        _known[key] = (time.monotonic() + KNOWN_FOR_SECONDS, doors)
    return [door for name, door in doors if channel in ("", name)]


def listening(network: str, channel: str | None = None) -> list[str]:
    """The channels of the network that are read from this site."""
    home = site_identity.here()
    filters = {
        "network": network,
        "mode": ("!=", channels.OFF),
        "home_url": home.url,
        "home_id": home.id,
    }
    return frappe.get_all(
        "Social Channel", filters | ({"name": channel} if channel else {}), pluck="name"
    )


def _look_up(network: str) -> list[Door]:
    """One for each secret: channels of one app share it. Where one can't be opened, and Frappe
    writes an error report with all that stands here, the secrets themselves are not among it.
    """
    found = get_network_class(network)
    if not found.pushed:
        return []
    doors: dict[tuple[str, str], Door] = {}
    for name in listening(network):
        account = channels.account_of(channels.load(name))
        digest = hashlib.sha256(account.app_secret.encode()).hexdigest()
        app = (digest, name if found.pushes_by_channel else "")
        doors.setdefault(app, (name, open_network(network, account, may_write=False)))
    return list(doors.values())
