"""The scheduler's entry: once a minute, one job for each channel that has something to read."""

from __future__ import annotations

import frappe
from frappe.utils.background_jobs import create_job_id, get_job_status, get_queue
from rq.job import JobStatus

from social_support.ingestion import streams
from social_support.ingestion.lease import claim, holder

QUEUE = "short"
# Workers look here last, so that what was written long ago waits for everything else.
QUEUE_FOR_OLDER = "long"
# Well above what a run takes (see run.RUN_SECONDS), so that only a stuck one is ended.
TIMEOUT = 240


def poll_due_channels() -> None:
    """Enqueue the due channels, each under a lease of its own. One query when nothing is due."""
    for row in streams.due_channels():
        if not _is_queued(row.lease_token):
            enqueue(row.channel)


def enqueue(channel: str, *, at_front: bool = False) -> str | None:
    """Have the channel read by a job of its own; the token of whoever reads it.

    That may be another job, which was first. Commits.
    """
    lease = claim(channel)
    # A step of its own: the job must find the lease, and a lease left behind by a crash right here
    # ends by itself.
    frappe.db.commit()
    if lease is None:
        return holder(channel)[0]
    frappe.enqueue(
        "social_support.ingestion.run.read_channel",
        queue=QUEUE,
        timeout=TIMEOUT,
        at_front=at_front,
        job_id=job_id(lease.token),
        channel=channel,
        token=lease.token,
    )
    return lease.token


def enqueue_older(channel: str) -> None:
    """Have older posts of the channel read by a job of its own, behind all that waits."""
    prefix = f"social-older-{channel}-"
    waiting = get_queue(QUEUE_FOR_OLDER).get_job_ids()
    if any(found.startswith(create_job_id(prefix)) for found in waiting):
        return
    frappe.enqueue(
        "social_support.ingestion.run.read_back",
        queue=QUEUE_FOR_OLDER,
        timeout=TIMEOUT,
        # Each a new one: the job that enqueues it may be one of its kind.
        job_id=prefix + frappe.generate_hash(length=10),
        channel=channel,
    )


def job_id(token: str) -> str:
    """The id of the job that reads under this lease."""
    return f"social-poll-{token}"


def _is_queued(token: str | None) -> bool:
    """Whether the job of an expired lease has only not begun yet: all workers are busy."""
    return bool(token) and get_job_status(job_id(token)) == JobStatus.QUEUED
