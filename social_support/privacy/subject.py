"""What is stored about the person who is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import frappe

from social_support.conversations.removal import CONVERSATION, INTERACTION, PROFILE, REPLY
from social_support.conversations.store.subject import ERASED
from social_support.privacy.needles import Needles, lines_of, marks_of, names_of

IDENTITY = ("handle", "display_name", "external_id", "url", "avatar_url", "bio", "profile_fields")


class Subject:
    """An author with the other rows of the same person. `needles` is read once and kept: it is to
    be asked for before anything is blanked.
    """

    def __init__(self, profiles: Sequence[str]) -> None:
        self.profiles = list(profiles)

    @cached_property
    def needles(self) -> Needles:
        marks: list[str] = []
        names: list[str] = []
        texts: list[str] = []
        for row in frappe.get_all(PROFILE, {"name": ("in", self.profiles)}, list(IDENTITY)):
            if row.handle and row.handle != ERASED:
                marks += marks_of(row.handle, row.external_id or "", row.url or "")
                # Many have the same picture: a network's own for those who chose none.
                names += names_of(row.handle, row.display_name or "", row.avatar_url or "")
            texts += [row.bio or "", *self._told(row.profile_fields)]
        for post in self._posts:
            texts += [post.text or "", post.content_warning or ""]
            marks += [post.permalink] if post.permalink else []
        lines = lines_of([*texts, *self._earlier_texts()])
        return Needles(dict.fromkeys(marks), names, lines, self._documents())

    def _documents(self) -> frozenset[str]:
        """Whatever of ours is about them: rows elsewhere may refer to it."""
        talks = frappe.get_all(CONVERSATION, {"profile": ("in", self.profiles)}, pluck="name")
        found = [*self.profiles, *talks]
        for post in self._posts:
            found += [post.name, post.external_key]
        of_talks = {REPLY: "conversation", "Issue": "social_conversation"}
        for doctype, field in of_talks.items() if talks else ():
            found += frappe.get_all(doctype, {field: ("in", talks)}, pluck="name")
        return frozenset(found)

    @cached_property
    def _posts(self) -> list[frappe._dict]:
        fields = ["name", "external_key", "text", "content_warning", "permalink"]
        return frappe.get_all(INTERACTION, {"profile": ("in", self.profiles)}, fields)

    def _earlier_texts(self) -> list[str]:
        post, earlier = frappe.qb.DocType(INTERACTION), frappe.qb.DocType(f"{INTERACTION} Revision")
        query = frappe.qb.from_(post).join(earlier).on(earlier.interaction == post.name)
        query = query.select(earlier.text).where(post.profile.isin(self.profiles))
        return [text or "" for text in query.run(pluck=True)]

    @staticmethod
    def _told(fields: str | None) -> list[str]:
        return [str(field.get("value") or "") for field in frappe.parse_json(fields or "[]")]
