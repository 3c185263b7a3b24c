"""The scheduler's jobs come back after their worker died."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import frappe
import pytest
from frappe.utils.background_jobs import get_job, get_queue
from rq.job import JobStatus

from social_support.ingestion import lease, schedule, streams
from tests.site.ingestion.network import NOTIFICATIONS
from tests.site.support.waiting import wait_for

POLL = "schedule.poll_due_channels"
NOTED_FOR = timedelta(seconds=90)


@pytest.fixture
def no_worker(own_site, running_worker):
    """Nobody takes what is enqueued."""
    if running_worker.process:
        running_worker.kill()


@pytest.fixture
def job_type(no_worker):
    """Ours that runs each minute, in no queue."""
    found = frappe.get_doc("Scheduled Job Type", POLL)
    forget(found.rq_job_id)
    yield found
    forget(found.rq_job_id)


def forget(job_id: str) -> None:
    if job := get_job(job_id):
        job.delete()


def queue_of(job_type):
    return get_queue(job_type.get_queue_name())


@pytest.mark.slow
def test_a_job_whose_worker_was_killed(own_site, network, connect, worker):
    """What RQ knows of a job that a dead worker had begun, and what is left of it afterwards."""
    channel = connect()
    network.silence(NOTIFICATIONS)
    streams.make_due(channel.name)
    frappe.db.commit()
    job_id = schedule.job_id(schedule.enqueue(channel.name))
    asked = lambda: any(NOTIFICATIONS in seen.path for seen in network.seen)  # noqa: E731
    wait_for(asked, 30, "the worker to read")
    worker.kill()
    job = get_job(job_id)
    registry = job.started_job_registry
    left = registry.get_expiration_time(job) - datetime.now(timezone.utc).replace(tzinfo=None)
    assert timedelta(0) < left <= NOTED_FOR
    schedule.free_lost_jobs()
    assert get_job(job_id).get_status() == JobStatus.STARTED, "it may be alive as yet"
    registry.connection.zadd(registry.key, {job.id: time.time() - 1})
    schedule.free_lost_jobs()
    assert get_job(job_id).get_status() == JobStatus.FAILED
    network.heal()
    frappe.db.set_value(
        "Social Stream State", {"channel": channel.name}, "lease_until_utc", "2020-01-01"
    )
    frappe.db.commit()
    assert lease.claim(channel.name)
    frappe.db.rollback()


def test_a_scheduled_job_that_died_is_enqueued_again(job_type):
    assert job_type.enqueue(force=True)
    job = get_job(job_type.rq_job_id)
    job.connection.lrem(queue_of(job_type).key, 1, job.id)
    job.set_status(JobStatus.STARTED)
    job.started_job_registry.connection.zadd(
        job.started_job_registry.key, {job.id: time.time() - 1}
    )
    assert not job_type.enqueue(force=True), "Frappe takes it for running"
    schedule.free_lost_jobs()
    assert job_type.enqueue(force=True)


def test_a_job_that_died_before_it_was_noted_is_enqueued_again(job_type):
    assert job_type.enqueue(force=True)
    job = get_job(job_type.rq_job_id)
    job.connection.lrem(queue_of(job_type).key, 1, job.id)
    schedule.free_lost_jobs()
    assert not job_type.enqueue(force=True), "it may be about to begin"
    job.enqueued_at -= timedelta(minutes=2)
    job.save()
    schedule.free_lost_jobs()
    assert job_type.enqueue(force=True)


def test_what_waits_in_its_queue_stays(job_type):
    assert job_type.enqueue(force=True)
    job = get_job(job_type.rq_job_id)
    job.enqueued_at -= timedelta(hours=2)
    job.save()
    schedule.free_lost_jobs()
    assert job.id in queue_of(job_type).get_job_ids()
    assert get_job(job_type.rq_job_id).get_status() == JobStatus.QUEUED


def test_a_channel_whose_job_died_before_it_began_is_read_again(no_worker, connect):
    channel = connect()
    streams.make_due(channel.name)
    frappe.db.commit()
    token = schedule.enqueue(channel.name)
    job = get_job(schedule.job_id(token))
    job.connection.lrem(get_queue(schedule.QUEUE).key, 1, job.id)
    where = {"channel": channel.name, "stream": streams.BY_HAND}
    frappe.db.set_value("Social Stream State", where, "lease_until_utc", "2020-01-01")
    frappe.db.commit()
    schedule.poll_due_channels()
    now = frappe.db.get_value("Social Stream State", where, "lease_token")
    assert now != token
    for each in (token, now):
        forget(schedule.job_id(each))
