"""Until when a waiting conversation wants its answer."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import frappe

from social_support.conversations.clock import to_site

GOALS = {
    "Urgent": "goal_urgent",
    "High": "goal_high",
    "Medium": "goal_medium",
    "Low": "goal_low",
}


def due_columns(
    priority: str, waiting_since_utc: datetime | None, zone: ZoneInfo | None = None
) -> dict[str, Any]:
    """{respond_by: site time, respond_by_utc: naive UTC}, both None where nothing waits.

    `zone`: the site's, where it was looked up already.
    The goals, in minutes by priority, stand in Social Support Settings; 0 is no goal.
    """
    minutes = frappe.get_cached_doc("Social Support Settings").get(GOALS[priority])
    if not waiting_since_utc or not minutes:
        return {"respond_by": None, "respond_by_utc": None}
    due = waiting_since_utc + timedelta(minutes=minutes)
    return {"respond_by": to_site(due, zone), "respond_by_utc": due}
