"""Customers, contacts and leads that are new or changed: which authors told what is theirs?

Only authors who told a value that is new or gone are looked at again, a page at a time. The marks
on the keys are the queue: a job that dies leaves them, and the next one goes on.
"""

import time
from collections.abc import Collection, Iterator

import frappe
from frappe.utils.background_jobs import create_job_id, get_queue
from redis.exceptions import ConnectionError

from social_support.conversations.patience import patiently
from social_support.conversations.store.rows import delete_rows, lock_rows
from social_support.customers.identify import identify
from social_support.customers.keys import PARTY_KEY

QUEUE, PREFIX = "long", "social-recheck-"
TIMEOUT, MOST_SECONDS = 900, 300
KEYS_AT_ONCE, AUTHORS_AT_ONCE = 200, 100


def enqueue() -> None:
    """Have the authors looked at by a job, once the transaction is committed."""
    frappe.db.after_commit.add(_enqueue)


def recheck_authors(seconds: float = MOST_SECONDS) -> None:
    """The job: look at the authors of all marked keys. What is left after `seconds` is left to
    another job, behind all that waits. Commits page by page.
    """
    end = time.monotonic() + seconds
    while marked := _marked_keys():
        for authors in _unlinked_authors({row.key_hash for row in marked}):
            patiently(lambda page=authors: identify(page, [], anew=True))
        patiently(lambda rows=marked: _unmark(rows))
        if time.monotonic() > end:
            _enqueue()
            return


def _enqueue() -> None:
    """One that waits is enough; one that runs may have read the marks already."""
    try:
        waiting = get_queue(QUEUE).get_job_ids()
        if any(found.startswith(create_job_id(PREFIX)) for found in waiting):
            return
        frappe.enqueue(
            f"{__name__}.recheck_authors",
            queue=QUEUE,
            timeout=TIMEOUT,
            job_id=PREFIX + frappe.generate_hash(length=10),
        )
    except ConnectionError:
        # The document is saved, and its marks stay: the hourly job of `catch_up` looks at them.
        return


def _marked_keys() -> list[frappe._dict]:
    return frappe.get_all(
        PARTY_KEY,
        filters={"to_check": 1},
        fields=["name", "key_hash", "modified"],
        # In the order of the index on the mark: any other would sort all marked keys for each page.
        order_by="name asc",
        limit=KEYS_AT_ONCE,
    )


def _unlinked_authors(hashes: Collection[str]) -> Iterator[list[str]]:
    """Those who told one of these values and are linked to nobody, in pages."""
    last = ""
    while names := _authors_after(last, hashes):
        yield names
        last = names[-1]


def _authors_after(last: str, hashes: Collection[str]) -> list[str]:
    return frappe.db.sql_list(
        """SELECT DISTINCT told.profile FROM `tabSocial Profile Key` told
        JOIN `tabSocial Profile` profile ON profile.name = told.profile
        WHERE told.key_hash IN %(hashes)s AND told.profile > %(last)s
            AND profile.customer IS NULL AND profile.lead IS NULL AND profile.erased = 0
        ORDER BY told.profile LIMIT %(most)s""",
        {"hashes": tuple(hashes), "last": last, "most": AUTHORS_AT_ONCE},
    )


def _unmark(rows: list[frappe._dict]) -> None:
    """What was marked again since it was read stays marked."""
    read = {row.name: row.modified for row in rows}
    now = lock_rows(PARTY_KEY, ("modified", "gone"), read)
    checked = [row for name, row in now.items() if row["modified"] == read[name]]
    delete_rows(PARTY_KEY, "name", [row["name"] for row in checked if row["gone"]])
    kept = [row["name"] for row in checked if not row["gone"]]
    if kept:
        frappe.db.set_value(PARTY_KEY, {"name": ("in", kept)}, "to_check", 0, update_modified=False)
