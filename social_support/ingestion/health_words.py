"""The one sentence that says how a channel is, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from social_support.ingestion.words import Words
from social_support.networks.words import _

OK, BUSY, WARN, ERROR, OFF = "ok", "busy", "warn", "error", "off"
SIGN_IN_EXPIRED = "AuthenticationFailed"
LATE_AFTER_SECONDS = 300


@dataclass(frozen=True)
class Facts:
    """What is known of a channel now. Seconds count back from now; times are written out already.

    stopped: the streams that wait for a person; failing: those that are tried again at `retry_at`.
    """

    is_off: bool = False
    listens: bool = True
    scheduler_is_off: bool = False
    has_worker: bool = True
    being_read: bool = False
    seconds_since_read: float | None = None
    seconds_overdue: float = 0
    posts_today: int = 0
    stopped: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    error_kind: str = ""
    error: str = ""
    failures: int = 0
    retry_at: str = ""


def describe(facts: Facts) -> tuple[str, Words]:
    """(level, sentence): what a person has to do comes before what passes by itself."""
    return _needs_a_person(facts) or _passes(facts)


def _needs_a_person(facts: Facts) -> tuple[str, Words] | None:
    if facts.is_off:
        return OFF, Words(_("Switched off: nothing is read and nothing is sent."))
    if not facts.listens:
        return WARN, Words(
            _("This channel listens to nothing. Choose what it reads under Listens To, and save.")
        )
    if facts.stopped:
        return ERROR, _stopped(facts)
    if facts.scheduler_is_off:
        return ERROR, Words(
            _("The scheduler is off, so nothing is read. An administrator can switch it on.")
        )
    if not facts.has_worker:
        return ERROR, Words(_("No background worker runs, so nothing is read. Have one started."))
    return None


def _stopped(facts: Facts) -> Words:
    if facts.error_kind == SIGN_IN_EXPIRED:
        return Words(
            _("The sign-in has expired. Enter a new access token, save, and press Test Connection.")
        )
    return Words(
        _("Reading of {0} has stopped. {1} Then press Test Connection."),
        (_list(facts.stopped), facts.error),
    )


def _passes(facts: Facts) -> tuple[str, Words]:
    if facts.being_read:
        return BUSY, Words(_("Being read right now."))
    if facts.failing:
        return WARN, Words(
            _("Waiting until {0} after {1} errors with {2}. {3}"),
            (facts.retry_at, facts.failures, _list(facts.failing), facts.error),
        )
    if facts.seconds_overdue > LATE_AFTER_SECONDS:
        return WARN, Words(
            _("Reading is {0} late: the background workers are busy."),
            (duration(facts.seconds_overdue),),
        )
    if facts.seconds_since_read is None:
        return BUSY, Words(_("Not read yet. Reading begins within a minute."))
    values = (duration(facts.seconds_since_read), _posts(facts.posts_today))
    return OK, Words(_("Read {0} ago, {1} today."), values)


def duration(seconds: float) -> Words:
    """A length of time in its greatest unit: 90 → "2 minutes"."""
    for one, many, unit in (
        (_("1 day"), _("{0} days"), 86400),
        (_("1 hour"), _("{0} hours"), 3600),
        (_("1 minute"), _("{0} minutes"), 60),
        (_("1 second"), _("{0} seconds"), 1),
    ):
        count = round(seconds / unit)
        if count >= 1 and seconds >= unit:
            return Words(one) if count == 1 else Words(many, (count,))
    return Words(_("{0} seconds"), (0,))


def _posts(count: int) -> Words:
    return Words(_("1 post")) if count == 1 else Words(_("{0} posts"), (count,))


def _list(streams: tuple[str, ...]) -> Words:
    return Words(", ".join(f"{{{i}}}" for i in range(len(streams))), tuple(map(Words, streams)))
