"""Delete all data of a channel: what came in or went out through it, and what is known of it.

A request is a row of Social Stream State with a stream of its own, Deletion. It says who asked and
how far the work is, and outlives a worker that is killed: the next run goes on from what is left.
Whoever deletes has the channel's lease, so nothing is read meanwhile.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, format_datetime

from social_support.conversations import channels, removal
from social_support.conversations.keys import new_name
from social_support.conversations.patience import BUSY
from social_support.conversations.store import lock_channel
from social_support.ingestion import streams
from social_support.ingestion.lease import Lease, LeaseLost, claim, holder, state_key
from social_support.ingestion.push import forget

DELETION = "Deletion"
# The next job goes on with what does not fit, so that other jobs get their turn.
RUN_SECONDS = 60
LONGEST_WAIT_FOR_A_READING = 60
LABELS = (
    (removal.INTERACTION, lambda: _("{0} posts")),
    (removal.CONVERSATION, lambda: _("{0} conversations")),
    (removal.PROFILE, lambda: _("{0} authors")),
    (removal.REPLY, lambda: _("{0} replies")),
    (removal.LOG, lambda: _("{0} lines of the sync log")),
    (removal.METRIC, lambda: _("{0} daily figures")),
)


def ask(channel: str, typed_name: str) -> dict[str, Any]:
    """Switch `channel` off and have all its data deleted; what `progress` says.

    Asking again goes on with it. Raises frappe.ValidationError unless `typed_name` is its name.
    """
    name = frappe.db.get_value("Social Channel", channel, "channel_name")
    if typed_name.strip() != (name or "").strip():
        words = _("Type the name of the channel, {0}, to delete its data.")
        frappe.throw(words.format(escape_html(name or "")))
    frappe.db.set_value("Social Channel", channel, "mode", channels.OFF)
    if not _request(channel):
        _add_request(channel)
    _enqueue(channel)
    return progress(channel)


def progress(channel: str) -> dict[str, Any]:
    """{running, done, total}: rows; not running when nobody asked or all is gone."""
    request = _request(channel)
    if not request:
        return {"running": False, "done": 0, "total": 0}
    counts = frappe.parse_json(request.cursor_value)
    done = sum(counts["removed"].get(doctype, 0) for doctype in counts["of"])
    return {"running": True, "done": done, "total": max(counts["total"], done)}


def resume() -> None:
    """The scheduler's entry: go on with deletions whose job has ended before they were done."""
    for channel in frappe.get_all(streams.DOCTYPE, {"stream": DELETION}, pluck="channel"):
        if not holder(channel)[1]:
            _enqueue(channel)


def delete_data(channel: str) -> None:
    """The job: delete for a minute, and leave the rest to the next one."""
    frappe.set_user("Administrator")
    lease = _lease(channel)
    if lease is None:
        return
    try:
        done = _delete(channel, lease)
    except LeaseLost:
        # Another job deletes: it begins where the last commit ended.
        frappe.db.rollback()
        return
    except BUSY:
        # Somebody else's transaction was in the way: the next job begins this batch anew.
        frappe.db.rollback()
        done = False
    lease.release()
    # The job's last step: from here on others may have the channel.
    frappe.db.commit()
    if not done:
        _enqueue(channel)


def _delete(channel: str, lease: Lease) -> bool:
    """Whether all is gone."""
    began, done = time.monotonic(), False
    while not done and time.monotonic() - began < RUN_SECONDS:
        lock_channel(channel)
        lease.renew()
        removed = removal.remove_next(channel)
        if removed:
            _count(channel, removed)
        else:
            _finish(channel)
            done = True
        # Each batch is a step of its own: whoever goes on later finds it done.
        frappe.db.commit()
    return done


def _finish(channel: str) -> None:
    """Forget cursors, errors and gaps, and write down on the channel what was done for whom."""
    request = _request(channel)
    doc = channels.load(channel)
    streams.forget(channel)
    forget.forget(doc)
    streams.sync_states(doc)
    removed = frappe.parse_json(request.cursor_value)["removed"]
    counts = ", ".join(words().format(removed.get(doctype, 0)) for doctype, words in LABELS)
    text = _("had the data of this channel deleted (asked for at {0}): {1}").format(
        format_datetime(request.creation), counts
    )
    doc.add_comment("Info", text, comment_email=request.owner)


def _lease(channel: str) -> Lease | None:
    """The channel, as soon as nobody reads it; None when that takes long or all is gone."""
    until = time.monotonic() + LONGEST_WAIT_FOR_A_READING
    while _request(channel) and time.monotonic() < until:
        lease = claim(channel)
        # A step of its own: others must see the lease, and no lock may stay while we wait.
        frappe.db.commit()
        if lease:
            return lease
        time.sleep(1)
    return None


def _request(channel: str) -> frappe._dict | None:
    key = {"state_key": state_key(channel, DELETION)}
    fields = ["name", "owner", "creation", "cursor_value"]
    return frappe.db.get_value(streams.DOCTYPE, key, fields, as_dict=True)


def _add_request(channel: str) -> None:
    doctypes = [removal.REPLY, removal.CONVERSATION, removal.INTERACTION, removal.LOG]
    doctypes.append(removal.METRIC)
    total = removal.count_rows(channel)
    frappe.get_doc(
        doctype=streams.DOCTYPE,
        name=new_name(),
        channel=channel,
        stream=DELETION,
        state_key=state_key(channel, DELETION),
        active=0,
        cursor_value=frappe.as_json({"of": doctypes, "total": total, "removed": {}}, indent=None),
    ).insert(ignore_permissions=True)


def _count(channel: str, removed: dict[str, int]) -> None:
    request = _request(channel)
    counts = frappe.parse_json(request.cursor_value)
    counts["removed"] = dict(Counter(counts["removed"]) + Counter(removed))
    frappe.db.set_value(
        streams.DOCTYPE,
        request.name,
        "cursor_value",
        frappe.as_json(counts, indent=None),
        update_modified=False,
    )


def _enqueue(channel: str) -> None:
    frappe.enqueue(
        "social_support.ingestion.channel_data.delete_data",
        queue="long",
        timeout=600,
        enqueue_after_commit=True,
        channel=channel,
    )
