"""Times as we keep them: naive UTC in columns that end in `_utc`, naive site time in the others."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from frappe.utils import get_system_timezone


def utc_now() -> datetime:
    """Now, naive UTC."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def to_utc(aware: datetime) -> datetime:
    """An aware time as naive UTC."""
    return aware.astimezone(timezone.utc).replace(tzinfo=None)


def to_site(utc: datetime, zone: ZoneInfo | None = None) -> datetime:
    """Naive UTC as the site's own naive time, which Frappe's Datetime fields hold.

    Whoever has many times to turn gives the `zone`, so that it is looked up once.
    """
    return utc.replace(tzinfo=timezone.utc).astimezone(zone or site_zone()).replace(tzinfo=None)


def site_to_utc(site_time: datetime) -> datetime:
    """The site's naive time as naive UTC."""
    return site_time.replace(tzinfo=site_zone()).astimezone(timezone.utc).replace(tzinfo=None)


def site_zone() -> ZoneInfo:
    """The site's time zone."""
    return ZoneInfo(get_system_timezone())
