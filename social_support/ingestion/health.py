"""How a channel is, gathered from the database, the scheduler and the queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import fmt_money, format_datetime, get_datetime, nowdate
from frappe.utils.background_jobs import generate_qname, get_workers
from frappe.utils.scheduler import is_dormant, is_scheduler_inactive
from redis.exceptions import RedisError

from social_support.conversations import channels, site_identity
from social_support.conversations.clock import site_to_utc, to_site, utc_now
from social_support.ingestion import backfill, budget, lease, sign_in_end, streams
from social_support.ingestion.health_words import Facts, describe
from social_support.ingestion.schedule import QUEUE
from social_support.networks.registry import get_network_class

STATE_FACTS = (
    "channel",
    "stream",
    "failures",
    "error_kind",
    "last_error",
    "next_run_utc",
    "last_success_utc",
    "gap_since_utc",
    "gap_until_utc",
    "back_since_utc",
    "back_reached_utc",
    "back_read",
    "back_ended",
)
CHANNEL_FACTS = (
    "name",
    "network",
    "mode",
    "home_url",
    "home_id",
    "read_budget",
    "backfill_posts",
    "account_limits",
    "access_token",
)


@dataclass
class Known:
    """What the database knows of a channel: its row, the rows of its streams, and what was counted
    besides.
    """

    channel: dict[str, Any]
    states: list[dict[str, Any]] = field(default_factory=list)
    being_read: bool = False
    posts_today: int = 0
    waits_for_consent: bool = False


def health(channel: str) -> dict[str, Any]:
    """{state, level, sentence, last_read, posts_today, back, connects}: one of the states and of
    the levels of `health_words`, site time; back: what `backfill.progress` tells; connects: whether
    its account is connected by consent at the network.
    """
    return of_many([channel])[channel]


def of_many(names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The same for each of these channels, in as many queries as for one."""
    known, site = _known(names), _site()
    return {name: _told(each, site) for name, each in known.items()}


def _told(known: Known, site: dict[str, bool]) -> dict[str, Any]:
    back = backfill.progress_in(known.states, known.channel.backfill_posts or 0)
    facts, last_read = _facts(known, back, site)
    condition = describe(facts)
    return {
        "state": condition.state,
        "level": condition.level,
        "sentence": condition.words.told(_),
        "last_read": to_site(last_read) if last_read else None,
        "posts_today": facts.posts_today,
        "back": back,
        "connects": facts.connects,
    }


def _known(names: Sequence[str]) -> dict[str, Known]:
    rows = frappe.get_all("Social Channel", {"name": ("in", names)}, list(CHANNEL_FACTS))
    known = {row.name: Known(row) for row in rows}
    if known:
        of_them = {"channel": ("in", list(known))}
        filters = of_them | {"active": 1, "stream": ("not in", streams.NEVER_READ)}
        for state in frappe.get_all(streams.DOCTYPE, filters, list(STATE_FACTS)):
            known[state.channel].states.append(state)
        for channel in lease.held(list(known)):
            known[channel].being_read = True
        for channel, posts in _posts_today(list(known)):
            known[channel].posts_today = posts
        for channel in channels.waiting_for_consent(rows):
            known[channel].waits_for_consent = True
    return known


def _site() -> dict[str, bool]:
    """What all channels hang on."""
    return {
        "scheduler_is_off": is_scheduler_inactive(verbose=False),
        "has_worker": has_worker(),
        "is_dormant": is_dormant(),
    }


def posts_a_day(channel: str) -> float | None:
    """How many posts people wrote a day in the last week; None for a channel younger than a day."""
    days = min((utc_now() - site_to_utc(channels.load(channel).creation)).days, 7)
    if not days:
        return None
    return (
        sum(count for _name, count in _posts_since([channel], utc_now() - timedelta(days=days)))
        / days
    )


def has_worker() -> bool:
    """Whether a background worker of this bench takes our jobs."""
    try:
        queues = [worker.queue_names() for worker in get_workers()]
    except RedisError:
        return False
    return any(generate_qname(QUEUE) in names for names in queues)


