"""How a channel is, gathered from the database, the scheduler and the queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_datetime, nowdate
from frappe.utils.background_jobs import generate_qname, get_workers
from frappe.utils.scheduler import is_scheduler_inactive
from redis.exceptions import RedisError

from social_support.conversations import channels
from social_support.conversations.clock import site_to_utc, to_site, utc_now
from social_support.ingestion import streams
from social_support.ingestion.health_words import Facts, describe
from social_support.ingestion.lease import holder
from social_support.ingestion.schedule import QUEUE


def health(channel: str) -> dict[str, Any]:
    """{level, sentence, last_read, posts_today}: level ok, busy, warn, error, off; site time."""
    facts, last_read = _facts(channels.load(channel))
    condition = describe(facts)
    return {
        "state": condition.state,
        "level": condition.level,
        "sentence": condition.words.told(_),
        "last_read": to_site(last_read) if last_read else None,
        "posts_today": facts.posts_today,
    }


def has_worker() -> bool:
    """Whether a background worker of this bench takes our jobs."""
    try:
        queues = [worker.queue_names() for worker in get_workers()]
    except RedisError:
        return False
    return any(generate_qname(QUEUE) in names for names in queues)


def _facts(channel: Document) -> tuple[Facts, datetime | None]:
    states, now = streams.of_channel(channel.name), utc_now()
    chosen = [state for state in states if state.stream != streams.CHANGES]
    failing = [state for state in states if state.failures]
    stopped = [state for state in failing if not state.next_run_utc]
    worst = max(stopped or failing, key=lambda state: state.failures, default=None)
    last_read = min((s.last_success_utc for s in chosen if s.last_success_utc), default=None)
    due = min((s.next_run_utc for s in states if s.next_run_utc), default=now)
    facts = Facts(
        is_off=channel.mode == channels.OFF,
        listens=bool(chosen),
        scheduler_is_off=is_scheduler_inactive(verbose=False),
        has_worker=has_worker(),
        being_read=holder(channel.name)[1],
        seconds_since_read=(now - last_read).total_seconds() if last_read else None,
        seconds_overdue=(now - due).total_seconds(),
        posts_today=_posts_today(channel.name),
        stopped=_names(stopped),
        failing=_names(failing),
        error_kind=worst.error_kind if worst else "",
        error=worst.last_error if worst else "",
        failures=worst.failures if worst else 0,
        retry_at=_clock(worst.next_run_utc) if worst else "",
    )
    return facts, last_read


def _names(states: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(state.stream for state in states))


def _clock(utc: datetime | None) -> str:
    return format_datetime(to_site(utc), "HH:mm") if utc else ""


def _posts_today(channel: str) -> int:
    midnight = site_to_utc(get_datetime(nowdate()))
    filters = {
        "channel": channel,
        "direction": "Incoming",
        "posted_at_utc": (">=", midnight),
    }
    return frappe.db.count("Social Interaction", filters)
