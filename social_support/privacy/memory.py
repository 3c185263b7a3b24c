"""Traces of a person outside of the database: waiting jobs, Redis, and files of ours on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import frappe
from frappe.utils.background_jobs import get_queues
from rq.job import Job
from rq.registry import FailedJobRegistry, FinishedJobRegistry

from social_support.conversations import removal
from social_support.privacy.needles import Needles


def forget_jobs(needles: Needles) -> int:
    """Take jobs of this site whose arguments or errors are about the person out of their queues."""
    found = [
        job for job in _jobs() if needles.tells(f"{job.kwargs} {_error(job)}", line_alone=True)
    ]
    for job in found:
        job.delete()
    return len(found)


def _error(job: Job) -> str:
    result = job.latest_result()
    return (result.exc_string if result else "") or ""


def _jobs() -> Iterator[Job]:
    """Those that wait, have failed, or are done and kept for a while. Who runs now ends by itself
    within its time and is kept no longer than ten minutes.
    """
    for queue in get_queues():
        ids = list(queue.job_ids)
        for registry in (FailedJobRegistry, FinishedJobRegistry):
            ids += registry(queue=queue).get_job_ids()
        for job in Job.fetch_many(ids, connection=queue.connection):
            if job and job.kwargs.get("site") == frappe.local.site:
                yield job


def forget_cached(needles: Needles) -> int:
    """Drop what Frappe has put by with a name or line of the person in it: whoever it is about, it
    is read anew from the database.
    """
    count = 0
    for key in frappe.cache.scan_iter(match=f"{frappe.conf.db_name}|*", count=1000):
        if needles.found_in(_content(key)):
            frappe.cache.delete(key)
            count += 1
    return count


def _content(key: bytes) -> str:
    kind = frappe.cache.type(key)
    if kind == b"string":
        parts = [frappe.cache.execute_command("GET", key) or b""]
    elif kind == b"hash":
        fields = frappe.cache.execute_command("HGETALL", key)
        parts = [part for pair in fields.items() for part in pair]
    elif kind == b"list":
        parts = frappe.cache.execute_command("LRANGE", key, 0, -1)
    else:
        parts = list(frappe.cache.execute_command("SMEMBERS", key)) if kind == b"set" else []
    return b" ".join([key, *parts]).decode("utf-8", "replace")


def forget_files(needles: Needles) -> int:
    """Take the person out of exports of ours, and drop reports that were prepared on our rows."""
    reports = frappe.get_all("Report", {"module": "Social Support"}, pluck="name")
    ours = frappe.get_all("DocType", {"module": "Social Support"}, pluck="name")
    reports += frappe.get_all("Report", {"ref_doctype": ("in", ours)}, pluck="name")
    prepared = frappe.get_all("Prepared Report", {"report_name": ("in", reports)}, pluck="name")
    removal.remove_mails_and_files("Prepared Report", prepared)
    removal.remove_whole("Prepared Report", prepared)
    folder = Path(frappe.get_site_path("private", "backups"))
    return sum(_clean(path, needles) for path in sorted(folder.glob("*-social_support.jsonl")))


def _clean(path: Path, needles: Needles) -> int:
    """Leave the lines that are not about the person; how many went."""
    clean, gone = path.with_suffix(".part"), 0
    with path.open(encoding="utf-8") as old, clean.open("w", encoding="utf-8") as new:
        clean.chmod(0o600)
        for line in old:
            if needles.tells(line, line_alone=True):
                gone += 1
            else:
                new.write(line)
    os.replace(clean, path)
    return gone
