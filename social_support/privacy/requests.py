"""Who asked for what about whom, and how far it is: Social Privacy Request.

A request is worked off in steps, each a transaction that also notes the place to go on from. A job
that is killed loses the step it was in; two jobs at once take turns, for each step locks the row.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_support.conversations import jobs
from social_support.conversations.jobs import BUSY
from social_support.conversations.keys import new_name

DOCTYPE = "Social Privacy Request"
ERASE, EXPORT = "Erase", "Export"
WAITING, RUNNING, DONE, FAILED = "Waiting", "Running", "Done", "Failed"
EXPIRED = "Expired"
UNFINISHED = (WAITING, RUNNING)
PERSON, FRAPPE = "The Person Asked", "Personal Data Request"
REASONS = (PERSON, FRAPPE, "An Authority Asked", "Our Own Decision")
QUEUE = "long"
# The next job goes on with what does not fit, so that other jobs get their turn.
RUN_SECONDS = 60
QUIET_MINUTES = 3

# A step: from a place (step, last row) to the next one, None at the end; and the rows it looked at.
Place = tuple[int, str]
Step = Callable[[Place], tuple[Place | None, int]]


def ask(action: str, profile: str, reason: str, user: str) -> str:
    """The name of the request, which a job begins with after the commit.

    Asking again while one of the same kind runs finds that one. A failed erasure goes on.
    """
    if reason not in REASONS:
        frappe.throw(_("Choose a reason: {0}.").format(", ".join(map(_, REASONS))))
    known = {"action": action, "profile": profile}
    unfinished = [*UNFINISHED, *([FAILED] if action == ERASE else [])]
    name = frappe.db.get_value(DOCTYPE, {**known, "status": ("in", unfinished)})
    name = name or _insert({**known, "reason": reason}, user)
    change(name, status=WAITING, error=None)
    enqueue(name, action)
    return name


def _insert(values: dict[str, Any], user: str) -> str:
    network = frappe.db.get_value("Social Profile", values["profile"], "network")
    request = frappe.get_doc(
        doctype=DOCTYPE,
        **values,
        network=network,
        status=WAITING,
        asked_by=user,
        asked_on=now_datetime(),
        owner=user,
    )
    # Nobody may create one but through the doors of this room.
    request.insert(ignore_permissions=True, set_name=new_name())
    return request.name


def work_off(request: str, action: str, step: Step, count: int) -> bool:
    """Do steps for a minute; whether all `count` are done. What is left, the next job does."""
    began = time.monotonic()
    try:
        while time.monotonic() - began < RUN_SECONDS:
            if _do(request, step, count):
                return True
    except BUSY:
        # Somebody else's transaction was in the way: the next job begins this step anew.
        frappe.db.rollback()
    except Exception:
        _fail(request)
        raise
    enqueue(request, action)
    # The job's last step: what comes next is queued.
    frappe.db.commit()
    return False


def _do(request: str, step: Step, count: int) -> bool:
    row = frappe.db.get_value(
        DOCTYPE, request, ["status", "place", "rows_done"], as_dict=True, for_update=True
    )
    if not row or row.status not in UNFINISHED:
        frappe.db.rollback()
        return True
    number, last = frappe.parse_json(row.place) if row.place else (0, "")
    place, rows = step((number, last))
    values = {"rows_done": row.rows_done + rows}
    if place is None:
        values |= {"status": DONE, "progress": 100, "place": None, "done_on": now_datetime()}
    else:
        done = 100 * place[0] / count
        values |= {"status": RUNNING, "progress": done, "place": frappe.as_json(place, indent=None)}
    change(request, **values)
    # Each step stands by itself: whoever goes on later finds it done.
    frappe.db.commit()
    return place is None


def _fail(request: str) -> None:
    """Say so on the request. The log gets no values of variables: they would be personal data."""
    trace = traceback.format_exc()
    frappe.db.rollback()
    reason = _("It stopped at an error, which the Error Log has. Ask again to go on.")
    change(request, status=FAILED, error=reason)
    frappe.get_doc(
        doctype="Error Log", method=DOCTYPE, error=trace, reference_doctype=DOCTYPE
    ).insert(ignore_permissions=True)
    # The caller raises, and the job is rolled back.
    frappe.db.commit()


def change(request: str, **values: Any) -> None:
    """Write what became of it, with a new `modified`: by that, a job that was lost is known."""
    frappe.db.set_value(DOCTYPE, request, values)


def enqueue(request: str, action: str) -> None:
    """Have a job begin or go on, once the transaction is committed, unless one waits already."""
    if jobs.one_waits(QUEUE, _prefix(request)):
        return
    frappe.enqueue(
        f"social_support.privacy.{'erase' if action == ERASE else 'export'}.run",
        queue=QUEUE,
        timeout=1500,
        enqueue_after_commit=True,
        # Each a new one: the job that enqueues it may be of the same request.
        job_id=_prefix(request) + frappe.generate_hash(length=10),
        request=request,
    )


def resume_requests() -> None:
    """The scheduler's entry: go on with what nobody has touched for some minutes, unless its job is
    at a long step. A killed worker's job counts as running for 90 seconds at most.
    """
    quiet = frappe.utils.add_to_date(now_datetime(), minutes=-QUIET_MINUTES)
    lost = {"status": ("in", UNFINISHED), "modified": ("<", quiet)}
    for row in frappe.get_all(DOCTYPE, lost, ["name", "action"]):
        if not jobs.one_runs(QUEUE, _prefix(row.name)):
            enqueue(row.name, row.action)


def _prefix(request: str) -> str:
    """What the ids of the request's jobs begin with."""
    return f"social-privacy-{request}-"


def progress(request: str) -> dict[str, Any]:
    """{name, action, status, progress in percent, rows, error, file}; file: the address of an
    export that is done.
    """
    row = frappe.db.get_value(
        DOCTYPE,
        request,
        ["name", "action", "status", "progress", "rows_done as rows", "error"],
        as_dict=True,
    )
    attached = {"attached_to_doctype": DOCTYPE, "attached_to_name": request}
    return {**row, "file": frappe.db.get_value("File", attached, "file_url")}
