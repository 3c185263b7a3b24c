"""Texts and the networks' answers go after some days; dates, counts and moods stay.

How long: the channel's own days, else those of the settings; a network's own limit where that is
shorter. The days are counted from when a post was stored. What is open and unanswered goes as well:
a limit that the law or a network sets does not wait for us.
"""

from __future__ import annotations

import time
from datetime import timedelta

import frappe
from frappe import _

from social_support.conversations import keys
from social_support.conversations.jobs import BUSY
from social_support.conversations.retention import remove_texts
from social_support.conversations.store import lock_channel
from social_support.networks.contract import Network
from social_support.networks.registry import get_network_class, labels

STATE, STREAM = "Social Stream State", "Retention"
SETTINGS = "Social Support Settings"
# The next run goes on with what does not fit.
RUN_SECONDS = 60
# So much earlier than the limit, for the time between two runs and one that fails.
MARGIN = timedelta(hours=2)


def remove_old_texts() -> None:
    """The scheduler's entry, each hour: with nothing to do, two short queries a channel."""
    until = time.monotonic() + RUN_SECONDS
    for channel in frappe.get_all("Social Channel", fields=["name", "network", "keep_texts_days"]):
        limit = _limit(channel.network, channel.keep_texts_days)
        try:
            while limit and time.monotonic() < until and _do_batch(channel.name, limit):
                pass
        except BUSY:
            # Somebody else's transaction was in the way: the next run begins this batch anew.
            frappe.db.rollback()


def _do_batch(channel: str, limit: timedelta) -> bool:
    """Whether there may be more. Each batch is a transaction, with the place it came to."""
    # The lock has to be a transaction's first statement.
    frappe.db.commit()
    lock_channel(channel)
    state = _state(channel)
    before = keys.first_name_at(time.time() - limit.total_seconds())
    last = remove_texts(channel, state.cursor_value or "", before)
    frappe.db.set_value(STATE, state.name, "cursor_value", last or before, update_modified=False)
    # A step of its own: what is removed stays so when the job is ended here.
    frappe.db.commit()
    return last is not None


def _state(channel: str) -> frappe._dict:
    """The row that says how far the channel's texts are removed."""
    key = keys.state_key(channel, STREAM)
    row = frappe.db.get_value(STATE, {"state_key": key}, ["name", "cursor_value"], as_dict=True)
    if row:
        return row
    known = {"channel": channel, "stream": STREAM, "state_key": key, "active": 0}
    return frappe.get_doc(doctype=STATE, **known).insert(ignore_permissions=True)


def _limit(network: str, days: int) -> timedelta | None:
    """For how long texts are kept; None: for good."""
    found = _class(network)
    hours = found.text_hours if found else 0
    days = days or _usual_days()
    limits = [timedelta(days=days)] if days else []
    limits += [max(timedelta(hours=hours) - MARGIN, timedelta(hours=hours) / 2)] if hours else []
    return min(limits, default=None)


def in_words(network: str, days: int) -> str:
    """What the channel's form says of it."""
    usual, found = _usual_days(), _class(network)
    hours, chosen = (found.text_hours if found else 0), days or usual
    if hours and (not chosen or hours < chosen * 24):
        words = _("{0} lets texts be kept for {1} hours at most: they are removed then.")
        return words.format(found.label, hours)
    if days:
        return _("Texts are removed {0} days after they were stored. Figures stay.").format(days)
    if usual:
        words = _("Texts are removed after {0} days, as the settings say. Figures stay.")
        return words.format(usual)
    return _("Texts are kept for good.")


def _usual_days() -> int:
    return frappe.db.get_single_value(SETTINGS, "keep_texts_days") or 0


def _class(network: str) -> type[Network] | None:
    return get_network_class(network) if network in labels() else None
