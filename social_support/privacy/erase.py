"""Erase a person: the steps, in the order in which nothing is lost that a later one needs.

The door first, so that nothing new comes in; then traces elsewhere, which are recognised by what is
still stored; then posts, conversations and links; the author's row at last.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import frappe
from frappe import _
from frappe.utils import escape_html

from social_support.conversations import erasure
from social_support.conversations.removal import PROFILE
from social_support.privacy import export, memory, requests, traces
from social_support.privacy.subject import Subject

HOOK = "social_author_erased"
Done = tuple[str | None, int]


def ask(profile: str, typed_handle: str, reason: str, user: str) -> str:
    """Have the author erased, for good; the name of the request.

    Raises frappe.ValidationError unless `typed_handle` is the author's, or where it was erased.
    """
    row = frappe.db.get_value(PROFILE, profile, ["handle", "erased"], as_dict=True)
    if not row:
        frappe.throw(_("This author does not exist any more."), frappe.DoesNotExistError)
    if row.handle == erasure.ERASED:
        frappe.throw(_("This author was erased already. There is nothing left to erase."))
    if typed_handle.strip().lstrip("@").lower() != (row.handle or "").lstrip("@").lower():
        words = _("Type the handle of the author, {0}, to erase them.")
        frappe.throw(words.format(escape_html(f"@{row.handle}")))
    return requests.ask(requests.ERASE, profile, reason, user)


def run(request: str) -> None:
    """The job."""
    frappe.set_user("Administrator")
    profile = frappe.db.get_value(requests.DOCTYPE, request, "profile")
    erasing = Erasing(erasure.rows_of_person(profile) if profile else [])
    if requests.work_off(request, requests.ERASE, erasing.step, len(erasing.steps)):
        frappe.publish_realtime(
            "list_update", {"doctype": PROFILE, "name": profile}, doctype=PROFILE
        )


class Erasing:
    """`step` does the next one of `steps`, a batch of it where it goes through many rows."""

    def __init__(self, profiles: Sequence[str]) -> None:
        self.profiles = list(profiles)
        self.subject = Subject(self.profiles)
        self.steps = [
            self._close_the_door,
            *(partial(self._look_through, doctype) for doctype in traces.places()),
            *(partial(self._look_through_raw, table) for table in traces.RAW),
            self._forget_elsewhere,
            self._blank_posts,
            self._blank_words_to_them,
            self._blank_conversations,
            self._forget_links,
            self._reduce,
        ]

    def step(self, place: requests.Place) -> tuple[requests.Place | None, int]:
        number, last = place
        after, rows = self.steps[number](last)
        if after:
            return (number, after), rows
        return ((number + 1, "") if number + 1 < len(self.steps) else None), rows

    def _close_the_door(self, _last: str) -> Done:
        erasure.close_the_door(self.profiles)
        return None, len(self.profiles)

    def _look_through(self, doctype: str, last: str) -> Done:
        return traces.look_through(doctype, last, self.subject.needles, self.profiles)

    def _look_through_raw(self, table: str, last: str) -> Done:
        return traces.look_through_raw(table, last, self.subject.needles)

    def _forget_elsewhere(self, _last: str) -> Done:
        needles = self.subject.needles
        rows = memory.forget_files(needles) + memory.forget_jobs(needles)
        return None, rows + memory.forget_cached(needles)

    def _blank_posts(self, last: str) -> Done:
        return erasure.blank_next_posts(self.profiles, last)

    def _blank_words_to_them(self, _last: str) -> Done:
        return None, erasure.blank_words_to(self.profiles)

    def _blank_conversations(self, last: str) -> Done:
        names, rows = erasure.blank_next_conversations(self.profiles, last)
        for handler in frappe.get_hooks(HOOK) if names else ():
            frappe.get_attr(handler)(names)
        return (names[-1] if names else None), rows

    def _forget_links(self, _last: str) -> Done:
        return None, erasure.forget_links(self.profiles)

    def _reduce(self, _last: str) -> Done:
        erasure.reduce_to_tombstones(self.profiles)
        export.forget(self.profiles)
        return None, len(self.profiles)
