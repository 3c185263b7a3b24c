"""What every network offers to the rest of the app.

A network is a class that inherits `Network`, named in the hook `social_support_networks`.
`tests/contract` holds the tests that each of them passes; `docs/adding-a-network.md` goes through
it step by step.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from .connecting import Connect
from .errors import Terminal
from .http import Http
from .posts import (
    KINDS,
    PRIVATE,
    PUBLIC,
    UNNAMED,
    Author,
    Counts,
    Gap,
    Page,
    Post,
    ProfileField,
    Rejected,
)
from .replying import Length, Published, Target
from .session import Session, Tokens
from .words import _

__all__ = [
    "KINDS",
    "MAX_PARENTS",
    "OWN_POSTS",
    "PRIVATE",
    "PUBLIC",
    "STREAMS",
    "UNNAMED",
    "Account",
    "Author",
    "ConnectionField",
    "Counts",
    "Gap",
    "Identity",
    "Length",
    "Metric",
    "Network",
    "Page",
    "Post",
    "ProfileField",
    "Published",
    "Rejected",
    "Session",
    "Stream",
    "Target",
    "Tokens",
]

STREAMS = ("Mentions", "Own Post Comments", "Direct Messages", "Keyword", "Reviews", "Feed")
OWN_POSTS = "Own Posts"
MAX_PARENTS = 10


@dataclass(frozen=True)
class Account:
    """One account of the company. `limits` is what `verify` last found; `server` an address or a
    bare host name. `token_secret`, `app_key` and `app_secret` are for networks that sign calls,
    `client_id` and `client_secret` for those whose app has a second name, `name` is for those where
    one signs in with a name and a password, which is the `token`. `session` keeps tokens that the
    network renews.
    """

    server: str
    token: str = field(repr=False)
    external_id: str = ""
    handle: str = ""
    limits: dict = field(default_factory=dict)
    token_secret: str = field(default="", repr=False)
    app_key: str = field(default="", repr=False)
    app_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    name: str = ""
    session: Session = field(default_factory=Session, repr=False, compare=False)


@dataclass(frozen=True)
class Identity:
    """Who the network says the account is. `limits` can be kept as JSON and is given back in
    `Account.limits`.
    """

    external_id: str
    handle: str
    display_name: str = ""
    url: str = ""
    limits: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """What to read: one of `STREAMS` or OWN_POSTS; `term` is the word or #hashtag of a Keyword."""

    key: str
    term: str = ""


class Metric(NamedTuple):
    """What a network counts for the account on one day: its own name for it, and how many."""

    name: str
    day: date
    value: float


@dataclass(frozen=True)
class ConnectionField:
    """A value that a person enters to connect an account. `name` is the Channel's fieldname."""

    name: str
    label: str
    help: str
    secret: bool = False


