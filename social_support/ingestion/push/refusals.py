"""Requests that were refused, counted by the minute and by the day, in Redis.

Only these are limited. Nothing is kept by the caller's address: behind a proxy it is everybody's,
and what a header says of it anybody can write. So a network's own deliveries always pass.
"""

from __future__ import annotations

import time

import frappe
from redis.exceptions import RedisError

from social_support.conversations.clock import utc_now

A_MINUTE = 60
# In words, and counted one by one; further ones of the same minute are only told to wait.
TOLD_A_MINUTE = 100
DAY_KEPT_SECONDS = 2 * 24 * 3600

# The minute in which this process has seen enough refused, by (site, network).
_full: dict[tuple[str, str], int] = {}


def count(network: str) -> int:
    """Count a refusal; 0, or for how many seconds no more of them are told why."""
    now = int(time.time())
    minute, left = now // A_MINUTE, A_MINUTE - now % A_MINUTE
    key = (frappe.local.site, network)
    if _full.get(key) == minute:
        return left
    if _counted(network, minute) <= TOLD_A_MINUTE:
        return 0
    _full[key] = minute
    return left


def today(network: str) -> int:
    """How many were counted since midnight UTC; of a flood only the first ones of each minute."""
    try:
        return int(frappe.cache.get(_day_key(network)) or 0)
    except RedisError:
        return 0


def _counted(network: str, minute: int) -> int:
    """How many there were in this minute. Without Redis nothing is counted."""
    by_minute = frappe.cache.make_key(f"social_refused:{network}:{minute}")
    with frappe.cache.pipeline(transaction=False) as calls:
        calls.incr(by_minute)
        calls.expire(by_minute, 2 * A_MINUTE)
        calls.incr(_day_key(network))
        calls.expire(_day_key(network), DAY_KEPT_SECONDS)
        try:
            return int(calls.execute()[0])
        except RedisError:
            return 0


def _day_key(network: str) -> bytes:
    return frappe.cache.make_key(f"social_refused:{network}:{utc_now():%Y%m%d}")
