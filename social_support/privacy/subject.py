"""What is stored about the person who is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import frappe

from social_support.conversations.removal import INTERACTION, PROFILE
from social_support.conversations.store.subject import ERASED
from social_support.privacy.needles import Needles, lines_of, names_of

IDENTITY = ("handle", "display_name", "external_id", "url", "avatar_url", "bio", "profile_fields")


class Subject:
    """An author with the other rows of the same person. `needles` is read once and kept: it is to
    be asked for before anything is blanked.
    """

    def __init__(self, profiles: Sequence[str]) -> None:
        self.profiles = list(profiles)

    @cached_property
    def needles(self) -> Needles:
        names: list[str] = []
        texts: list[str] = []
        for row in frappe.get_all(PROFILE, {"name": ("in", self.profiles)}, list(IDENTITY)):
            if row.handle and row.handle != ERASED:
                others = (row.display_name, row.external_id, row.url, row.avatar_url)
                names += names_of(row.handle, *(word or "" for word in others))
            texts += [row.bio or "", *self._told(row.profile_fields)]
        for post in self._posts():
            texts += [post.text or "", post.content_warning or ""]
            names += [post.permalink] if post.permalink else []
        texts += self._earlier_texts()
        return Needles(dict.fromkeys(names), lines_of(texts))

    def _posts(self) -> list[frappe._dict]:
        fields = ["text", "content_warning", "permalink"]
        return frappe.get_all(INTERACTION, {"profile": ("in", self.profiles)}, fields)

    def _earlier_texts(self) -> list[str]:
        post, earlier = frappe.qb.DocType(INTERACTION), frappe.qb.DocType(f"{INTERACTION} Revision")
        query = frappe.qb.from_(post).join(earlier).on(earlier.interaction == post.name)
        query = query.select(earlier.text).where(post.profile.isin(self.profiles))
        return [text or "" for text in query.run(pluck=True)]

    @staticmethod
    def _told(fields: str | None) -> list[str]:
        return [str(field.get("value") or "") for field in frappe.parse_json(fields or "[]")]
