"""What was written past the document events: a bulk import, another app's SQL, an earlier version.

Documents are read in the order in which they were changed, a batch at a time, from where the last
job ended; the first job on a site reads them all.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime
from redis.exceptions import ConnectionError

from social_support.conversations.patience import patiently
from social_support.customers import party_keys, profile_keys, recheck
from social_support.customers.identify import told_by
from social_support.customers.party_keys import PARTIES

QUEUE = "long"
TIMEOUT, MOST_SECONDS = 900, 300
AT_ONCE = 500
OVERLAP = timedelta(hours=2)
"""A change bears the time at which it was made, and can be seen when it is committed."""

PLACES = "Social Catch Up"
PROFILE = "Social Profile"
START, DONE = "", "done"
LONG_AGO = datetime(1900, 1, 1)


def enqueue() -> None:
    """Have everything caught up with at once, after the app came or has a new version."""
    try:
        frappe.enqueue(f"{__name__}.catch_up", queue=QUEUE, timeout=TIMEOUT)
    except ConnectionError:
        # A site that is set up where no queue runs yet: its first hourly job reads everything.
        return


def catch_up(seconds: float = MOST_SECONDS) -> None:
    """The job, hourly: bring keys in step with what was changed. What is left after `seconds` is
    left to the next one. Commits batch by batch.
    """
    end = time.monotonic() + seconds
    steps: list[Callable[[], bool]] = [_authors_of_an_earlier_version]
    steps += [lambda doctype=doctype: _parties(doctype) for doctype in PARTIES]
    for doctype in PARTIES:
        _step_back(doctype)
    for step in steps:
        while patiently(step):
            if time.monotonic() > end:
                return
    recheck.recheck_authors(max(end - time.monotonic(), 1))


def _parties(doctype: str) -> bool:
    """The next batch; whether there was one."""
    modified, name = _read(doctype)
    rows = frappe.db.sql(
        f"""SELECT name, modified FROM `tab{doctype}`
        WHERE modified > %(modified)s OR (modified = %(modified)s AND name > %(name)s)
        ORDER BY modified, name LIMIT %(most)s""",
        {"modified": modified, "name": name, "most": AT_ONCE},
    )
    if rows:
        names = [row[0] for row in rows]
        party_keys.refresh(doctype, names)
        # An author and a customer who were stored at one moment did not see each other.
        party_keys.check_again(doctype, names)
        _write(doctype, rows[-1][1], rows[-1][0])
    return bool(rows)


def _authors_of_an_earlier_version() -> bool:
    """The next batch of those who were stored before there were keys; whether there was one."""
    last = _kept(PROFILE)
    if last == DONE:
        return False
    filters = {"name": (">", last), "erased": 0}
    names = frappe.get_all(PROFILE, filters, pluck="name", order_by="name", limit=AT_ONCE)
    profile_keys.refresh(told_by(names))
    _keep(PROFILE, names[-1] if names else DONE)
    return bool(names)


def _step_back(doctype: str) -> None:
    modified, _name = _read(doctype)
    if modified > LONG_AGO:
        _write(doctype, modified - OVERLAP, "")


def _read(doctype: str) -> tuple[datetime, str]:
    modified, _mark, name = _kept(doctype).partition("|")
    return (get_datetime(modified) if modified else LONG_AGO, name)


def _write(doctype: str, modified: datetime, name: str) -> None:
    _keep(doctype, f"{modified}|{name}")


def _kept(doctype: str) -> str:
    return frappe.db.get_single_value(PLACES, frappe.scrub(doctype), cache=False) or START


def _keep(doctype: str, place: str) -> None:
    frappe.db.set_single_value(PLACES, frappe.scrub(doctype), place, update_modified=False)
