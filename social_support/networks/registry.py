"""Find the networks that the installed apps bring. Only this module of the room knows Frappe."""

from __future__ import annotations

import frappe

from .connecting import Connect
from .contract import Account, Network
from .errors import UnknownNetwork
from .http import Http
from .words import _

HOOK = "social_support_networks"


def get_network_class(key: str) -> type[Network]:
    """The class of a network, by the key under which an app names it in its hook. Raises
    UnknownNetwork.
    """
    path = _paths().get(key)
    if not path:
        raise UnknownNetwork(
            _("No installed app knows the network {0}. Install the app that brings it."), key
        )
    return frappe.get_attr(path)


def labels() -> dict[str, str]:
    """The name that people know each network by, per key."""
    return {key: get_network_class(key).label for key in _paths()}


def connecting() -> list[str]:
    """The keys of those whose accounts are connected by consent."""
    return [key for key in _paths() if get_network_class(key).connect]


def open_network(
    key: str, account: Account, *, may_write: bool, allow_private_addresses: bool = False
) -> Network:
    """A network that is ready to be asked. It connects with the first question."""
    http = Http(may_write=may_write, allow_private_addresses=allow_private_addresses)
    return get_network_class(key)(account, http)


def open_connect(
    key: str, account: Account, *, allow_private_addresses: bool = False
) -> Connect | None:
    """The network's way to connect `account`, whose tokens it does not use; None if it has none."""
    connect = get_network_class(key).connect
    http = Http(may_write=False, allow_private_addresses=allow_private_addresses)
    return connect(account, http) if connect else None


def _paths() -> dict[str, str]:
    """Dotted paths per key. Frappe gathers the dicts of all apps into lists: the app installed
    last wins.
    """
    hooks = frappe.get_hooks(HOOK) or {}
    return {key: paths[-1] if isinstance(paths, list) else paths for key, paths in hooks.items()}
