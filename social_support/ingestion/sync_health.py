"""The figures of the report Sync Health: a row for each channel, and what all of them hang on.

Every figure opens the rows that it counts: a row carries the moments from which they are counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, format_datetime

from social_support.conversations.clock import to_site
from social_support.ingestion import health, measures, site_health
from social_support.ingestion.health_words import IN_WORDS, LEVELS, duration
from social_support.ingestion.measures import Measures

HALF, NEARLY_ALL = 0.5, 0.95


def columns() -> list[dict[str, Any]]:
    """The report's columns."""
    return [
        _column("channel", _("Channel"), "Link", 170, options="Social Channel"),
        _column("state", _("State"), "Data", 175),
        _column("sentence", _("Health"), "Data", 330),
        _column("half_within", _("Half Within"), "Duration", 110),
        _column("nearly_all_within", _("19 of 20 Within"), "Duration", 130),
        _column("posts_an_hour", _("Posts an Hour"), "Float", 120, precision=1),
        _column("errors", _("Errors"), "Int", 80),
        _column("set_aside", _("Set Aside"), "Int", 90),
        _column("reads", _("Read Today"), "Int", 100),
        _column("read_budget", _("Read Budget"), "Int", 100),
        _column("gap", _("Gap"), "Data", 190),
        _column("last_success", _("Last Success"), "Datetime", 160),
        _column("last_error_at", _("Last Error At"), "Datetime", 160),
        _column("last_error", _("Last Error"), "Data", 260),
    ]


def rows() -> list[dict[str, Any]]:
    """One for each channel that the user may read, those that need a person first. Site time."""
    channels = frappe.get_list(
        "Social Channel",
        fields=["name", "channel_name", "read_budget"],
        order_by="channel_name",
        limit_page_length=0,
    )
    names = [channel.name for channel in channels]
    how, measured = health.of_many(names), measures.measure(names)
    found = [_row(channel, how[channel.name], measured[channel.name]) for channel in channels]
    return sorted(found, key=lambda row: LEVELS.index(row["level"]))


def glance(names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the list of channels shows beside each, of those that the user may read."""
    readable = frappe.get_list(
        "Social Channel", {"name": ("in", names)}, pluck="name", limit_page_length=0
    )
    how, measured = health.of_many(readable), measures.measure(readable)
    return {name: _glance(how[name], measured[name]) for name in readable}


def summary() -> list[dict[str, Any]]:
    """What stands above the rows."""
    jobs, oldest, state = site_health.waiting_jobs(), site_health.oldest_due(), _scheduler()
    workers, copies = site_health.workers(), site_health.copies()
    queues = jobs.items() if jobs is not None else ()
    may_look = bool(frappe.has_permission("RQ Job"))
    return [
        *(
            _figure(_("Waiting in {0}").format(q), n, _link(n, f"rq-job?queue={q}", may_look))
            for q, n in queues
        ),
        _figure(
            _("Workers"), workers, _link(workers, "rq-worker", may_look), "" if workers else "Red"
        ),
        _figure(_("Scheduler"), state[0], state[0], state[1]),
        _oldest(oldest),
        _figure(_("Switched On Elsewhere"), copies, _copies(copies), "Red" if copies else "Green"),
    ]


def _row(channel: dict[str, Any], how: dict[str, Any], found: Measures) -> dict[str, Any]:
    return {
        "channel": channel["name"],
        "channel_name": channel["channel_name"],
        "state": _(IN_WORDS[how["state"]]),
        "level": how["level"],
        "sentence": how["sentence"],
        "half_within": _whole(found.lag(HALF)),
        "nearly_all_within": _whole(found.lag(NEARLY_ALL)),
        "posts_an_hour": found.posts * 3600 / measures.WINDOW.total_seconds(),
        "posts": found.posts,
        "errors": found.errors,
        "set_aside": found.set_aside,
        "reads": found.reads,
        "read_budget": channel["read_budget"] or None,
        "gap": _span(found.gap),
        "last_success": _site(found.last_success),
        "last_error_at": _site(found.last_error_at),
        "last_error": found.last_error,
        "counted_from": _site(measures.window_start()),
        "lag_from": _site(found.since),
    }


def _glance(how: dict[str, Any], found: Measures) -> dict[str, Any]:
    half, nearly_all = found.lag(HALF), found.lag(NEARLY_ALL)
    lag = ""
    if half is not None and nearly_all is not None:
        lag = _lag_in_words(_long(half), _long(nearly_all))
    return {
        "level": how["level"],
        "sentence": how["sentence"],
        "lag": lag,
        "last_success": _site(found.last_success),
        "last_error_at": _site(found.last_error_at),
        "last_error": found.last_error,
    }


def _lag_in_words(half: str, nearly_all: str) -> str:
    if half == nearly_all:
        return _("Stored within {0}").format(half)
    return _("Half stored within {0}, 19 of 20 within {1}").format(half, nearly_all)


def _scheduler() -> tuple[str, str]:
    return {
        site_health.RUNNING: (_("Running"), "Green"),
        site_health.DORMANT: (_("Asleep"), "Orange"),
        site_health.OFF: (_("Off"), "Red"),
    }[site_health.scheduler()]


def _oldest(oldest: site_health.Oldest | None) -> dict[str, Any]:
    label = _("Waits Longest")
    if oldest is None:
        return _figure(label, 0, _("none is due"), "Green")
    if not frappe.has_permission("Social Channel", "read", doc=oldest.channel):
        return _figure(label, oldest.seconds, _long(oldest.seconds))
    words = f"{oldest.channel_name}, {_long(oldest.seconds)}"
    return _figure(label, oldest.seconds, _link(words, f"social-channel/{oldest.channel}"))


def _copies(copies: int) -> str:
    return _("1 channel") if copies == 1 else _("{0} channels").format(copies)


def _figure(label: str, value: Any, shown: Any, colour: str = "") -> dict[str, Any]:
    """An entry of the report's summary; `figure` is what is shown as a number or a word."""
    return {"label": label, "value": shown, "figure": value, "indicator": colour}


def _link(words: Any, path: str, may_look: bool = True) -> str:
    told = escape_html(str(words))
    return f'<a href="/app/{escape_html(path)}">{told}</a>' if may_look else told


def _column(fieldname: str, label: str, fieldtype: str, width: int, **more: Any) -> dict[str, Any]:
    return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def _whole(seconds: float | None) -> int | None:
    """Whole seconds within which it was: nothing takes none at all."""
    return None if seconds is None else max(math.ceil(seconds), 1)


def _long(seconds: float) -> str:
    return duration(max(math.ceil(seconds), 1)).told(_)


def _site(utc: datetime | None) -> datetime | None:
    return to_site(utc).replace(microsecond=0) if utc else None


def _span(gap: tuple[datetime, datetime] | None) -> str:
    return " – ".join(format_datetime(to_site(each), "d MMM HH:mm") for each in gap) if gap else ""
