"""One job of a request waits at a time, and none is kept from going on by a dead one."""

from __future__ import annotations

import frappe
from frappe.utils import add_to_date, now_datetime
from frappe.utils.background_jobs import create_job_id, get_queue, get_queues_timeout

from social_support.conversations.keys import new_name
from social_support.privacy import requests


def test_one_job_waits_and_who_runs_is_not_doubled(make, monkeypatch) -> None:
    # A queue that no worker of another test listens to.
    monkeypatch.setattr(requests, "QUEUE", make.unique("queue").replace(" ", ""))
    monkeypatch.setitem(get_queues_timeout(), requests.QUEUE, 1500)
    queue, request = get_queue(requests.QUEUE), a_request(make)
    make.cleanup.call(lambda: queue.delete(delete_jobs=True))

    def waiting() -> list[str]:
        prefix = create_job_id(f"social-privacy-{request}-")
        return [found for found in queue.get_job_ids() if found.startswith(prefix)]

    for _again in range(3):
        requests.resume_requests()
        frappe.db.commit()
    [first] = waiting()

    # It begins: one that goes on may be queued behind it, but the scheduler leaves it alone.
    job = queue.fetch_job(first)
    make.cleanup.call(job.delete)
    queue.remove(first)
    running = queue.started_job_registry
    running.add(job, 90)
    requests.resume_requests()
    frappe.db.commit()
    assert waiting() == []
    requests.enqueue(request, requests.ERASE)
    frappe.db.commit()
    [second] = waiting()
    assert second != first

    # Its worker was killed, and so was the next one before anybody noted it as started.
    make.cleanup.call(queue.fetch_job(second).delete)
    queue.remove(second)
    running.remove(job)
    requests.resume_requests()
    frappe.db.commit()
    [third] = waiting()
    assert third not in {first, second}


def a_request(make) -> str:
    request = frappe.get_doc(
        doctype=requests.DOCTYPE,
        action=requests.ERASE,
        profile=make.profile(),
        status=requests.RUNNING,
        reason=requests.PERSON,
        asked_by="Administrator",
        asked_on=now_datetime(),
    ).insert(ignore_permissions=True, set_name=new_name())
    make.cleanup.doc(requests.DOCTYPE, request.name)
    quiet = add_to_date(now_datetime(), minutes=-10)
    frappe.db.set_value(requests.DOCTYPE, request.name, "modified", quiet, update_modified=False)
    frappe.db.commit()
    return request.name
