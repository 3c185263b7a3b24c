"""The day on which a network lets us in no longer, known ahead where it says so."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.model.document import Document
from frappe.utils import format_date

from social_support.conversations.clock import to_site, to_utc, utc_now
from social_support.ingestion.announce import tell
from social_support.ingestion.health_words import ends_soon
from social_support.networks.registry import get_network_class

NEAR_DAYS = 14
# The probe comes once a day, so that people hear of it that often.
TOLD_DAYS_AHEAD = (14, 7, 3, 1)


def near(limits: str | None) -> str:
    """The day in the reader's way, from two weeks before; "" else. limits: `Identity.limits` as
    JSON.
    """
    ends = _end(limits)
    # What is over already the network says itself.
    is_near = ends and 0 <= _days_until(ends) <= NEAR_DAYS
    return format_date(to_site(ends)) if is_near else ""


def tell_ahead(channel: Document) -> None:
    """Tell the channel's team and the Social Managers some days before. The caller commits."""
    ends = _end(channel.account_limits)
    if ends and _days_until(ends) in TOLD_DAYS_AHEAD:
        connects = bool(get_network_class(channel.network).connect)
        tell(channel, ends_soon(format_date(to_site(ends)), connects))


def _end(limits: str | None) -> datetime | None:
    known = (frappe.parse_json(limits) or {}).get("expires_at")
    return to_utc(datetime.fromisoformat(known)) if known else None


def _days_until(moment: datetime) -> int:
    return (moment - utc_now()).days
