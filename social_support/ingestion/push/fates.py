"""What becomes of deliveries, once each channel had its turn: stored, tried later, or set aside."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import NamedTuple

import frappe
from frappe import _

from social_support.conversations import channels
from social_support.ingestion import sync_log
from social_support.ingestion.backoff import wait_seconds
from social_support.ingestion.failures import Outcome
from social_support.ingestion.push import deliveries
from social_support.ingestion.push.deliveries import Delivery
from social_support.ingestion.streams import PUSHED
from social_support.networks.errors import Unavailable

MOST_ATTEMPTS = 5


class Failure(NamedTuple):
    """Which channel could not take a delivery, why, in words, and what was raised."""

    channel: str
    reason: str
    error: Exception


@dataclass
class Fates:
    """What the channels made of a batch, by the names of its deliveries: those that a channel of
    their app has read, and stored what was for it; those that failed there; those that are for a
    channel that is busy, or that there was no time for; those that are signed and can't be read.
    """

    read: set[str] = field(default_factory=set)
    failed: dict[str, Failure] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    unreadable: dict[str, Failure] = field(default_factory=dict)

    def fail(self, names: Iterable[str], channel: str, outcome: Outcome) -> None:
        """These failed on this channel."""
        self.failed |= dict.fromkeys(names, Failure(channel, outcome.why, outcome.error))

    def failure(self, delivery: Delivery) -> Failure | None:
        """What stands in its way, other than that somebody is busy."""
        name = delivery.name
        if name in self.failed or name in self.read | self.left:
            return self.failed.get(name)
        nobody = _("No channel that listens could read this.")
        unread = Failure(delivery.channel, nobody, Unavailable(nobody))
        return self.unreadable.get(name, unread)

    def is_final(self, delivery: Delivery) -> bool:
        """Whether there is no use in trying what failed again."""
        if delivery.name in self.unreadable and delivery.name not in self.failed:
            return True
        return delivery.attempts + 1 >= MOST_ATTEMPTS and delivery.name not in self.left


def settle(batch: Sequence[Delivery], fates: Fates) -> set[str]:
    """Note what became of the batch; the names of those that still wait. The caller commits."""
    waits = set()
    for delivery in batch:
        failure = fates.failure(delivery)
        if failure and fates.is_final(delivery):
            _set_aside(delivery, failure)
        elif failure:
            deliveries.try_again(delivery.name, failure.reason, _wait(failure, delivery))
            waits.add(delivery.name)
        elif delivery.name in fates.left:
            waits.add(delivery.name)
    deliveries.stored([each.name for each in batch if _is_stored(each, fates)])
    return waits


def _is_stored(delivery: Delivery, fates: Fates) -> bool:
    return delivery.name not in fates.left and fates.failure(delivery) is None


def _wait(failure: Failure, delivery: Delivery) -> float:
    now = datetime.now(timezone.utc)
    return wait_seconds(failure.error, delivery.attempts + 1, now, random.random())


def _set_aside(delivery: Delivery, failure: Failure) -> None:
    """Kept as a row, and told in the sync log of the channel that it concerns."""
    deliveries.set_aside(delivery.name, failure.reason, failure.channel)
    if failure.channel and frappe.db.exists("Social Channel", failure.channel):
        kept = {sync_log.DELIVERY: delivery.name}
        sync_log.set_aside(channels.load(failure.channel), PUSHED, kept, failure.reason)
