"""Until when a waiting conversation wants its answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import frappe

from social_support.conversations.clock import site_zone, to_site

GOALS = {
    "Urgent": "goal_urgent",
    "High": "goal_high",
    "Medium": "goal_medium",
    "Low": "goal_low",
}


@dataclass(frozen=True)
class Goals:
    """Within how many minutes an answer is due, by priority (0: no goal), and the site's zone."""

    minutes: dict[str, int]
    zone: ZoneInfo

    @classmethod
    def now(cls) -> "Goals":
        """As they stand in Social Support Settings."""
        settings = frappe.get_cached_doc("Social Support Settings")
        minutes = {priority: settings.get(field) or 0 for priority, field in GOALS.items()}
        return cls(minutes, site_zone())


def due_columns(
    priority: str, waiting_since_utc: datetime | None, goals: Goals | None = None
) -> dict[str, Any]:
    """{respond_by: site time, respond_by_utc: naive UTC}, both None where nothing waits.

    `goals`: given by whoever asks for many.
    """
    goals = goals or Goals.now()
    minutes = goals.minutes[priority]
    if not waiting_since_utc or not minutes:
        return {"respond_by": None, "respond_by_utc": None}
    due = waiting_since_utc + timedelta(minutes=minutes)
    return {"respond_by": to_site(due, goals.zone), "respond_by_utc": due}
