"""What people write on a network, whichever network shows it: the truth that a reader is held to.

Everything is kept, also what was edited away or deleted. Nothing here knows of HTTP or of the app.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

OURS = "shop"
WRITTEN, EDITED, DELETED = "written", "edited", "deleted"


@dataclass(frozen=True)
class Habits:
    """What people do on a network: edit, write in private, change private posts, and see posts
    later than others.
    """

    edits: bool = True
    messages: bool = True
    messages_change: bool = True
    late: bool = True


@dataclass(eq=False)
class TownPost:
    """A post with its history. `parent`: the post it answers; `shares`: another's post, passed on.

    `names_us`: our account is told of it; `tagged`: it bears the tag that we listen to; `hidden`:
    the network says that it exists and shows it to nobody; `arrived`: the network has it by now;
    `too_big`: no app can store it.
    """

    number: int
    author: str
    text: str
    posted_on: datetime
    parent: TownPost | None = None
    private: bool = False
    names_us: bool = True
    tagged: bool = False
    hidden: bool = False
    arrived: bool = True
    too_big: bool = False
    shares: TownPost | None = None
    times_shared: int = 0
    earlier: list[str] = field(default_factory=list)
    edited_on: datetime | None = None
    deleted: bool = False

    @property
    def is_ours(self) -> bool:
        return self.author == OURS

    @property
    def is_shown(self) -> bool:
        return self.arrived and not (self.deleted or self.hidden)

    @property
    def reaches_us(self) -> bool:
        """Whether somebody who listens to everything offered is to have it."""
        shown = self.names_us or self.tagged or self.is_ours
        return shown and not (self.hidden or self.shares)

    def above(self) -> Iterator[TownPost]:
        """The posts that it answers, the nearest first."""
        post = self.parent
        while post:
            yield post
            post = post.parent

    @property
    def root(self) -> TownPost:
        return next(reversed([self, *self.above()]))

    @property
    def thread_is_certain(self) -> bool:
        """Whether everybody who ever looked saw the whole thread above it."""
        return all(post.is_shown for post in self.above())


class Town:
    """All posts, in the order of their writing, and who was told of them in which order.

    `tell` hears of each post that is "written" (when it arrives), "edited" or "deleted".
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.tell: Callable[[str, TownPost], None] = lambda what, post: None
        self._last = datetime.min.replace(tzinfo=timezone.utc)
        self.posts: list[TownPost] = []
        self.told: list[TownPost] = []
        self.tagged: list[TownPost] = []
        self.own: list[TownPost] = []

    def write(
        self, author: str, text: str, *, ago: timedelta = timedelta(), late: bool = False, **facts
    ) -> TownPost:
        """A new post. late: nobody sees it before `arrive`."""
        with self.lock:
            moment = in_milliseconds(self._now() - ago)
            post = TownPost(len(self.posts), author, text, moment, arrived=not late, **facts)
            self.posts.append(post)
            if not late:
                self.arrive(post)
            return post

    def _now(self) -> datetime:
        """The present, in the milliseconds in which networks tell it: another one each time."""
        while (now := in_milliseconds(datetime.now(timezone.utc))) == self._last:
            time.sleep(0.0002)
        self._last = now
        return now

    def arrive(self, post: TownPost) -> None:
        """Let those hear of the post whom it concerns."""
        with self.lock:
            post.arrived = True
            if post.shares:
                post.shares.times_shared += 1
            if post.is_ours:
                self.own.append(post)
            elif not post.hidden and not post.shares:
                if post.names_us:
                    self.told.append(post)
                if post.tagged and not post.private:
                    self.tagged.append(post)
            self.tell(WRITTEN, post)

    def edit(self, post: TownPost, text: str) -> None:
        with self.lock:
            post.earlier.append(post.text)
            post.text, post.edited_on = text, datetime.now(timezone.utc)
            self.tell(EDITED, post)

    def delete(self, post: TownPost) -> None:
        with self.lock:
            post.deleted = True
            self.tell(DELETED, post)


def in_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
