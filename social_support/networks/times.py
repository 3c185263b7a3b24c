"""Read the points in time that networks send."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil.parser import isoparse

EARLIEST = datetime(1990, 1, 1, tzinfo=timezone.utc)
DEFAULT_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=24)
# A number below this can't be an epoch of our days: Reddit sends the seconds that are left.
SMALLEST_EPOCH = 1_000_000_000


def utc_now() -> datetime:
    """The present, UTC and aware."""
    return datetime.now(timezone.utc)


def parse_time(value: object) -> datetime | None:
    """An ISO 8601 text as UTC; None for anything else and for a time before there were networks."""
    if not isinstance(value, str):
        return None
    try:
        moment = isoparse(value)
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
