"""What becomes of a reply after an attempt, decided from what is known. No database, no network.

`doubt` is the time (naive UTC) of the earliest attempt of which nobody knows whether it published
something; None while every attempt is known to have published nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from social_support.networks.errors import NetworkError, RateLimited, Transient

SENDING, SENT, FAILED = "Sending", "Sent", "Failed"
UNCONFIRMED, CANCELLED = "Unconfirmed", "Cancelled"

ATTEMPT_SECONDS = 110
ABANDONED_AFTER = timedelta(seconds=120)
ASK_AFTER = timedelta(seconds=60)
ASK_AGAIN_AFTER = timedelta(minutes=5)
KEY_MARGIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Outcome:
    """The status a reply gets, the error behind it, and when (naive UTC) it is looked at again.

    `again_at` is None where only a person can go on, or nothing is left to do.
    """

    status: str
    error: NetworkError | None = None
    again_at: datetime | None = None


def of_sending(error: NetworkError, doubt: datetime | None, now: datetime) -> Outcome:
    """The outcome when the call that publishes the reply ended in `error`.

    That says nothing of an earlier attempt: while one is in doubt, a person has to look.
    """
    if error.maybe_done:
        return Outcome(UNCONFIRMED, error, now + ASK_AFTER)
    if isinstance(error, RateLimited):
        return Outcome(SENDING, error, _retry_at(error, now))
    return Outcome(FAILED if doubt is None else UNCONFIRMED, error)


def of_refusal(doubt: datetime | None, again_at: datetime | None) -> Outcome:
    """The outcome when no attempt may be made now, or at all where there is no `again_at`."""
    if again_at:
        return Outcome(SENDING, again_at=again_at)
    return Outcome(FAILED if doubt is None else UNCONFIRMED)


def of_asking(error: NetworkError, doubt: datetime | None, now: datetime) -> Outcome:
    """The outcome when the network could not even be asked whether the reply is out already."""
    if doubt is None:
        return of_sending(error, None, now)
    if isinstance(error, Transient):
        return Outcome(UNCONFIRMED, error, _retry_at(error, now))
    return Outcome(UNCONFIRMED, error)


def of_not_found(doubt: datetime | None, idempotent_seconds: int, now: datetime) -> Outcome:
    """The outcome when the network was asked and does not show the reply.

    It may be tried again without a person only as long as the network would take a second try
    for the first one (`Network.idempotent_seconds`): what was not found may still appear.
    """
    if doubt is None or now + KEY_MARGIN <= doubt + timedelta(seconds=idempotent_seconds):
        return Outcome(SENDING)
    return Outcome(UNCONFIRMED)


def next_step(row: dict, now: datetime) -> str | None:
    """What the scheduler does with an unfinished reply: "ask" the network, "publish", or nothing.

    `row` has status, attempt_at_utc, retry_at_utc and queued_at_utc, all naive UTC.
    """
    due = row["retry_at_utc"] is not None and row["retry_at_utc"] <= now
    if row["status"] == UNCONFIRMED:
        return "ask" if due else None
    if row["attempt_at_utc"] is not None:
        return "ask" if row["attempt_at_utc"] + ABANDONED_AFTER <= now else None
    forgotten = row["retry_at_utc"] is None and row["queued_at_utc"] + ASK_AFTER <= now
    return "publish" if due or forgotten else None


def _retry_at(error: Transient, now: datetime) -> datetime:
    if error.retry_at is None:
        return now + ASK_AGAIN_AFTER
    return error.retry_at.astimezone(timezone.utc).replace(tzinfo=None)
