"""The scheduler's entry: once a minute, one job for each channel that has something to read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import frappe
from frappe.utils.background_jobs import (
    get_job,
    get_queue,
    get_queue_list,
)
from rq.job import Job, JobStatus

from social_support.conversations import jobs
from social_support.ingestion import streams
from social_support.ingestion.lease import claim, holder

QUEUE = "short"
# Workers look here last, so that what was written long ago waits for everything else.
QUEUE_FOR_OLDER = "long"
# Well above what a run takes (see run.RUN_SECONDS), so that only a stuck one is ended.
TIMEOUT = 240
OURS = ("like", "social_support.%")
# From leaving its queue to being noted as started, a job is in neither for a moment.
BEGINS_WITHIN = timedelta(seconds=60)


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
    if jobs.one_waits(QUEUE_FOR_OLDER, prefix):
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


def free_lost_jobs() -> None:
    """The scheduler's entry, every two minutes: jobs of dead workers count as running no more.

    Frappe enqueues no scheduled job that RQ calls queued or started, and RQ 1.15 cleans up late.
    It notes a job as started until 90 seconds after the last sign of life (worker.py,
    `get_heartbeat_ttl`: 30 + 60, renewed every 30), but a worker looks for notes that are over when
    it starts and every 600 seconds, and a lock of 899 seconds per queue (queue.py,
    `acquire_maintenance_lock`) makes each second look of those idle: so a minute's job could be
    gone for 20 minutes. With this it is enqueued again after 90 to 210 seconds, at the scheduler's
    next look. What died between leaving its queue and being noted would never be: it stays "queued"
    in no queue. Should this very job die, RQ's own look frees it; the others run meanwhile.
    """
    for name in get_queue_list():
        get_queue(name).started_job_registry.cleanup()
    for event in frappe.get_all("Scheduled Job Type", {"stopped": 0, "method": OURS}, pluck="name"):
        job = get_job(frappe.get_doc("Scheduled Job Type", event).rq_job_id)
        if job and _left_its_queue_for_nowhere(job):
            job.delete()


def _left_its_queue_for_nowhere(job: Job) -> bool:
    """Whether a job that counts as queued is in its queue no more, and nobody has begun it."""
    waited = datetime.now(timezone.utc) - job.enqueued_at.replace(tzinfo=timezone.utc)
    return (
        waited > BEGINS_WITHIN
        and not jobs.is_in_its_queue(job)
        and job.get_status() == JobStatus.QUEUED
    )


def _is_queued(token: str | None) -> bool:
    """Whether the job of an expired lease has only not begun yet: all workers are busy."""
    return bool(token) and jobs.waits(job_id(token))
