"""What all channels hang on: the scheduler, the workers and their queues, and the site itself."""

from __future__ import annotations

from typing import Any, NamedTuple

import frappe
from frappe.utils.background_jobs import get_queue, get_queues_timeout, get_workers
from frappe.utils.scheduler import is_dormant, is_scheduler_inactive
from redis.exceptions import RedisError

from social_support.conversations import site_identity
from social_support.ingestion import streams

RUNNING, DORMANT, OFF = "Running", "Asleep", "Off"


class Oldest(NamedTuple):
    """The channel that has waited longest for its turn, and for how many seconds."""

    channel: str
    channel_name: str
    seconds: float


def waiting_jobs() -> dict[str, int] | None:
    """{queue: how many jobs of this bench wait in it}; None when the queues can't be reached."""
    try:
        return {name: get_queue(name).count for name in get_queues_timeout()}
    except RedisError:
        return None


def workers() -> int:
    """How many background workers this bench has."""
    try:
        return len(get_workers())
    except RedisError:
        return 0


def scheduler() -> str:
    """RUNNING, DORMANT (jobs run once a day: nobody has logged in for days) or OFF."""
    if is_scheduler_inactive(verbose=False):
        return OFF
    return DORMANT if is_dormant() else RUNNING


def oldest_due() -> Oldest | None:
    """Who has waited longest, of the channels that are read from this site and due; None when none
    is.
    """
    rows: list[dict[str, Any]] = frappe.db.sql(
        f"""SELECT state.channel, channel.channel_name,
            TIMESTAMPDIFF(SECOND, MIN(state.next_run_utc), UTC_TIMESTAMP()) seconds
        FROM `tab{streams.DOCTYPE}` state
        JOIN `tabSocial Channel` channel ON channel.name = state.channel AND channel.mode != 'Off'
            AND channel.home_url = %(url)s AND channel.home_id = %(id)s
        WHERE state.active = 1 AND state.next_run_utc <= UTC_TIMESTAMP()
        GROUP BY state.channel, channel.channel_name ORDER BY seconds DESC LIMIT 1""",
        site_identity.here()._asdict(),
        as_dict=True,
    )
    return Oldest(**rows[0]) if rows else None


def copies() -> int:
    """How many channels were switched on at another site than this one."""
    return len(site_identity.copies())
