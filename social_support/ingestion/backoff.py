"""How long a stream waits after an error, and which errors wait for a person."""

from __future__ import annotations

from datetime import datetime

from social_support.networks.errors import NetworkError, NotFound, Terminal, UnexpectedPayload

FIRST_WAIT = 30
LONGEST_WAIT = 3600


def waits_for_a_person(error: Exception) -> bool:
    """Whether reading stops until somebody corrects the channel.

    An answer that is no answer of the network's is not among these, although the network's room
    calls it terminal: a server under maintenance shows a web page too, and comes back by itself.
    """
    return isinstance(error, Terminal) and not isinstance(error, UnexpectedPayload | NotFound)


def wait_seconds(error: Exception, failures: int, now: datetime, jitter: float) -> float:
    """Seconds until the next try: as the network said, else twice as long each time, up to an hour.

    failures: how often it failed in a row, this time included; now: UTC, aware; jitter: 0 to 1,
    which spreads channels that failed together over half to one and a half of the time.
    """
    retry_at = getattr(error, "retry_at", None)
    if retry_at:
        return max((retry_at - now).total_seconds(), 0) + jitter
    if isinstance(error, Terminal):
        return LONGEST_WAIT
    doubled = FIRST_WAIT * 2 ** min(failures - 1, 10)
    return min(doubled * (0.5 + jitter), LONGEST_WAIT)


def concerns_the_account(error: Exception) -> bool:
    """Whether the channel's other streams would fail in the same way, so that none is tried."""
    only_this_stream = isinstance(error, Terminal) and type(error).__name__ in (
        "Terminal",
        "PermissionRefused",
        "NotFound",
    )
    return isinstance(error, NetworkError) and not only_this_stream
