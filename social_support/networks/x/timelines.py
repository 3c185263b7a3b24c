"""X's lists of posts and messages, each an `Ask` of `networks.newest_first`.

A walk through posts goes on by the id of the oldest post that it brought (`until_id`), which does
not expire as X's page tokens may. Messages know no ids to ask by, only those tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ..contract import Gap
from ..errors import NetworkError, UnexpectedPayload
from ..newest_first import Entry, PlaceLost, Slice, Step, Walk, cursor_at, seen_of
from ..times import utc_now
from ..values import as_dict, objects
from ..words import _
from .api import Api, billed
from .dialects import named_in
from .parse import gathered, id_and_time
from .snowflakes import id_before

PAGE_SIZE = 100
SMALLEST_PAGE = 10
# How many of the newest mentions X shows, about.
MENTIONS_SHOWN = 800
# How far back X's recent search goes, and a little less, for clocks that differ.
SEARCHED = timedelta(days=7)
SURELY_SEARCHED = SEARCHED - timedelta(hours=1)
STALE, CERTAIN = timedelta(days=2), timedelta(days=1)
MOST_EMPTY_PAGES = 10
PARTS_MISSING = _("X did not show some of the people or posts that a post refers to.")
MESSAGE_FIELDS = {
    "event_types": "MessageCreate",
    "dm_event.fields": "id,text,created_at,dm_conversation_id,sender_id,attachments",
    "expansions": "sender_id",
    "user.fields": "username,name,verified_type,protected,public_metrics,profile_image_url",
}


class Timeline:
    """A list of posts at `path`. `shown`: how many of the newest X shows at all, where it is few.

    `remarks` gathers what a person looking into the log should know of the answers.
    """

    def __init__(self, api: Api, path: str, query: dict | None = None, shown: int | None = None):
        self.remarks: list[str] = []
        self._api = api
        self._path = path
        self._query = (query or {}) | {"max_results": PAGE_SIZE}
        self._shown = shown
        self._seen_is_too_old = False

    def __call__(self, walk: Walk) -> Slice:
        try:
            return self._slice(walk)
        except NetworkError as error:
            complaint = named_in(error)
            if "since_id" in complaint and not self._seen_is_too_old:
                self._seen_is_too_old = True
                return self(walk)
            if "until_id" in complaint and walk.next:
                return Slice((), cut=True)
            raise

    def _slice(self, walk: Walk) -> Slice:
        answer = self._answer(self._query | self._bounds(walk))
        entries = tuple(entries_of(answer))
        more = as_dict(answer.get("meta")).get("next_token")
        older = entries[-1].id if more and entries else None
        cut = older is None and self._is_cut(walk, len(entries))
        return Slice(entries, older or None, cut)

    def _bounds(self, walk: Walk) -> dict:
        seen = walk.seen or (walk.seen_at and id_before(walk.seen_at))
        since = {"since_id": seen} if seen and not self._seen_is_too_old else {}
        return since | ({"until_id": walk.next} if walk.next else {})

    def _answer(self, query: dict) -> dict:
        """The next answer that holds something: pages may be empty before the last one."""
        for _page in range(MOST_EMPTY_PAGES):
            answer = self._api.posts(self._path, query)
            self.remarks += [PARTS_MISSING] if objects(answer.get("errors")) else []
            more = as_dict(answer.get("meta")).get("next_token")
            if answer.get("data") or not more:
                return answer
            query = query | {"pagination_token": more}
        raise UnexpectedPayload(_("X sent one empty page after the other."))

    def _is_cut(self, walk: Walk, brought: int) -> bool:
        """Whether the walk ended although there may have been more behind it."""
        if self._seen_is_too_old:
            return bool(walk.seen)
        enough = self._shown and walk.read + brought >= self._shown * 3 // 4
        return bool(enough and walk.seen and not self._shows(walk.seen))

    def _shows(self, seen: str) -> bool:
        """Whether X still shows the post at which the walk should end."""
        if not seen.isdecimal():
            return False
        around = {"since_id": str(int(seen) - 1), "until_id": str(int(seen) + 1)}
        answer = self._api.posts(self._path, self._query | around | {"max_results": SMALLEST_PAGE})
        return bool(answer.get("data"))


class Messages:
    """The direct messages of the last 30 days, whoever wrote them.

    Each reading shows the newest ones again. X bills them once a day, so what was seen before is
    not counted.
    """

    def __init__(self, api: Api):
        self.remarks: list[str] = []
        self._api = api

    def __call__(self, walk: Walk) -> Slice:
        query = MESSAGE_FIELDS | {"max_results": PAGE_SIZE if walk.next else SMALLEST_PAGE}
        query |= {"pagination_token": walk.next} if walk.next else {}
        try:
            answer = self._api.get("dm_events", query, lambda found: _new(found, walk))
        except NetworkError as error:
            if walk.next and "pagination_token" in named_in(error):
                raise PlaceLost from error
            raise
        self.remarks += [PARTS_MISSING] if objects(answer.get("errors")) else []
        return Slice(tuple(entries_of(answer)), as_dict(answer.get("meta")).get("next_token"))


def entries_of(answer: dict) -> Iterator[Entry]:
    """The posts or messages of an answer, in its order."""
    for raw in gathered(answer):
        yield Entry(*id_and_time(raw), raw)


def _new(answer: dict, walk: Walk) -> int:
    """How many messages, and people in them, the last walk did not bring."""
    times = [entry.at for entry in entries_of(answer)]
    fresh = [at for at in times if not (at and walk.seen_at) or at > walk.seen_at]
    return billed(answer) - len(times) + len(fresh) if fresh else 0


def searched(steps: Iterable[Step], cursor: str) -> Iterator[Step]:
    """Steps of a search, which goes back a week and takes no older post as its bound.

    When nobody wrote for days, the bound moves up to what was searched long ago, before it is too
    old; a gap ends where the search reached.
    """
    bound, now, moved = seen_of(cursor), utc_now(), False
    kept = cursor_at(id_before(now - CERTAIN), now - CERTAIN)
    for step in steps:
        moved = True
        if step.gap:
            until = min(step.gap.until, now - SEARCHED)
            gap = Gap(step.gap.since, until) if step.gap.since < until else None
            stuck = seen_of(step.cursor).seen == bound.seen
            step = step._replace(gap=gap, cursor=kept if stuck else step.cursor)
        yield step
    if not moved and bound.seen_at and bound.seen_at < now - STALE:
        yield Step((), kept)


def starting(since: datetime, searches: bool) -> dict[str, str]:
    """The parameter that spares us what is older than `since`. X takes no start_time beside an
    until_id, and a search no bound that lies beyond its reach.
    """
    if searches and since < utc_now() - SURELY_SEARCHED:
        return {}
    return {"since_id": id_before(since)}
