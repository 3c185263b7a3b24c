"""Once a day, keep what each network counts for its account, as one row per metric and day."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from social_support.conversations import channels
from social_support.conversations.clock import utc_now
from social_support.conversations.keys import metric_key, new_name
from social_support.conversations.store.rows import insert_rows
from social_support.ingestion import each_channel, failures, sync_log
from social_support.networks.contract import Metric
from social_support.networks.errors import NetworkError, Terminal

DOCTYPE = "Social Channel Metric"
STREAM = "Metrics"
FIRST_TIME = timedelta(days=28)
# Networks correct what they counted for some days.
CORRECTED_FOR = timedelta(days=3)
# A network refuses to tell of too many days at once: Facebook of more than 93.
LONGEST = timedelta(days=90)


def keep_metrics(after: str = "") -> None:
    """The scheduler's entry, once a day: ask for the channels behind `after`."""
    each_channel.work_through(f"{__name__}.keep_metrics", keep, after)


def keep(channel: str) -> None:
    """Ask the network of a channel for the days until yesterday that are missing or may have been
    corrected. Commits.

    What passes by itself is left to the next day; what a person has to correct stands in the sync
    log.
    """
    doc = channels.load(channel)
    with failures.logged(doc):
        until = utc_now().date() - timedelta(days=1)
        try:
            network = channels.network_of(doc)
            since = _since(channel, until)
            # No transaction stays open while we ask the network.
            frappe.db.commit()
            with network.http:
                store(channel, network.metrics(since, until))
        except Terminal as error:
            sync_log.notice(doc, STREAM, failures.in_words(error))
        except NetworkError:
            frappe.db.rollback()
    # A step of its own: the next channel's figures are another one's business.
    frappe.db.commit()


def store(channel: str, metrics: list[Metric]) -> None:
    """One row per metric and day; a day that was stored before takes the new value."""
    rows = {
        metric_key(channel, metric.name, metric.day.isoformat()): {
            "channel": channel,
            "day": metric.day.isoformat(),
            "metric": metric.name,
            "value": metric.value,
        }
        for metric in metrics
    }
    insert_rows(
        DOCTYPE,
        [{"name": new_name(), "metric_key": key, **rows[key]} for key in sorted(rows)],
        update=("value",),
    )


def _since(channel: str, until: date) -> date:
    newest = frappe.db.get_value(DOCTYPE, {"channel": channel}, "day", order_by="day desc")
    if not newest:
        return until - FIRST_TIME
    return max(min(getdate(newest) - CORRECTED_FOR, until), until - LONGEST)
