"""Meta's lists as sources for `overlap`: posts, the comments below them, messages, reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ..newest_first import Entry
from ..times import parse_time
from ..values import as_dict, objects
from ..words import _
from .api import Api
from .overlap import Batch
from .places import Place, Spot, behind, unread

# Each post brings the time of its newest comment: too many at once are too much for Meta.
POSTS_AT_ONCE = 50
POST_FIELDS = "id,message,from,created_time,updated_time,permalink_url,status_type,shares"
COMMENT_FIELDS = (
    "id,message,from,created_time,parent,permalink_url,comment_count,like_count,is_hidden,"
    "can_comment,can_reply_privately"
)
NEWEST_COMMENT = "comments.filter(stream).order(reverse_chronological).limit(1){created_time}"
CONVERSATION_FIELDS = "id,updated_time,participants,can_reply"
MESSAGE_FIELDS = "id,message,from,to,created_time"
REVIEW_FIELDS = "recommendation_type,review_text,rating,reviewer,created_time"
AT_ONCE = {"limit": 100}
COMMENTS = AT_ONCE | {
    "filter": "stream",
    "order": "reverse_chronological",
    "fields": COMMENT_FIELDS,
}
MESSAGES = AT_ONCE | {"fields": MESSAGE_FIELDS}
# Posts that are older are not looked through for new comments: pushes bring those.
POSTS_LOOKED_THROUGH = timedelta(days=90)

BEGINS_ANEW = _(
    "Facebook does not list these posts newest first, so a reading that broke off began anew. "
    "Where there are too many to be read at once, the last of the list are missing."
)

Wrap = Callable[[dict], Entry]
Time = Callable[[dict], datetime | None]


@dataclass
class Order:
    """The order of a list, as far as it was read: from the newest row to the oldest. A single row,
    or rows of one time, do not tell it.
    """

    newest: datetime | None = None
    oldest: datetime | None = None
    is_broken: bool = False

    def read(self, rows: Sequence[dict], time: Time | None = None) -> None:
        """These rows are the next ones."""
        for at in filter(None, map(time or time_of, rows)):
            self.is_broken = self.is_broken or bool(self.oldest and at > self.oldest)
            self.newest, self.oldest = self.newest or at, at

    @property
    def goes_back(self) -> bool:
        """Whether the list comes newest first, so that what follows is older than what was read."""
        return bool(self.newest and self.oldest < self.newest) and not self.is_broken


@dataclass(frozen=True)
class Flat:
    """A list of entries, newest first. `wants`: which of its rows are entries of ours. `remarks`
    gathers what a person looking into the log should know of the list.
    """

    api: Api
    path: str
    query: dict
    wrap: Wrap
    wants: Callable[[dict], bool] = lambda row: True
    remarks: list[str] = field(default_factory=list)

    def batches(self, bound: datetime | None, place: str | None) -> Iterator[Batch]:
        spot = start = Place.read(place).rows
        if place and not start.at:
            self.remarks.append(BEGINS_ANEW)
        # Where a walk goes on at a time, the list has shown its order.
        order = Order(start.at)
        for rows, is_last in self.api.pages(self.path, AT_ONCE | self.query | _until(start.at)):
            all_ = [self.wrap(row) for row in rows]
            wanted = [one for one, row in zip(all_, rows, strict=True) if self.wants(row)]
            order.read(rows)
            entries, spot = unread(wanted, start), behind(all_, spot)
            ended = is_last or ends(rows, bound)
            if entries or ended:
                # Behind a time there is no going on where newer ones may follow.
                yield Batch(
                    entries, None if ended else str(Place(spot if order.goes_back else Spot()))
                )
            if ended:
                return


@dataclass(frozen=True)
class Nested:
    """The entries below each row of a list: comments below posts, messages below conversations.

    `below` names the list below a row, and `changed` when something was last written in it (None:
    unknown); `is_silent`: nobody has written below it. `reaches` is how far before the bound a row
    may be to be looked through. `with_rows`: rows themselves are entries too. `moves`: a row moves
    up when something is written in it. `remarks` as above.
    """

    api: Api
    path: str
    query: dict
    time: Time
    changed: Time
    below: Callable[[dict], tuple[str, dict]]
    wrap: Callable[[dict, dict], Entry]
    wants: Callable[[dict], bool] = lambda row: True
    with_rows: Wrap | None = None
    is_silent: Callable[[dict], bool] = lambda row: False
    moves: bool = False
    reaches: timedelta = timedelta(0)
    remarks: list[str] = field(default_factory=list)

    def batches(self, bound: datetime | None, place: str | None) -> Iterator[Batch]:
        start = here = Place.read(place)
        for rows, once_more in self._pages(bound):
            for row in rows:
                name, at = str(row.get("id")), self.time(row)
                here = here if here.top else replace(here, top=at)
                moved = self.moves and (here if once_more else start).has_moved(name, at)
                passed = (once_more or start.rows.passed(name, at)) and not moved
                if passed or not _has_changed(self.changed(row), bound):
                    continue
                after = here.with_again(name, at) if moved else here.after(name, at)
                begun = Spot() if moved else start.begun(name)
                if start.of == name and not start.below.at:
                    self.remarks.append(BEGINS_ANEW)
                for entries, spot in self._of(row, begun, bound):
                    within = here if moved or spot is None else here.within(name, spot)
                    yield Batch(entries, str(after if spot is None else within))
                here = after

    def _pages(self, bound: datetime | None) -> Iterator[tuple[list[dict], bool]]:
        """The pages of rows; and the first ones once more where others were read after them: what
        moved up meanwhile stood in none of those.
        """
        top, count = None, 0
        for rows, _is_last in self.api.pages(self.path, self.query):
            yield rows, False
            top, count = top or _newest(rows, self.time), count + 1
            if ends(rows, bound and bound - self.reaches, self.time):
                break
        if not self.moves or not top or count == 1:
            return
        for rows, _is_last in self.api.pages(self.path, self.query):
            yield rows, True
            if any(at <= top for at in map(self.time, rows) if at):
                return

    def _of(
        self, row: dict, start: Spot, bound: datetime | None
    ) -> Iterator[tuple[list[Entry], Spot | None]]:
        """What is below a row, and the row itself where that is wanted; and how far it was read:
        None at the end, no spot where the list does not come newest first.
        """
        head = [self.with_rows(row)] if self.with_rows and self.wants(row) else []
        spot, order = start, Order()
        for rows, is_last in () if self.is_silent(row) else self.api.pages(*self.below(row)):
            all_ = [self.wrap(one, row) for one in rows]
            wanted = [one for one, below in zip(all_, rows, strict=True) if self.wants(below)]
            entries, spot = head + unread(wanted, start), behind(all_, spot)
            ended, head = is_last or ends(rows, bound), []
            order.read(rows)
            if entries:
                yield entries, None if ended else spot if order.goes_back else Spot()
            if ended:
                return
        if head:
            yield head, None


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


def is_silent(post: dict) -> bool:
    """Whether both signs say that nobody has commented on a post."""
    at = time_of(post)
    return "comments" not in post and at is not None and at == updated(post)


def _has_changed(changed: datetime | None, bound: datetime | None) -> bool:
    return not (bound and changed) or changed >= bound


def ends(rows: Sequence[dict], bound: datetime | None, time: Time = time_of) -> bool:
    """Whether what follows in a list is older than wanted. A list that does not come newest first
    is read to its end.
    """
    order = Order()
    order.read(rows, time)
    return bool(bound and order.goes_back) and order.oldest < bound


def _newest(rows: Sequence[dict], time: Time) -> datetime | None:
    return max((at for at in map(time, rows) if at), default=None)


def _until(moment: datetime | None) -> dict[str, int]:
    """Where Meta takes a time as the end of a list, the walk over what is newer is spared."""
    return {"until": int(moment.timestamp()) + 1} if moment else {}
