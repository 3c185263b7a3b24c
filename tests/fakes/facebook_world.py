"""What stands on the fake Facebook: a Page, people, posts, comments, messages, reviews. No HTTP.

Times are whole seconds, as Meta tells them; ids are Meta's own forms.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

PAGE, PAGE_NAME = "900100200", "Borova Tools"
CUSTOMERS = ("anna", "boris", "clara")


@dataclass
class Post:
    """A post on the Page, or (`tagged`) one elsewhere that names it. `number`: how many
    were written before.
    """

    id: str
    author: str
    text: str
    at: datetime
    number: int
    tagged: bool = False
    deleted: bool = False


@dataclass
class Comment:
    """A comment below a post; `above`: the comment that it answers, one at the top."""

    id: str
    author: str
    text: str
    at: datetime
    number: int
    post: str
    above: str = ""
    deleted: bool = False
    hidden: bool = False
    closed: bool = False
    answered_privately: bool = False


@dataclass
class Message:
    """A message between a person and the Page."""

    id: str
    sender: str
    person: str
    text: str
    at: datetime
    number: int
    tag: str = ""


@dataclass
class Review:
    """A recommendation of the Page."""

    author: str
    text: str
    at: datetime
    number: int
    positive: bool = True


@dataclass
class World:
    """The network's state. People are known by names, their ids are `id_of(name)`.

    `unnamed`: whose name Meta does not tell; `unreachable`: who takes no messages.
    """

    posts: dict[str, Post] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    unnamed: set[str] = field(default_factory=set)
    unreachable: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _number: int = 0

    # What people do. `ago`: how long since.

    def post(
        self, author: str, text: str, *, tagged: bool = False, ago: timedelta = timedelta()
    ) -> str:
        """Write on the Page, or tag it elsewhere; the post's id."""
        with self.lock:
            number = self._next()
            owner = self.id_of(author) if tagged else PAGE
            post = Post(f"{owner}_{5000 + number}", author, text, _at(ago), number, tagged)
            self.posts[post.id] = post
            return post.id

    def comment(
        self, author: str, post: str, text: str, *, above: str = "", ago: timedelta = timedelta()
    ) -> str:
        """Write below a post, or below a comment: there are two levels. The comment's id."""
        with self.lock:
            number = self._next()
            top = self.comments[above].above or above if above else ""
            external_id = f"{post.partition('_')[2]}_{7000 + number}"
            self.comments[external_id] = Comment(
                external_id, author, text, _at(ago), number, post, top
            )
            return external_id

    def message(
        self, sender: str, text: str, *, person: str = "", tag: str = "", ago=timedelta()
    ) -> str:
        """Write to the Page, or as the Page to `person`; the message's id."""
        with self.lock:
            number = self._next()
            message = Message(
                f"m_{number}AbC", sender, person or sender, text, _at(ago), number, tag
            )
            self.messages.append(message)
            return message.id

    def review(
        self, author: str, text: str, *, positive: bool = True, ago: timedelta = timedelta()
    ) -> None:
        with self.lock:
            self.reviews.append(Review(author, text, _at(ago), self._next(), positive))

    def edit(self, external_id: str, text: str) -> None:
        self.find(external_id).text = text

    def delete(self, external_id: str) -> None:
        """Delete a post or comment, with what stands below it."""
        with self.lock:
            self.find(external_id).deleted = True
            for comment in self.comments.values():
                if external_id in (comment.post, comment.above):
                    comment.deleted = True

    # What stands there

    def find(self, external_id: str) -> Post | Comment | Message | None:
        found = self.posts.get(external_id) or self.comments.get(external_id)
        return found or next((m for m in self.messages if m.id == external_id), None)

    def below(self, external_id: str) -> Iterator[Comment]:
        """All comments below a post, however deep, or below a comment, oldest first."""
        ordered = sorted(self.comments.values(), key=lambda one: (one.at, one.number))
        return (one for one in ordered if external_id in (one.post, one.above))

    def written_in(self, person: str) -> list[Message]:
        """The conversation with somebody, newest first."""
        found = [message for message in self.messages if message.person == person]
        return sorted(found, key=lambda message: (message.at, message.number), reverse=True)

    def last_written_below(self, post: Post) -> datetime:
        return max([post.at, *(one.at for one in self.below(post.id) if not one.deleted)])

    @staticmethod
    def id_of(name: str) -> str:
        """The id under which the Page knows somebody."""
        return PAGE if name == PAGE_NAME else f"psid{name}77"

    def by_id(self, person_id: str) -> str | None:
        """The name of whoever has written to the Page under this id."""
        names = [message.person for message in self.messages]
        return next((name for name in names if self.id_of(name) == person_id), None)

    def _next(self) -> int:
        self._number += 1
        return self._number


def now() -> datetime:
    return datetime.now(timezone.utc).replace(microsecond=0)


def _at(ago: timedelta) -> datetime:
    return now() - ago
