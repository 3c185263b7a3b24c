"""Jobs as RQ keeps them: what it says of one whose worker was killed is not always so."""

import frappe
from frappe.utils.background_jobs import get_job
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
