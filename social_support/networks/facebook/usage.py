"""How much of what an app may ask for is used up, as Meta tells with each answer.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from ..times import DEFAULT_WAIT, LONGEST_WAIT

HEADERS = ("X-App-Usage", "X-Page-Usage", "X-Business-Use-Case-Usage")
COUNTED = ("call_count", "total_cputime", "total_time")
REGAINED_IN = "estimated_time_to_regain_access"
# In percent: from here on a run makes few more calls, and from there on none.
SLOW, STOP = 80, 95
SLOW_CALLS = 5


class Usage(NamedTuple):
    """`percent` of the allowance that is nearest to its end, and when there is more (UTC)."""

    percent: int
    renewed_at: datetime


def usage_of(headers: Mapping[str, str], now: datetime) -> Usage:
    """What an answer's headers tell; what can't be read tells nothing."""
    rows = [row for name in HEADERS for row in _rows(headers.get(name))]
    counts = [row[name] for row in rows for name in COUNTED if _is_number(row.get(name))]
    minutes = [row[REGAINED_IN] for row in rows if _is_number(row.get(REGAINED_IN))]
    wait = timedelta(minutes=min(max(minutes, default=0), LONGEST_WAIT.total_seconds() // 60))
    return Usage(int(max(counts, default=0)), now + max(wait, DEFAULT_WAIT))


def _rows(header: str | None) -> Iterator[dict]:
    try:
        found = json.loads(header or "{}")
    except (ValueError, RecursionError):
        return
    for row in _flat(found):
        if isinstance(row, dict):
            yield row


def _flat(found: object) -> Iterator[object]:
    """The app's own counts, or those of each use case of each Page."""
    yield found
    for rows in found.values() if isinstance(found, dict) else ():
        yield from rows if isinstance(rows, list) else ()


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and 0 <= value < 1e6
