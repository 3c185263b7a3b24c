"""The X connector. https://docs.x.com/x-api

Not confirmed in an official document or by a call, so being wrong there fails softly:
- which names X's fields have now: a 400 that complains of ours makes us use the other ones
  (`dialects`);
- how X words its refusals of a duplicate and of an answer to somebody who did not ask for one:
  every 403 that speaks of neither shows X's own words and says to answer by hand (`refusals`);
- that an answer has to go to the newest version of an edited post (`parse`);
- that X shows exactly the 800 newest mentions: near that number we ask for the last post that we
  know, and where it is gone a gap is reported, although it may only have been deleted;
- that a single direct message can be asked for;
- that no post appears with a smaller id than one that was shown before: X's own way of asking for
  what is new (`since_id`) rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from .. import newest_first
from ..contract import (
    OWN_POSTS,
    PUBLIC,
    Account,
    Author,
    Identity,
    Length,
    Network,
    Page,
    Post,
    Published,
    Stream,
    Target,
)
from ..errors import PermissionRefused, Terminal, Unavailable, UnexpectedPayload
from ..http import Http
from ..oauth2 import Renewed
from ..pages import page_of, pushed_posts
from ..times import CLOCK_SKEW, utc_now
from ..values import as_dict
from ..words import _
from . import push, writing
from .api import Api
from .authors import SITE, author_of, id_of
from .connect import WithOAuth2, XConnect
from .credentials import FIELDS, SCOPES, Signature, secrets_of, uses_oauth2
from .dialects import named
from .lookup import LookUp
from .parse import DM, IS_PROTECTED, Unreadable, message_link, post_of
from .snowflakes import time_of
from .timelines import MENTIONS_SHOWN, Messages, Timeline, searched, starting

HOSTS = (
    "x.com",
    "www.x.com",
    "mobile.x.com",
    "twitter.com",
    "www.twitter.com",
    "mobile.twitter.com",
)
PATH = re.compile(r"^/(?:\w+|i/web)/status(?:es)?/(\d+)(?:/|$)")
LONGEST_QUERY = 512


class X(Network):
    """An account on X, through an app of the company's own that X bills per item read.

    Known by its first id, an edited post stays one post; answers go to the version in its
    permalink, the newest one that we have seen. Ids of direct messages bear "dm:" in front.
    """

    key = "x"
    label = "X"
    streams = ("Mentions", "Direct Messages", "Keyword")
    can_reply_publicly = True
    can_reply_privately = True
    idempotent_seconds = 0
    connection_fields = FIELDS
    scopes = SCOPES
    connect = XConnect
    own_posts = True
    # https://docs.x.com/x-api/getting-started/pricing: 0.005 for a post, 0.010 for its author
    price_per_read: Mapping[str, float] = {
        "Mentions": 0.015,
        "Keyword": 0.015,
        "Direct Messages": 0.020,
        OWN_POSTS: 0.001,
        "": 0.005,
    }
    removed_within_hours = 24
    # Searches are not pushed.
    pushed = ("Mentions", "Direct Messages")
    fuzzy_matching = False
    refresh_batch = 100
    # Nobody takes a message back from its reader (?), and X lets us look at 15 in as many minutes.
    refreshes_messages = False

    def __init__(self, account: Account, http: Http):
        super().__init__(account, http)
        renewed = None
        if uses_oauth2(account):
            renewed = Renewed(http, account.session, WithOAuth2(account, http).renewed)
        else:
            http.sign(Signature(account), *secrets_of(account))
        dialect = named(account.limits.get("fields"))
        self._api = Api(http, account.server, dialect, self._count, renewed)

    def _count(self, items: int) -> None:
        self.reads += items

    # Who we are

    def verify(self) -> Identity:
        """Raises AuthenticationFailed (the keys, or the sign-in) or PermissionRefused (the app)."""
        me = as_dict(self._api.me().get("data"))
        external_id, handle = id_of(me.get("id")), me.get("username")
        if not external_id or not handle:
            raise UnexpectedPayload(_("X does not say whose account this is."))
        author = author_of(me, external_id)
        limits = {"fields": self._api.dialect.name}
        return Identity(external_id, author.handle, author.display_name, author.url, limits)

    # Reading

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        ask = self._ask(stream)
        steps = newest_first.forward(ask, cursor)
        for step in searched(steps, cursor) if stream.key == "Keyword" else steps:
            yield self._page(step, ask)

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        ask = self._ask(stream, since)
        for step in newest_first.backward(ask, place, since):
            yield self._page(step, ask)

    def _ask(self, stream: Stream, since: datetime | None = None) -> Timeline | Messages:
        if stream.key == "Direct Messages":
            return Messages(self._api)
        start = starting(since, stream.key == "Keyword") if since else {}
        if stream.key == "Keyword":
            return Timeline(self._api, "tweets/search/recent", start | _query(stream.term))
        if stream.key == "Mentions":
            return Timeline(self._api, f"users/{self._me()}/mentions", start, MENTIONS_SHOWN)
        if stream.key == OWN_POSTS:
            return Timeline(self._api, f"users/{self._me()}/tweets", start)
        raise Terminal(_("{0} can't be read on X. Choose another one."), stream.key)

    def _me(self) -> str:
        return self.account.external_id or self.verify().external_id

    def _page(self, step: newest_first.Step, ask: Timeline | Messages) -> Page:
        remarks, ask.remarks = ask.remarks, []
        return page_of(step, self.read_raw, remarks)

    def read_raw(self, raw: object) -> Post:
        try:
            return post_of(raw, self.account, utc_now())
        except Unreadable as error:
            raise UnexpectedPayload(str(error)) from error

    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        """A post that is gone, or whose author is suspended or protected now, has `deleted`."""
        return LookUp(self._api, self.read_raw).posts(external_ids)

    def thread_root(self, post: Post) -> str | None:
        """X tells the thread of every post, so nothing is asked."""
        return post.thread_id or post.external_id

    # Writing

    def reply(self, target: Target, text: str, key: str) -> Published:
        """X knows no key: after an unclear outcome `find_own` has to be asked."""
        text = writing.text_to_send(text)
        if target.visibility != PUBLIC and not writing.is_message(target):
            raise PermissionRefused(IS_PROTECTED)
        if writing.is_message(target):
            path = f"dm_conversations/with/{target.author_external_id}/messages"
            sent = self._api.post(path, {"text": text}, target.permalink)
            return self._published(target, text, id_of(sent.get("dm_event_id")))
        body = {"text": text, "reply": {"in_reply_to_tweet_id": self._version(target)}}
        sent = self._api.post("tweets", body, target.permalink)
        return self._published(target, text, id_of(sent.get("id")))

    def _published(self, target: Target, text: str, external_id: str | None) -> Published:
        if not external_id:
            raise Unavailable(_("X took the answer, but does not show it."), maybe_done=True)
        message = writing.is_message(target)
        link = f"{SITE}/{self.account.handle or 'i'}/status/{external_id}"
        post = Post(
            external_id=f"{DM}{external_id}" if message else external_id,
            author=Author(self.account.external_id, self.account.handle),
            posted_on=time_of(external_id) or utc_now(),
            thread_id=target.thread_id,
            parent_id=None if message else target.external_id,
            kind="Direct Message" if message else "Reply",
            visibility=target.visibility,
            text=text,
            permalink=message_link(target.permalink, external_id) if message else link,
            addressed_to=target.author_external_id if message else "",
        )
        return Published(post.external_id, post.permalink, post)

    def _version(self, target: Target) -> str:
        """The newest version of the post that we know of."""
        return self.external_id_from_link(target.permalink) or target.external_id

    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        """By text and target, among what the account wrote lately."""
        wanted = writing.essence(text)
        message = target is not None and writing.is_message(target)
        stream = Stream("Direct Messages" if message else OWN_POSTS)
        for page in self.look_back(stream, None, since - CLOCK_SKEW):
            for post in page.posts:
                if writing.essence(post.text) == wanted and self._answers(post, target):
                    return Published(post.external_id, post.permalink, post)
        return None

    def _answers(self, post: Post, target: Target | None) -> bool:
        if post.author.external_id != self.account.external_id:
            return False
        if target is None or writing.is_message(target):
            thread = (post.thread_id or "").split("-")
            return target is None or target.author_external_id in thread
        return post.parent_id in (target.external_id, self._version(target))

    def text_to_send(self, target: Target, text: str) -> str:
        return writing.text_to_send(text)

    def measure(self, target: Target, text: str) -> Length:
        return writing.length(target, text)

    def audience(self, target: Target) -> str:
        return writing.audience(target)

    def external_id_from_link(self, link: str) -> str | None:
        try:
            parts = urlsplit(link.strip())
        except ValueError:
            return None
        found = PATH.match(parts.path) if parts.netloc.lower() in HOSTS else None
        return found[1] if found else None

    # Being told

    def webhook_challenge(self, query: Mapping[str, str]) -> dict | None:
        return push.challenge(query, self.account)

    def webhook_check(self, headers: Mapping[str, str], raw_body: bytes) -> None:
        push.check(headers, raw_body, self.account)

    def webhook_posts(self, headers: Mapping[str, str], raw_body: bytes) -> list[Post]:
        """An event may come more than once: its post bears the same id."""
        push.check(headers, raw_body, self.account)
        events = push.events(raw_body, self.account.external_id)
        return list(pushed_posts(events, self.read_raw))


def _query(term: str) -> dict[str, str]:
    """What to search for. X's own operators work in it."""
    term = term.strip()
    if not term.strip("#"):
        raise Terminal(_("Enter the word or the #hashtag that the channel should listen to."))
    if len(term) > LONGEST_QUERY:
        raise Terminal(_("X searches for at most {0} characters. Shorten it."), LONGEST_QUERY)
    return {"query": term}
