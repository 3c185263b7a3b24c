"""The job behind a push: deliveries that wait become posts, under the channel's lease."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.ingestion import failures, refresh, run, streams, sync_log
from social_support.ingestion.announce import announce
from social_support.ingestion.lease import Lease, LeaseLost, claim
from social_support.ingestion.page import store_page
from social_support.ingestion.push import deliveries, doors, known, waiting
from social_support.ingestion.push.deliveries import Delivery
from social_support.ingestion.push.names import with_names
from social_support.ingestion.streams import PUSHED
from social_support.ingestion.threads import with_roots
from social_support.networks.errors import NetworkError

BATCH = 200
WORK_SECONDS = 60
MOST_ATTEMPTS = 5


@dataclass
class Fates:
    """What became of a batch: names of deliveries whose posts a channel took, of those that have to
    be tried again, with the reason, and of those that nobody got to; and why a channel could not
    take one.
    """

    taken: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)


def drain_waiting() -> None:
    """The scheduler's entry: what waits because a worker died, or a channel was being read."""
    for network in deliveries.networks_that_wait():
        waiting.enqueue(network)


def drain(network: str) -> None:
    """The job: store what waits, the oldest first, and leave what does not fit to the next one, and
    what is for a channel that is being read to the end of that.
    """
    # The request that enqueued it was a guest's.
    frappe.set_user("Administrator")
    began = time.monotonic()
    batch, fates = deliveries.waiting(network, BATCH), Fates()
    for channel in doors.listening(network) if batch else ():
        mine = [each for each in batch if each.channel in ("", channel)]
        if mine:
            _take_in(channel, mine, fates, lambda: time.monotonic() - began > WORK_SECONDS)
    waits = _settle(batch, fates)
    # The batch's last step: what is stored waits no more.
    frappe.db.commit()
    if len(waits) < len(batch):
        # Also what came meanwhile, and found the channel busy with this.
        waiting.enqueue_if_any(network, besides=waits)


def _take_in(
    channel: str, batch: list[Delivery], fates: Fates, is_over: Callable[[], bool]
) -> None:
    lease = None if is_over() else claim(channel)
    # A step of its own: others have to see that the channel is taken.
    frappe.db.commit()
    if lease is None:
        fates.left |= {each.name for each in batch}
        return
    doc = channels.load(channel)
    try:
        _take_in_all(doc, lease, batch, fates, is_over)
        with failures.logged(doc):
            announce(channel, lease.keeper(), is_over)
        lease.release()
        # A step of its own: from here on others may read the channel.
        frappe.db.commit()
    except LeaseLost:
        frappe.db.rollback()
        fates.left |= {each.name for each in batch}


def _take_in_all(
    doc: Document,
    lease: Lease,
    batch: list[Delivery],
    fates: Fates,
    is_over: Callable[[], bool],
) -> None:
    summary, undone = sync_log.Summary(doc, PUSHED), {each.name for each in batch}
    with failures.logged(doc) as whole:
        reading = run.begin(doc, lease, time.monotonic())
        for delivery in batch:
            if is_over():
                fates.left.add(delivery.name)
                undone.discard(delivery.name)
                continue
            with failures.logged(doc) as single:
                _take_in_one(reading, delivery, summary, fates)
            undone.discard(delivery.name)
            if single.why:
                fates.failed[delivery.name] = single.why
    fates.failed |= dict.fromkeys(undone, whole.why)
    with failures.logged(doc):
        summary.write()
        # What is stored is on record whatever comes of the announcing.
        frappe.db.commit()


def _take_in_one(
    reading: run.Run, delivery: Delivery, summary: sync_log.Summary, fates: Fates
) -> None:
    """Its posts for this channel, if it is from this channel's app at all."""
    doc, network = reading.channel, reading.network
    try:
        page = network.webhook_page(delivery.headers, delivery.body)
    except NetworkError as error:
        fates.refused[delivery.name] = (doc.name, failures.in_words(error))
        return
    if page.posts or page.rejected:
        page, otherwise = known.set_apart(doc, network, page)
        # No transaction stays open while we ask the network for names and threads.
        frappe.db.commit()
        page = with_names(doc, network, page, delivery.attempts)
        page = with_roots(doc, network, page, delivery.attempts)
        state = streams.of_pushes(doc.name)

        def note() -> None:
            streams.pushed(state["name"])
            refresh.look_again(doc.name, otherwise)

        store_page(doc, reading.lease, state, page, summary, also=note)
    fates.taken.add(delivery.name)


def _settle(batch: list[Delivery], fates: Fates) -> set[str]:
    """Note what became of the batch; the names of those that still wait."""
    undone = fates.failed.keys() | fates.left
    done = [each.name for each in batch if each.name in fates.taken - undone]
    deliveries.stored(done)
    waits = set(fates.left)
    for delivery in batch:
        if delivery.name in fates.failed and delivery.attempts + 1 < MOST_ATTEMPTS:
            deliveries.try_again(delivery.name, fates.failed[delivery.name])
            waits.add(delivery.name)
        elif delivery.name not in fates.left and delivery.name not in done:
            _set_aside(delivery, fates)
    return waits


def _set_aside(delivery: Delivery, fates: Fates) -> None:
    """Kept as a row, and told in the sync log of the channel that it concerns."""
    nobody = _("No channel that listens could read this.")
    why = (delivery.channel, fates.failed.get(delivery.name, nobody))
    channel, reason = fates.refused.get(delivery.name, why)
    deliveries.set_aside(delivery.name, reason, channel)
    if channel and frappe.db.exists("Social Channel", channel):
        body = delivery.body.decode("utf-8", "replace")
        sync_log.set_aside(channels.load(channel), PUSHED, body, reason)
