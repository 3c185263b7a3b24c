"""Connections that lead only where they may.

A channel's server is typed in by a person, and a name can be pointed at the company's own network.
So the address that is really connected to is checked, not the name: whatever the name server says
a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import suppress
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from .errors import AddressNotAllowed
from .words import _


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public internet, looking into addresses that wrap another
    one.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1]) or _nat64(ip)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


class Guard:
    """Decides which addresses may be connected to, and knows the sockets that are open."""

    def __init__(self, allow_private_addresses: bool):
        self.allow_private_addresses = allow_private_addresses
        self.sockets: WeakSet[socket.socket] = WeakSet()
        self.too_late = False

    def addresses(self, name: str, port: int) -> list[str]:
        """The addresses of `name` that may be connected to; raises OSError when it has none at
        all.
        """
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        allowed = [a for a in addresses if self.allow_private_addresses or is_public(a)]
        if not allowed:
            raise AddressNotAllowed(
                _(
                    "{0} leads into a private network. Enter a public server, or ask the "
                    "administrator to set social_support_allow_private_networks in the site's "
                    "configuration."
                ),
                name,
            )
        return allowed


class Deadline:
    """Ends a call that takes longer than `seconds` altogether, however slowly its bytes drip in.

    A read time-out starts anew with each byte; shutting the sockets down is what ends such an
    answer.
    """

    def __init__(self, seconds: float, guard: Guard):
        self._guard = guard
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    @property
    def passed(self) -> bool:
        return self._guard.too_late

    def __enter__(self) -> Deadline:
        self._guard.too_late = False
        self._timer.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self._guard.too_late = True
        for sock in list(self._guard.sockets):
            with suppress(OSError):  # already closed by its other side
                sock.shutdown(socket.SHUT_RDWR)


class _GuardedConnection:
    """A urllib3 connection that connects to checked addresses. Mixed in before HTTPConnection."""

    guard: Guard

    def connect(self) -> None:
        super().connect()
        self.guard.sockets.add(self.sock)
        if self.guard.too_late:
            raise ConnectTimeoutError(self, "connected after the deadline")

    def _new_conn(self) -> socket.socket:
        name, failure = self._dns_host, None
        for address in self._checked_addresses(name):
            # The name stays in `host`, for the certificate and the Host header.
            self._dns_host = address
            try:
                return super()._new_conn()
            except (NewConnectionError, ConnectTimeoutError) as error:
                failure = error
            finally:
                self._dns_host = name
        raise failure

    def _checked_addresses(self, name: str) -> list[str]:
        try:
            return self.guard.addresses(name, self.port)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, f"{name} has no address: {error}") from error


class GuardedAdapter(HTTPAdapter):
    """Lets a requests session connect through a `Guard`. It never repeats a call by itself."""

    def __init__(self, guard: Guard):
        self._guard = guard
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": self._guarded(HTTPConnectionPool, HTTPConnection),
            "https": self._guarded(HTTPSConnectionPool, HTTPSConnection),
        }

    def _guarded(self, pool: type, connection: type) -> type:
        guarded = type("Guarded", (_GuardedConnection, connection), {"guard": self._guard})
        return type("GuardedPool", (pool,), {"ConnectionCls": guarded})
