"""The job behind a push: deliveries that wait become posts, under the channel's lease."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import frappe
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.conversations.patience import patiently
from social_support.ingestion import failures, refresh, run, streams, sync_log
from social_support.ingestion.announce import announce
from social_support.ingestion.lease import Lease, LeaseLost, claim
from social_support.ingestion.page import store_page
from social_support.ingestion.push import deliveries, doors, known, waiting
from social_support.ingestion.push.deliveries import Delivery
from social_support.ingestion.push.fates import Failure, Fates, settle
from social_support.ingestion.push.names import with_names
from social_support.ingestion.streams import PUSHED
from social_support.ingestion.threads import with_roots
from social_support.networks.contract import Network, Page
from social_support.networks.errors import NetworkError

WORK_SECONDS = 60
MESSAGES, MESSAGE = "Direct Messages", "Direct Message"


def drain_waiting() -> None:
    """The scheduler's entry: what waits because a worker died, a channel was being read, or it
    failed a while ago.
    """
    for network in deliveries.networks_that_wait():
        waiting.enqueue_if_any(network)


def drain(network: str) -> None:
    """The job: store what waits, the oldest first, and leave what does not fit to the next one, and
    what is for a channel that is being read to the end of that.
    """
    # The request that enqueued it was a guest's.
    frappe.set_user("Administrator")
    until, waits, place = time.monotonic() + WORK_SECONDS, set(), ""

    def is_over() -> bool:
        return time.monotonic() > until

    while not is_over() and (batch := deliveries.due(network, behind=place)):
        waits |= _drain(network, batch, is_over)
        place = batch[-1].name
    # Also what came meanwhile, and found the channel busy with this.
    waiting.enqueue_if_any(network, besides=() if is_over() else waits)


def _drain(network: str, batch: Sequence[Delivery], is_over: Callable[[], bool]) -> set[str]:
    fates = Fates()
    for channel in map(channels.load, doors.listening(network)):
        # One that nobody has connected, or not yet, is in no other's way.
        if not channels.waits_for_consent(channel):
            _take_in(channel, batch, fates, is_over)
    # The batch's last step: what is stored waits no more.
    return patiently(lambda: settle(batch, fates))


def _take_in(
    channel: Document, batch: Sequence[Delivery], fates: Fates, is_over: Callable[[], bool]
) -> None:
    mine = _concerning(channel, batch, fates)
    lease = claim(channel.name) if mine and not is_over() else None
    # A step of its own: others have to see that the channel is taken.
    frappe.db.commit()
    if lease is None:
        fates.left |= {each.name for each in mine}
        return
    try:
        # Whoever had it until now may have learned whose it is.
        _take_in_all(channels.load(channel.name), lease, mine, fates, is_over)
        with failures.logged(channel):
            announce(channel.name, lease.keeper(), is_over)
        lease.release()
        # A step of its own: from here on others may read the channel.
        frappe.db.commit()
    except LeaseLost:
        frappe.db.rollback()
        fates.left |= {each.name for each in mine}


def _concerning(channel: Document, batch: Sequence[Delivery], fates: Fates) -> list[Delivery]:
    """Those that hold something for this channel, by what they say themselves: nobody is asked, so
    a channel that is busy, or can't sign in, holds up none of the others'.
    """
    own = [each for each in batch if each.channel == channel.name]
    with failures.logged(channel) as opening:
        network = channels.network_of(channel)
    if opening.why:
        fates.fail([each.name for each in own], channel.name, opening)
        return []
    mine = []
    for delivery in [each for each in batch if each.channel in ("", channel.name)]:
        with failures.logged(channel) as looking:
            if _concerns(channel, network, delivery, fates):
                mine.append(delivery)
        if looking.why:
            fates.fail([delivery.name], channel.name, looking)
    return mine


def _concerns(channel: Document, network: Network, delivery: Delivery, fates: Fates) -> bool:
    is_ours = False
    try:
        network.webhook_check(delivery.headers, delivery.body)
        is_ours = True
        page = network.webhook_page(delivery.headers, delivery.body)
    except NetworkError as error:
        # What another app signed is no business of this channel's.
        if is_ours or delivery.channel:
            why = Failure(channel.name, failures.in_words(error), error)
            fates.unreadable[delivery.name] = why
        return False
    # Of a channel whose account is not known yet it can't be told.
    if page.posts or page.rejected or not run.knows_account(channel):
        return True
    fates.read.add(delivery.name)
    return False


def _take_in_all(
    doc: Document,
    lease: Lease,
    batch: Sequence[Delivery],
    fates: Fates,
    is_over: Callable[[], bool],
) -> None:
    summary = sync_log.Summary(doc, PUSHED)
    with failures.logged(doc) as beginning:
        reading = run.begin(doc, lease, time.monotonic())
    if beginning.why:
        # Its first reading brings what was pushed to all channels.
        fates.read |= {each.name for each in batch if not each.channel}
        fates.fail([each.name for each in batch if each.channel], doc.name, beginning)
        return
    for delivery in batch:
        if is_over():
            fates.left.add(delivery.name)
            continue
        with failures.logged(doc) as single:
            _take_in_one(reading, delivery, summary)
        _book(reading)
        if single.why:
            fates.fail([delivery.name], doc.name, single)
        else:
            fates.read.add(delivery.name)
    with failures.logged(doc):
        summary.write()
        # What is stored is on record whatever comes of the announcing.
        frappe.db.commit()


def _take_in_one(reading: run.Run, delivery: Delivery, summary: sync_log.Summary) -> None:
    """Its posts for this channel."""
    doc, network, failed = reading.channel, reading.network, delivery.attempts
    page = _chosen(doc, network, network.webhook_page(delivery.headers, delivery.body))
    if not (page.posts or page.rejected):
        return
    page, otherwise = known.set_apart(doc, network, page)
    # No transaction stays open while we ask the network for names and threads.
    frappe.db.commit()
    page = with_names(doc, network, page, failed, lambda: reading.meter.spent)
    page = with_roots(doc, network, page, failed, lambda: reading.meter.spent)
    # How often the delivery failed, and not how often others did.
    state = streams.of_pushes(doc.name) | {"failures": failed}

    def note() -> None:
        streams.pushed(state["name"])
        refresh.look_again(doc.name, otherwise)

    store_page(doc, reading.lease, state, page, summary, also=note)


def _chosen(channel: Document, network: Network, page: Page) -> Page:
    """Without what people write to us alone, where nobody chose to have that read here."""
    if MESSAGES not in network.streams or any(s.stream == MESSAGES for s in channel.listens_to):
        return page
    return replace(page, posts=tuple(post for post in page.posts if post.kind != MESSAGE))


def _book(reading: run.Run) -> None:
    """Count what was looked up, also in vain."""
    reading.meter.book()
    # A step of its own: the network has counted it too.
    frappe.db.commit()
    reading.meter.booked()