def _facts(
    known: Known, back: dict[str, Any], site: dict[str, bool]
) -> tuple[Facts, datetime | None]:
    channel, states, now = known.channel, known.states, utc_now()
    chosen = [state for state in states if state.stream not in streams.HIDDEN]
    failing = [state for state in states if state.failures]
    stopped = [state for state in failing if not state.next_run_utc]
    last_read = min((s.last_success_utc for s in chosen if s.last_success_utc), default=None)
    due = min((s.next_run_utc for s in states if s.next_run_utc), default=now)
    facts = Facts(
        copy_of=_copied_from(channel),
        is_off=channel.mode == channels.OFF,
        listens=bool(chosen),
        is_pushed_to=_only_pushed_to(channel),
        seconds_since_push=_seconds_since_push(channel),
        unconnected=known.waits_for_consent,
        connects=bool(get_network_class(channel.network).connect),
        ends_on=sign_in_end.near(channel.account_limits),
        being_read=known.being_read,
        seconds_since_read=(now - last_read).total_seconds() if last_read else None,
        seconds_overdue=(now - due).total_seconds(),
        posts_today=known.posts_today,
        stopped=_names(stopped),
        failing=_names(failing) if len(failing) < len(states) else (),
        gap=_gap(states),
        back=_back(back),
        budget=_budget(channel, states),
        **_worst(stopped or failing),
        **site,
    )
    return facts, last_read


def _only_pushed_to(channel: dict[str, Any]) -> bool:
    network = get_network_class(channel.network)
    return bool(network.pushed) and not network.streams


def _seconds_since_push(channel: dict[str, Any]) -> float | None:
    """Asked for only where it is what the health hangs on."""
    last = streams.last_push(channel.name) if _only_pushed_to(channel) else None
    return (utc_now() - last).total_seconds() if last else None


def _copied_from(channel: dict[str, Any]) -> str:
    if not site_identity.is_copy(channel):
        return ""
    return channel.home_url or _("another site")


def _worst(failing: list[dict[str, Any]]) -> dict[str, Any]:
    """The error to be told of: an expired sign-in is what all the others hang on."""
    if not failing:
        return {}
    worst = max(failing, key=lambda s: (s.error_kind == channels.SIGN_IN_EXPIRED, s.failures))
    return {
        "error_kind": worst.error_kind,
        "error": worst.last_error,
        "failures": worst.failures,
        "retry_at": _clock(worst.next_run_utc),
    }


def _gap(states: list[dict[str, Any]]) -> tuple[str, str] | None:
    """From when until when posts are missing, the streams taken together."""
    spans = [(s.gap_since_utc, s.gap_until_utc) for s in states if s.gap_since_utc]
    if not spans:
        return None
    since, until = min(span[0] for span in spans), max(span[1] for span in spans)
    return _clock(since, "d MMM HH:mm"), _clock(until, "d MMM HH:mm")


def _back(progress: dict[str, Any]) -> tuple[int, int, str] | None:
    if not (progress["running"] and progress["reached"]):
        return None
    reached = format_datetime(progress["reached"], "d MMM")
    return progress["read"], progress["at_most"], reached


def _budget(channel: dict[str, Any], states: list[dict[str, Any]]) -> tuple[str, str] | None:
    waiting = [s.next_run_utc for s in states if s.error_kind == budget.SPENT and s.next_run_utc]
    if not waiting:
        return None
    return fmt_money(channel.read_budget, precision=0), _clock(min(waiting))


def _names(states: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(state.stream for state in states))


def _clock(utc: datetime | None, form: str = "HH:mm") -> str:
    return format_datetime(to_site(utc), form) if utc else ""


def _posts_today(channels: list[str]) -> Iterable[tuple[str, int]]:
    return _posts_since(channels, site_to_utc(get_datetime(nowdate())))


def _posts_since(channels: list[str], utc: datetime) -> Iterable[tuple[str, int]]:
    return frappe.db.sql(
        """SELECT channel, COUNT(*) FROM `tabSocial Interaction`
        WHERE channel IN %s AND posted_at_utc >= %s AND direction = 'Incoming' GROUP BY channel""",
        (tuple(channels), utc),
    )
