"""A request at our address: refused as early as possible, or a row that is there for good."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from redis.exceptions import RedisError

from social_support.ingestion.push import deliveries, doors, drain, refusals
from social_support.networks.errors import NetworkError, Terminal

# Meta sends up to 1,000 changes at once; nobody else sends more.
MOST_BYTES = 2_000_000


class Reply(NamedTuple):
    """What the caller is told. `data`: JSON (a dict) or plain text; not translated, because no
    person reads it in the Desk. `wait`: for how many seconds there is no use in trying.
    """

    status: int
    data: dict | str
    wait: int = 0


def challenge(network: str, query: Mapping[str, str]) -> Reply:
    """The answer to a network that checks our address."""
    listening = doors.of(network, query.get("channel", ""))
    for door in listening:
        with suppress(NetworkError):
            if answer := door.webhook_challenge(query):
                return Reply(200, answer)
    if not listening:
        return Reply(404, "No channel listens here.")
    return _refused(network, 403, "This is where pushes go; nothing was asked that is answered.")


def receive(
    network: str,
    channel: str,
    headers: Mapping[str, str],
    length: int | None,
    body: Callable[[], bytes],
) -> Reply:
    """Take in what was pushed. Nothing of `body` is looked at before its signature was checked.

    It is committed when this returns with 200. What came before is not stored again.
    """
    listening = doors.of(network, channel)
    if not listening:
        return Reply(404, "No channel listens here.")
    if length is None or length > MOST_BYTES:
        words = "Say how long the body is, and send at most 2,000,000 bytes."
        return _refused(network, 411 if length is None else 413, words)
    raw = body()
    if not any(_has_signed(door, headers, raw) for door in listening):
        return _refused(network, 403, "The signature is missing or wrong.")
    if deliveries.keep(network, channel, headers, raw, _digest(network, channel, raw)):
        # Without Redis the row waits for the scheduler's next look.
        with suppress(RedisError):
            drain.enqueue(network)
    return Reply(200, {"received": True})


def _has_signed(door: object, headers: Mapping[str, str], raw: bytes) -> bool:
    try:
        door.webhook_check(headers, raw)
    except Terminal:
        return False
    return True


def _digest(network: str, channel: str, raw: bytes) -> str:
    return hashlib.sha256(f"{network}\n{channel}\n".encode() + raw).hexdigest()


def _refused(network: str, status: int, words: str) -> Reply:
    if wait := refusals.count(network):
        return Reply(429, "Too many refused requests.", wait)
    return Reply(status, words)
