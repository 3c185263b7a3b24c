"""Meta's lists as sources for `overlap`: posts, the comments under them, messages, reviews.

A place is JSON: {"parent", "child", "top"}, times, and {"id"}. A list that has no lists below it
has a "parent" alone. Whoever goes on at a place walks again over what is newer, without yielding
it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from ..newest_first import Entry
from ..times import parse_time
from .api import Api, as_dict, objects
from .overlap import Batch

PAGE_SIZE = 100
# Each post brings the time of its newest comment: too many at once are too much for Meta.
POSTS_AT_ONCE = 50
POST_FIELDS = "id,message,from,created_time,updated_time,permalink_url,status_type,shares"
COMMENT_FIELDS = (
    "id,message,from,created_time,parent,permalink_url,comment_count,like_count,is_hidden,"
    "can_comment,can_reply_privately"
)
NEWEST_COMMENT = "comments.filter(stream).order(reverse_chronological).limit(1){created_time}"
COMMENTS = {"filter": "stream", "order": "reverse_chronological", "fields": COMMENT_FIELDS}
AT_ONCE = {"limit": PAGE_SIZE}
CONVERSATION_FIELDS = "id,updated_time,participants,can_reply"
MESSAGE_FIELDS = "id,message,from,to,created_time"
MESSAGES = {"fields": MESSAGE_FIELDS}
REVIEW_FIELDS = "recommendation_type,review_text,rating,reviewer,created_time"
# Posts that are older are not looked through for new comments: pushes bring those.
POSTS_LOOKED_THROUGH = timedelta(days=90)

Wrap = Callable[[dict], Entry]


@dataclass(frozen=True)
class Place:
    """Where a walk goes on: at the parent of this time (inclusive), and in the one with this `id`
    at entries not newer than `child`. `top`: the newest parent's time when the walk began; one that
    is newer was written to meanwhile and is read once more.
    """

    parent: datetime | None = None
    child: datetime | None = None
    top: datetime | None = None
    id: str = ""

    @classmethod
    def read(cls, text: str | None) -> Place:
        """The place in a text; what is none begins at the newest."""
        try:
            data = as_dict(json.loads(text or "{}"))
        except ValueError:
            data = {}
        times = (parse_time(data.get(name)) for name in ("parent", "child", "top"))
        return cls(*times, str(data.get("id") or ""))

    def __str__(self) -> str:
        known = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(known, default=datetime.isoformat)


@dataclass(frozen=True)
class Flat:
    """A list of entries, newest first. `wants`: which of its rows are entries of ours."""

    api: Api
    path: str
    query: dict
    wrap: Wrap
    wants: Callable[[dict], bool] = lambda row: True

    def batches(self, bound: datetime | None, place: str | None) -> Iterator[Batch]:
        at = Place.read(place).parent
        query = self.query | {"limit": PAGE_SIZE} | _until(at)
        for rows, is_last in self.api.pages(self.path, query):
            shown = [row for row in rows if not at or not (time := time_of(row)) or time <= at]
            ended = is_last or _is_behind(rows, bound)
            if shown or ended:
                entries = [self.wrap(row) for row in shown if self.wants(row)]
                yield Batch(entries, None if ended else str(Place(_oldest(rows))))
            if ended:
                return


@dataclass(frozen=True)
class Nested:
    """The entries below each row of a list: comments below posts, messages below conversations.

    `below` names the list below a row, and `changed` when something was last written in it (None:
    unknown). `reaches` is how far before the bound a row may be to be looked through. `with_rows`:
    rows themselves are entries too.
    """

    api: Api
    path: str
    query: dict
    time: Callable[[dict], datetime | None]
    changed: Callable[[dict], datetime | None]
    below: Callable[[dict], tuple[str, dict]]
    wrap: Callable[[dict, dict], Entry]
    wants: Callable[[dict], bool] = lambda row: True
    with_rows: Wrap | None = None
    reaches: timedelta = timedelta(0)

    def batches(self, bound: datetime | None, place: str | None) -> Iterator[Batch]:
        start = Place.read(place)
        top: datetime | None = None
        for parents, _is_last in self.api.pages(self.path, self.query):
            for parent in parents:
                at = self.time(parent)
                top = top or at
                known = self._is_known(at, start)
                if known or not self._has_changed(parent, bound):
                    continue
                again = bool(start.top and at and at > start.top)
                here = Place(at, None, top, str(parent.get("id") or ""))
                child = start.child if here.id == start.id and not again else None
                for batch in self._of(parent, here, bound, child):
                    yield batch._replace(place=place) if again else batch
            if _is_behind(parents, bound and bound - self.reaches, self.time):
                return

    def _is_known(self, at: datetime | None, start: Place) -> bool:
        """Whether the walk has been at a parent of this time before it was broken off."""
        if not (at and start.parent) or at <= start.parent:
            return False
        return not (start.top and at > start.top)

    def _has_changed(self, parent: dict, bound: datetime | None) -> bool:
        changed = self.changed(parent)
        return not (bound and changed) or changed >= bound

    def _of(
        self, parent: dict, here: Place, bound: datetime | None, child: datetime | None
    ) -> Iterator[Batch]:
        head = [self.with_rows(parent)] if self.with_rows and self.wants(parent) else []
        path, query = self.below(parent)
        for rows, _is_last in self.api.pages(path, query):
            shown = [row for row in rows if not child or not (t := time_of(row)) or t <= child]
            entries = head + [self.wrap(row, parent) for row in shown if self.wants(row)]
            head = []
            goes_on_at = _oldest(rows) if _newest_come_first(rows) else None
            if entries:
                yield Batch(entries, str(replace(here, child=goes_on_at)))
            if _is_behind(rows, bound):
                return


def time_of(row: dict) -> datetime | None:
    """When a row was written."""
    return parse_time(row.get("created_time"))


def updated(row: dict) -> datetime | None:
    """When something was last written in a conversation."""
    return parse_time(row.get("updated_time"))


def last_written(post: dict) -> datetime | None:
    """When a post got its newest comment, by either of two signs, for one of them may lag."""
    comments = objects(as_dict(post.get("comments")).get("data"))
    times = [at for at in (updated(post), *map(time_of, comments)) if at]
    return max(times, default=None)


def _is_behind(
    rows: Sequence[dict],
    bound: datetime | None,
    time: Callable[[dict], datetime | None] = time_of,
) -> bool:
    """Whether what follows in a list is older than wanted. A list that does not come newest first
    is read to its end.
    """
    if bound is None or not rows or not _newest_come_first(rows, time):
        return False
    last = time(rows[-1])
    return last is not None and last < bound


def _newest_come_first(
    rows: Sequence[dict], time: Callable[[dict], datetime | None] = time_of
) -> bool:
    times = [at for at in map(time, rows) if at]
    return bool(times) and times[0] > times[-1]


def _oldest(rows: Sequence[dict]) -> datetime | None:
    return min((at for at in map(time_of, rows) if at), default=None)


def _until(moment: datetime | None) -> dict[str, int]:
    """Where Meta takes a time as the end of a list, the walk again is spared."""
    return {"until": int(moment.timestamp()) + 1} if moment else {}
