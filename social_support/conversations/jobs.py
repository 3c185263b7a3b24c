"""Jobs as RQ keeps them: what it says of one whose worker was killed is not always so."""

import frappe
from frappe.utils.background_jobs import create_job_id, get_job, get_queue
from rq.job import Job, JobStatus

# Somebody else's transaction was in the way: what it interrupted can be done again.
BUSY = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)


def waits(job_id: str) -> bool:
    """Whether the job of this id stands in its queue and nobody has begun it."""
    job = get_job(job_id)
    return bool(job) and job.get_status(refresh=True) == JobStatus.QUEUED and is_in_its_queue(job)


def is_in_its_queue(job: Job) -> bool:
    """Whether its queue holds the job: one that died while it was taken stays "queued" in none."""
    return job.connection.lpos(f"rq:queue:{job.origin}", job.id) is not None


def one_waits(queue: str, prefix: str) -> bool:
    """Whether a job whose id begins so stands in the queue."""
    return _any_begins(get_queue(queue).get_job_ids(), prefix)


def one_runs(queue: str, prefix: str) -> bool:
    """Whether a worker that shows signs of life is at a job whose id begins so."""
    # RQ takes those of dead workers off the list before it shows it.
    return _any_begins(get_queue(queue).started_job_registry.get_job_ids(), prefix)


def _any_begins(ids: list[str], prefix: str) -> bool:
    return any(found.startswith(create_job_id(prefix)) for found in ids)
