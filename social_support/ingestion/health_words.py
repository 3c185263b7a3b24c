"""The one sentence that says how a channel is, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from social_support.ingestion.words import Words
from social_support.networks.words import _

OK, BUSY, WARN, ERROR, OFF = "ok", "busy", "warn", "error", "off"
# Those that need a person first.
LEVELS = (ERROR, WARN, BUSY, OK, OFF)
SIGN_IN_EXPIRED = "AuthenticationFailed"
LATE_AFTER_SECONDS = 300
# What a state is called where there is room for a word or two.
IN_WORDS = {
    "copy": _("Copy of Another Site"),
    "off": _("Off"),
    "silent": _("Listens to Nothing"),
    "unconnected": _("Not Connected"),
    "sign_in": _("Sign-in Expired"),
    "ends_soon": _("Sign-in Ends Soon"),
    "stopped": _("Stopped"),
    "scheduler": _("Scheduler Off"),
    "worker": _("No Worker"),
    "gap": _("Gap"),
    "reading_back": _("Reading Older Posts"),
    "busy": _("Reading"),
    "backing_off": _("Waiting After Errors"),
    "budget": _("Budget Spent"),
    "dormant": _("Site Asleep"),
    "late": _("Late"),
    "new": _("New"),
    "ok": _("Healthy"),
}


class Condition(NamedTuple):
    """How a channel is. `state` is what the form offers a button for; see `describe`."""

    state: str
    level: str
    words: Words


@dataclass(frozen=True)
class Facts:
    """What is known of a channel now. Seconds count back from now; times are written out already.

    unconnected: nobody has connected the account; connects: whether that is done by consent at the
    network; ends_on: the day on which the network lets us in no longer, where that is near;
    is_pushed_to: nothing is read, because the network pushes;
    copy_of: the address of the site that this one is a copy of; stopped: the streams that wait for
    a person; failing: those that are tried again at `retry_at`, named unless they are all; gap:
    between which times posts are missing; back: (posts, at most, the day reached) while older posts
    are read; budget: (how many reads a day, when reading goes on) while it is spent; is_dormant:
    nobody has logged in for days, so that Frappe runs the site's jobs once a day.
    """

    copy_of: str = ""
    is_off: bool = False
    listens: bool = True
    is_pushed_to: bool = False
    seconds_since_push: float | None = None
    scheduler_is_off: bool = False
    has_worker: bool = True
    is_dormant: bool = False
    unconnected: bool = False
    connects: bool = False
    ends_on: str = ""
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
    gap: tuple[str, str] | None = None
    back: tuple[int, int, str] | None = None
    budget: tuple[str, str] | None = None


def describe(facts: Facts) -> Condition:
    """The one condition that matters: what a person has to do comes before what passes by itself,
    and what keeps everything from being read before what concerns some posts.
    """
    return _is_kept_silent(facts) or _needs_a_person(facts) or _passes(facts)


def _is_kept_silent(facts: Facts) -> Condition | None:
    if facts.copy_of:
        words = _(
            "This is a copy of {0}: nothing is read and nothing is sent. If this is the live site "
            "now, press This Is the Live Site."
        )
        return Condition("copy", ERROR, Words(words, (facts.copy_of,)))
    if facts.is_off:
        return Condition("off", OFF, Words(_("Switched off: nothing is read and nothing is sent.")))
    if not facts.listens and not facts.is_pushed_to:
        words = _(
            "This channel listens to nothing. Choose what it reads under Listens To, and save."
        )
        return Condition("silent", WARN, Words(words))
    return None


def _needs_a_person(facts: Facts) -> Condition | None:
    if facts.unconnected:
        words = _("Not connected yet, so nothing is read. Press Connect below.")
        return Condition("unconnected", WARN, Words(words))
    if facts.stopped:
        return _stopped(facts)
    if facts.scheduler_is_off:
        words = _("The scheduler is off, so nothing is read. An administrator can switch it on.")
        return Condition("scheduler", ERROR, Words(words))
    if not facts.has_worker:
        words = _("No background worker runs, so nothing is read. Have one started.")
        return Condition("worker", ERROR, Words(words))
    if facts.gap:
        words = _(
            "Posts between {0} and {1} could not be read: the network does not give them any more. "
            "Look for them on the network itself, then press Understood."
        )
        return Condition("gap", WARN, Words(words, facts.gap))
    return None


def ends_soon(day: str, connects: bool) -> Words:
    """That the sign-in ends on `day`, and what to do before."""
    if connects:
        return Words(_("The sign-in ends on {0}. Press Connect Again before that day."), (day,))
    return Words(_("The sign-in ends on {0}. Enter a new access token before that day."), (day,))


def _stopped(facts: Facts) -> Condition:
    if facts.error_kind == SIGN_IN_EXPIRED:
        words = (
            _("The sign-in has expired. Press Connect Again.")
            if facts.connects
            else _("The sign-in has expired. Enter a new access token and press Test Connection.")
        )
        return Condition("sign_in", ERROR, Words(words))
    words = _("Reading of {0} has stopped. {1} Then press Test Connection.")
    return Condition("stopped", ERROR, Words(words, (_list(facts.stopped), facts.error)))


def _passes(facts: Facts) -> Condition:
    if facts.back and not facts.failures:
        words = _("Reading older posts: {0} of at most {1}, back to {2}.")
        return Condition("reading_back", BUSY, Words(words, facts.back))
    if facts.being_read and not facts.ends_on:
        return Condition("busy", BUSY, Words(_("Being read right now.")))
    if waits := _waits(facts):
        return waits
    if facts.ends_on:
        return Condition("ends_soon", WARN, ends_soon(facts.ends_on, facts.connects))
    return _is_read(facts)


def _waits(facts: Facts) -> Condition | None:
    if facts.failures:
        return Condition("backing_off", WARN, _failing(facts))
    if facts.budget:
        words = _(
            "Today's read budget of {0} is spent. Reading goes on at {1}, or at once with a "
            "greater budget."
        )
        return Condition("budget", WARN, Words(words, facts.budget))
    return None


def _failing(facts: Facts) -> Words:
    values = (facts.retry_at, _errors(facts.failures), facts.error)
    if facts.failing:
        words = _("{0} could not be read. The next try is at {1}, after {2}. {3}")
        return Words(words, (_list(facts.failing), *values))
    return Words(_("Reading failed. The next try is at {0}, after {1}. {2}"), values)


def _is_read(facts: Facts) -> Condition:
    if facts.is_pushed_to:
        return _is_pushed_to(facts)
    late = Words(_("Reading is {0} late."), (duration(facts.seconds_overdue),))
    if facts.seconds_overdue > LATE_AFTER_SECONDS and facts.is_dormant:
        words = _(
            "{0} Nobody has logged in for days, so this site runs its jobs once a day. Log in now "
            "and then, or have it kept awake."
        )
        return Condition("dormant", WARN, Words(words, (late,)))
    if facts.seconds_overdue > LATE_AFTER_SECONDS:
        words = _("{0} The background workers are busy. It catches up by itself.")
        return Condition("late", WARN, Words(words, (late,)))
    if facts.seconds_since_read is None:
        return Condition("new", BUSY, Words(_("Not read yet. Reading begins within a minute.")))
    values = (duration(facts.seconds_since_read), _posts(facts.posts_today))
    return Condition("ok", OK, Words(_("Read {0} ago, {1} today."), values))


def _is_pushed_to(facts: Facts) -> Condition:
    if facts.seconds_since_push is None:
        words = _("Waits for the first push. Enter the address below where the posts come from.")
        return Condition("new", BUSY, Words(words))
    values = (duration(facts.seconds_since_push), _posts(facts.posts_today))
    return Condition("ok", OK, Words(_("The last push came {0} ago, {1} today."), values))


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


def _errors(count: int) -> Words:
    return Words(_("1 error")) if count == 1 else Words(_("{0} errors"), (count,))


def _posts(count: int) -> Words:
    return Words(_("1 post")) if count == 1 else Words(_("{0} posts"), (count,))


def _list(streams: tuple[str, ...]) -> Words:
    return Words(", ".join(f"{{{i}}}" for i in range(len(streams))), tuple(map(Words, streams)))
