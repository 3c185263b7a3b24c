"""Posts, comments and reviews by their ids, as they stand now.

Meta answers in the same words for what was deleted and for what the token may not see. So before
anything is taken for deleted, the Page's own list is asked for, which is refused when it is the
token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..contract import Post
from ..errors import NotFound, UnexpectedPayload
from ..values import as_dict
from ..words import _
from .api import Api
from .lists import COMMENT_FIELDS, MESSAGE_FIELDS, POST_FIELDS, REVIEW_FIELDS, ends
from .parse import COMMENT, MESSAGE, REVIEW, review_id, review_time

# Of comments that are asked for by themselves: under which post they stand.
FIELDS = {COMMENT: f"{COMMENT_FIELDS},object", MESSAGE: MESSAGE_FIELDS, "": POST_FIELDS}
# How many reviews are looked through for one.
MOST_REVIEWS = 1_000


class LookUp:
    """Asks for what stands on the Page: all of one kind in one call, one by one where that fails
    because something of it is gone.
    """

    def __init__(self, api: Api, page: str, read: Callable[[dict], Post]):
        self._api = api
        self._page = page
        self._read = read

    def posts(self, external_ids: Sequence[str]) -> list[Post]:
        """The posts in the same order."""
        found: dict[str, Post | None] = {}
        for mark in (COMMENT, MESSAGE, ""):
            found |= self._of_one_kind(mark, [n for n in external_ids if _mark(n) == mark])
        found |= self._reviews([name for name in external_ids if _mark(name) == REVIEW])
        if None in found.values():
            self._check_that_it_is_not_the_token()
        return [found[name] or Post.gone(name) for name in external_ids]

    def _of_one_kind(self, mark: str, names: Sequence[str]) -> dict[str, Post | None]:
        if not names:
            return {}
        ids = [name.removeprefix(mark) for name in names]
        try:
            rows = self._api.get("", {"ids": ",".join(ids), "fields": FIELDS[mark]})
        except (NotFound, UnexpectedPayload):
            rows = {}
        missing = [one for one in ids if not isinstance(rows.get(one), dict)]
        rows |= {one: self._alone(one, FIELDS[mark]) for one in missing}
        return {mark + one: rows[one] and self._read(_raw(mark, rows[one])) for one in ids}

    def _alone(self, external_id: str, fields: str) -> dict | None:
        try:
            return self._api.get(external_id, {"fields": fields})
        except NotFound:
            return None

    def _reviews(self, names: Sequence[str]) -> dict[str, Post | None]:
        """Meta shows no single one: they are looked for in the Page's list."""
        found: dict[str, Post | None] = dict.fromkeys(names)
        earliest = min(filter(None, map(review_time, names)), default=None)
        pages = self._api.pages(f"{self._page}/ratings", {"fields": REVIEW_FIELDS, "limit": 100})
        looked_through = 0
        for rows, _is_last in pages if names else ():
            known = {review_id(row): row for row in rows}
            found |= {n: self._read({"review": known[n]}) for n in names if n in known}
            looked_through += len(rows)
            if None not in found.values() or ends(rows, earliest):
                break
            if looked_through >= MOST_REVIEWS:
                raise UnexpectedPayload(_("Facebook did not say what became of a review."))
        return found

    def _check_that_it_is_not_the_token(self) -> None:
        self._api.get(f"{self._page}/feed", {"fields": "id,from", "limit": 1})


def _mark(external_id: str) -> str:
    marks = (COMMENT, MESSAGE, REVIEW)
    return next((mark for mark in marks if external_id.startswith(mark)), "")


def _raw(mark: str, row: dict) -> dict:
    if mark == COMMENT:
        return {"comment": row, "under": as_dict(row.get("object")).get("id")}
    return {"message": row} if mark == MESSAGE else {"post": row}
