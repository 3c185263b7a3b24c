"""Have a job store what waits. Whoever reads a channel asks for it at its end: nobody waits for the
channel in a worker, which the very job that has it may need.
"""

from __future__ import annotations

from collections.abc import Collection

import frappe

from social_support.conversations import jobs
from social_support.ingestion.push import deliveries
from social_support.ingestion.schedule import QUEUE, TIMEOUT


def enqueue(network: str) -> None:
    """Have what waits of the network stored, unless a job that has not begun yet will do it."""
    prefix = f"social-push-{network}-"
    if not jobs.one_waits(QUEUE, prefix):
        frappe.enqueue(
            "social_support.ingestion.push.drain.drain",
            queue=QUEUE,
            timeout=TIMEOUT,
            job_id=prefix + frappe.generate_hash(length=10),
            network=network,
        )


def enqueue_if_any(network: str, *, besides: Collection[str] = ()) -> None:
    """The same, where deliveries wait at all. `besides`: names of those that do not count."""
    if deliveries.any_waits(network, besides):
        enqueue(network)
