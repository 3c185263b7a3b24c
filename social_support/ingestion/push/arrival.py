"""A request at our address: refused as early as possible, or a row that is there for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from redis.exceptions import RedisError

from social_support.ingestion.push import deliveries, doors, refusals, waiting
from social_support.networks.errors import NetworkError, Terminal

# Meta sends up to 1,000 changes at once; nobody else sends more.
MOST_BYTES = 2_000_000


class Push(NamedTuple):
    """What somebody brings to our address. `network`, `channel`: as the address names them;
    `length`: what the sender says of the body, which `body` reads.
    """

    network: str
    channel: str
    headers: Mapping[str, str]
    length: int | None
    body: Callable[[], bytes]


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


def refusal(push: Push) -> Reply | None:
    """Why a push does not come in; None where it bears the network's signature.

    Its body is read when its length is known to be bearable, and not looked at before the
    signature was checked.
    """
    listening = doors.of(push.network, push.channel)
    if not listening:
        return Reply(404, "No channel listens here.")
    if push.length is None or push.length > MOST_BYTES:
        words = "Say how long the body is, and send at most 2,000,000 bytes."
        return _refused(push.network, 411 if push.length is None else 413, words)
    raw = push.body()
    if not any(_has_signed(door, push.headers, raw) for door in listening):
        return _refused(push.network, 403, "The signature is missing or wrong.")
    return None


def take_in(push: Push) -> Reply:
    """Write down a push that nothing speaks against. What came before is not stored again.

    It is committed when this returns.
    """
    if deliveries.keep(push.network, push.channel, push.headers, push.body()):
        # Without Redis the row waits for the scheduler's next look.
        with suppress(RedisError):
            waiting.enqueue(push.network)
    return Reply(200, {"received": True})


def _has_signed(door: object, headers: Mapping[str, str], raw: bytes) -> bool:
    try:
        door.webhook_check(headers, raw)
    except Terminal:
        return False
    return True


def _refused(network: str, status: int, words: str) -> Reply:
    if wait := refusals.count(network):
        return Reply(429, "Too many refused requests.", wait)
    return Reply(status, words)
