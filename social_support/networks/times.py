"""Read the points in time that networks send."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil.parser import isoparse

# Clocks of servers differ by so much without anything being wrong.
CLOCK_SKEW = timedelta(minutes=5)
EARLIEST = datetime(1990, 1, 1, tzinfo=timezone.utc)
DEFAULT_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=24)
USUAL_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?)(?:Z|\+00:00)", re.ASCII)
# A number below this can't be an epoch of our days: Reddit sends the seconds that are left.
SMALLEST_EPOCH = 1_000_000_000


def utc_now() -> datetime:
    """The present, UTC and aware."""
    return datetime.now(timezone.utc)


def is_future(moment: datetime | None, now: datetime) -> bool:
    """Whether a moment lies so far after `now` that no difference between clocks explains it."""
    return moment is not None and moment > now + CLOCK_SKEW


def parse_time(value: object) -> datetime | None:
    """An ISO 8601 text as UTC; None for anything else and for a time before there were networks."""
    if not isinstance(value, str):
        return None
    try:
        moment = _from_iso(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        moment = moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= EARLIEST else None


def retry_at(headers, now: datetime) -> datetime | None:
    """When the network wants to be asked again (UTC), between now and a day ahead; None if it does
    not say.

    Retry-After comes in seconds or as an HTTP date; X-RateLimit-Reset as ISO 8601 (Mastodon), as
    epoch seconds (X, Bluesky) or as seconds left (Reddit).
    """
    for name in ("Retry-After", "X-RateLimit-Reset", "X-Rate-Limit-Reset", "RateLimit-Reset"):
        moment = _moment(str(headers.get(name) or "").strip(), now)
        if moment:
            return min(max(moment, now), now + LONGEST_WAIT)
    return None


def _moment(value: str, now: datetime) -> datetime | None:
    if not value:
        return None
    try:
        return _from_number(float(value), now)
    except (ValueError, OverflowError):
        return parse_time(value) or _http_date(value)


def _from_iso(value: str) -> datetime:
    """The form that all networks send is read by Python itself, in a tenth of the time."""
    usual = USUAL_TIME.fullmatch(value)
    return datetime.fromisoformat(f"{usual[1]}+00:00") if usual else isoparse(value)


def _from_number(number: float, now: datetime) -> datetime:
    if number < SMALLEST_EPOCH:
        return now + timedelta(seconds=number)
    return datetime.fromtimestamp(number, timezone.utc)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