class Network(ABC):
    """One account on one network. Every method may raise the errors of `networks.errors`, and no
    others.

    `idempotent_seconds`: for how long the network takes a second `reply` with the same key for the
    first one; 0 means that it never does, so that `find_own` has to be asked before another try.
    `hides`: of which kinds of posts by others the account may `hide` one; `still_seen`: a sentence
    that says who sees it all the same.
    `answers_in_private`: to the author of which kinds of public posts the network takes one private
    message for each, within `private_answer_days` of the post.
    `own_posts`: whether `fetch` reads OWN_POSTS, what the account wrote itself, wherever.
    `has_handles`: whether a handle is one account's alone; where not, a name stands in its place,
    which many people bear.
    `price_per_read`: US dollars for one post with its author, by stream, and under "" for looking
    again at a post that is known; empty: reading is free. `reads` counts, while the object lives,
    what the network bills.
    `removed_within_hours`: the network wants what it removed to be gone within so many hours; 0: it
    has no such rule. `fuzzy_matching`: whether it allows its authors to be matched to customers on
    more than what they told us or show in public, a name for one.
    `refresh_batch`: how many posts one `refresh` is given at most; where the network answers for
    many posts in one call, as many as it takes. `refreshes_messages`: whether direct messages
    are looked at again too.
    `pushed`: the streams that the network sends by itself, to one address for all channels of an
    app, or to one for each channel where it `pushes_by_channel`.
    `shows_single_posts`: whether the network can be asked for one post by its id; where it can't,
    `refresh` raises NotFound. `whole_address`: whether `Account.server` is the address of a page,
    with its path, and not that of a server. `connect`: how a person lets us in by clicking; None:
    by entering values alone.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    streams: ClassVar[tuple[str, ...]]
    can_reply_publicly: ClassVar[bool] = True
    can_reply_privately: ClassVar[bool] = False
    hides: ClassVar[tuple[str, ...]] = ()
    still_seen: ClassVar[str] = ""
    answers_in_private: ClassVar[tuple[str, ...]] = ()
    private_answer_days: ClassVar[int] = 0
    idempotent_seconds: ClassVar[int] = 0
    connection_fields: ClassVar[tuple[ConnectionField, ...]] = ()
    scopes: ClassVar[tuple[str, ...]] = ()
    own_posts: ClassVar[bool] = False
    has_handles: ClassVar[bool] = True
    price_per_read: ClassVar[Mapping[str, float]] = {}
    removed_within_hours: ClassVar[int] = 0
    text_hours: ClassVar[int] = 0
    fuzzy_matching: ClassVar[bool] = True
    refresh_batch: ClassVar[int] = 5
    refreshes_messages: ClassVar[bool] = True
    pushed: ClassVar[tuple[str, ...]] = ()
    pushes_by_channel: ClassVar[bool] = False
    shows_single_posts: ClassVar[bool] = True
    whole_address: ClassVar[bool] = False
    connect: ClassVar[type[Connect] | None] = None

    def __init__(self, account: Account, http: Http):
        self.account = account
        self.http = http
        self.reads = 0

    @abstractmethod
    def verify(self) -> Identity:
        """Who the account is. The errors say in words what to correct."""

    @abstractmethod
    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        """Yield what is new behind `cursor`, each page oldest first.

        `cursor` is what `Page.starts_at` or an earlier `Page.next_cursor` said; whoever reads may
        stop after any page and go on from its `next_cursor`, which therefore also says how far an
        unfinished walk has come (see `networks.newest_first`). Nothing new: no page. A page without
        posts may still move the cursor. Calls are made while iterating.
        """

    @abstractmethod
    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        """Yield what was written from now back to `since` (UTC, aware), the newest page first, the
        posts of each page oldest first.

        `place` is the `next_cursor` of an earlier page, to go on behind it; None begins at the
        newest post, and the first page then says in `starts_at` from where `fetch` goes on.
        A `next_cursor` of None: `since`, or the network's end, is reached. Nothing there: no page.
        """

    @abstractmethod
    def read_raw(self, raw: object) -> Post:
        """The post that a `Post.raw` or `Rejected.raw` of this network shows. No call is made.

        Raises UnexpectedPayload with the reason when it can't be read.
        """

    @abstractmethod
    def reply(self, target: Target, text: str, key: str) -> Published:
        """Publish `text`, as the agent wrote it, in answer to `target`. `key` stays the same when
        it is tried again.
        """

    @abstractmethod
    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        """The reply with this key or text that the account has published since `since` (UTC), or
        None: it is not there.
        """

    @abstractmethod
    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        """The posts as they stand now, in the same order; one that is gone has `deleted`."""

    def thread_root(self, post: Post) -> str | None:
        """The id of the first post in the thread of `post`; None when the network does not show
        `post` any more.

        This way asks for the parents one by one, at most `MAX_PARENTS` of them; a network that
        knows a shorter one overrides it. Where a parent is gone, it is the last id that is known.
        """
        for _parent in range(MAX_PARENTS):
            if post.thread_id or not post.parent_id:
                break
            (parent,) = self.refresh([post.parent_id])
            if parent.deleted:
                return parent.external_id
            post = parent
        return post.thread_id or post.external_id

    @abstractmethod
    def measure(self, target: Target, text: str) -> Length:
        """How long the reply is, with what `text_to_send` adds, counted as the network counts."""

    @abstractmethod
    def audience(self, target: Target) -> str:
        """A short sentence: who will read the reply. To be translated by whoever shows it."""

    def hide(self, external_id: str, hidden: bool) -> None:
        """Hide what somebody wrote from everybody else, or show it again. Twice does no harm."""
        raise Terminal(_("{0} lets nobody hide what others wrote."), self.label)

    def metrics(self, since: date, until: date) -> list[Metric]:
        """What the network counts for the account, of the days from `since` to `until`; none where
        it counts nothing.
        """
        return []

    def text_to_send(self, target: Target, text: str) -> str:
        """What will stand on the network when the agent writes `text`."""
        return text

    def external_id_from_link(self, link: str) -> str | None:
        """The id of the post that `link` shows, read from the link alone; None when it can't be
        told.
        """
        return None

    def webhook_challenge(self, query: Mapping[str, str]) -> dict | str | None:
        """What to answer when the network checks our address; None: it is not asking that.

        Raises WebhookRefused.
        """
        raise self._pushes_nothing()

    def webhook_verify_token(self) -> str:
        """What a person enters at the network beside our address, for `webhook_challenge` to know
        the network by; "" where there is no such thing.
        """
        return ""

    def webhook_check(self, headers: Mapping[str, str], raw_body: bytes) -> None:
        """Raises WebhookRefused unless the network signed these bytes. In constant time, and with
        no look at what they say: override it where `webhook_posts` does more.
        """
        self.webhook_posts(headers, raw_body)

    def webhook_posts(self, headers: Mapping[str, str], raw_body: bytes) -> list[Post]:
        """The posts for this account in a body that the network pushed and signed; those for other
        accounts of the same app are left out. Raises WebhookRefused.
        """
        raise self._pushes_nothing()

    def webhook_page(self, headers: Mapping[str, str], raw_body: bytes) -> Page:
        """The same, with what could not be read; override it where no reading brings that."""
        return Page(tuple(self.webhook_posts(headers, raw_body)), None)

    def _pushes_nothing(self) -> Terminal:
        return Terminal(_("{0} sends nothing by itself; it is polled."), self.label)
