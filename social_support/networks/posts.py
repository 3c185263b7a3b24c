"""What a network shows: posts, their authors, and pages of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

KINDS = ("Post", "Comment", "Reply", "Mention", "Direct Message", "Review", "Share")
PUBLIC = "Public"
PRIVATE = "Private"


class ProfileField(NamedTuple):
    """A line of a profile, as plain text. `verified_at`: when the network proved the link to be
    the author's own (UTC).
    """

    name: str
    value: str
    verified_at: datetime | None = None


# How the id begins of whom a network does not name: somebody else in each post.
UNNAMED = "unknown:"


@dataclass(frozen=True)
class Author:
    """Who wrote a post. `external_id` names one person on the whole network and stays when the
    handle changes; of somebody whom the network does not name it is UNNAMED and the post's id.

    `handle` has no leading @. `followers` is None where the network does not tell. `bio` is plain
    text.
    """

    external_id: str
    handle: str = ""
    display_name: str = ""
    url: str = ""
    followers: int | None = None
    verified: bool = False
    bio: str = ""
    fields: tuple[ProfileField, ...] = ()
    avatar_url: str = ""


@dataclass(frozen=True)
class Counts:
    """How often others answered, passed on and liked a post. None: the network does not tell."""

    replies: int | None = None
    shares: int | None = None
    likes: int | None = None


@dataclass(frozen=True)
class Post:
    """One post as it stands on the network now. Times are UTC and aware; ids are opaque and
    compared for equality only.

    `thread_id` is None for a reply whose thread is not known yet: see `Network.thread_root`. Of a
    Share, `parent_id` is the post that it passes on. `addressed_to`: the `Author.external_id` of
    the one person whom a private post of ours is for. `global_id`: what this post is called in
    every channel, where `external_id` is a number of the server that was asked. Of a post with
    `deleted`, only `external_id` has a meaning. `hidden`: whether our account hides it from
    others; None: the network does not tell. `raw` is the network's own answer.
    """

    external_id: str
    author: Author
    posted_on: datetime | None
    thread_id: str | None = None
    parent_id: str | None = None
    kind: str = "Post"
    visibility: str = PUBLIC
    text: str = ""
    html: str = ""
    language: str = ""
    edited_on: datetime | None = None
    deleted: bool = False
    permalink: str = ""
    counts: Counts = Counts()
    can_reply: bool = True
    cannot_reply_reason: str = ""
    rating: float | None = None
    content_warning: str = ""
    raw: dict = field(default_factory=dict, repr=False)
    addressed_to: str = ""
    global_id: str = ""
    hidden: bool | None = None

    @classmethod
    def gone(cls, external_id: str) -> Post:
        """The post with this id, which the network does not show any more."""
        return cls(external_id, Author(""), None, deleted=True, can_reply=False)


class Rejected(NamedTuple):
    """An entry of a page that could not be read, and why, in words."""

    raw: object
    reason: str


class Gap(NamedTuple):
    """Posts of this span (UTC, aware) are out of the network's reach."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Page:
    """Posts, oldest first, and the cursor that stands behind them: store both in one transaction.

    `rejected` holds what could not be read, `remarks` what a person looking into the log should
    know. `starts_at`: on the first page of `Network.look_back`, the cursor with which `fetch` goes
    on.
    """

    posts: tuple[Post, ...]
    next_cursor: str | None
    rejected: tuple[Rejected, ...] = ()
    remarks: tuple[str, ...] = ()
    gap: Gap | None = None
    starts_at: str | None = None
