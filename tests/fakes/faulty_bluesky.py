"""A town as Bluesky shows it, in trouble by dice. https://docs.bsky.app/docs/category/http-reference

Nobody edits a post there, and messages are another service. Lists are in the order of the authors'
clocks, so that what arrives late stands behind what was shown before. The keys of posts are as
hostile as Bluesky lets them be: pairs of them differ in case, or after 150 characters alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from tests.fakes.bluesky_api import moment
from tests.fakes.bluesky_sessions import Refusal, Sessions, error, password_of
from tests.fakes.bluesky_world import LINK, POSTS, Person, World, facet
from tests.fakes.faulty import KINDS, OVERLAP, SAME_PAGE, Faults, FaultyServer, Query, send
from tests.fakes.town import OURS, Habits, Town, TownPost

TAG = "#drill"
API = "/xrpc/"
AUTHORS = "did:plc:town"
OVERLAPPING = 7
TOKEN_OVER, SESSION_OVER = "access token over", "session over"
SHORTLY = 120
Show = Callable[[TownPost], dict]


def at_an_epoch(handler: BaseHTTPRequestHandler) -> None:
    """Bluesky tells no Retry-After."""
    body = json.dumps(error("RateLimitExceeded", "Rate Limit Exceeded")).encode()
    send(handler, body, 429, RateLimit_Reset=str(int(time.time()) + SHORTLY))


def upstream(handler: BaseHTTPRequestHandler) -> None:
    """The account's server is well, and what shows it the network is not."""
    send(handler, json.dumps(error("UpstreamFailure", "Upstream Failure")).encode(), 502)


class FaultyBluesky(FaultyServer):
    """Shows `town`. What the app is to make of it: `external_id`, `author_id`, `text` …"""

    network = "bluesky"
    streams = (("Mentions", ""), ("Keyword", TAG))
    author_prefix = AUTHORS
    handle = f"{OURS}.bsky.social"
    fields: ClassVar = {"account_name": handle, "access_token": password_of(handle)}
    instead: ClassVar = {"429 with RateLimit-Reset": at_an_epoch, "502": upstream}
    kinds = (*KINDS, *instead, TOKEN_OVER, SESSION_OVER)
    habits = Habits(edits=False, messages=False)

    def __init__(self, town: Town, faults: Faults) -> None:
        super().__init__(faults)
        self.town = town
        world = World(())
        world.people[did(OURS)] = Person(did(OURS), self.handle)
        self.sessions = Sessions(world)
        self._used: set[str] = set()
        self._methods: dict[str, Callable[[Query], dict]] = {
            "com.atproto.server.getSession": lambda query: {
                "did": did(OURS),
                "handle": self.handle,
            },
            "com.atproto.repo.getRecord": self._record,
            "app.bsky.actor.getProfiles": self._profiles,
            "app.bsky.feed.getPosts": self._posts,
            "app.bsky.notification.listNotifications": lambda query: page(
                "notifications", self.town.told, query, notification
            ),
            "app.bsky.feed.searchPosts": lambda query: page(
                "posts", self.town.tagged, query, as_json
            ),
            "app.bsky.feed.getAuthorFeed": lambda query: page(
                "feed", self.town.own, query, feed_row
            ),
        }

    # What is to be stored

    def external_id(self, post: TownPost) -> str:
        return uri(post)

    def parent_id(self, post: TownPost) -> str:
        return uri(post.parent)

    def author_id(self, post: TownPost) -> str:
        return writer(post)

    def text(self, written: str, _post: TownPost) -> str:
        """What a reader sees of a text: it comes back as it was written."""
        return written

    # The API

    def respond(self, query: Query) -> tuple[int, object]:
        try:
            with self.town.lock:
                return 200, self._answer(query.path.removeprefix(API), query)
        except Refusal as refusal:
            return refusal.status, refusal.body

    def _answer(self, method: str, query: Query) -> dict:
        if method == "com.atproto.server.createSession":
            return self.sessions.create(json.loads(query.body))
        if method == "com.atproto.server.refreshSession":
            return self.sessions.refresh(query.headers)
        token = query.headers.get("Authorization", "")
        # Nobody is given a token that is over.
        if query.oddity in (TOKEN_OVER, SESSION_OVER) and token in self._used:
            self.sessions.expire(refresh=query.oddity == SESSION_OVER)
        self.sessions.caller(query.headers)
        self._used.add(token)
        return self._methods[method](query)

    def _shown(self) -> Iterator[TownPost]:
        return (post for post in self.town.posts if post.is_shown)

    def _record(self, query: Query) -> dict:
        where = query.parameters
        wanted = f"at://{where['repo']}/{where['collection']}/{where['rkey']}"
        post = next((post for post in self._shown() if uri(post) == wanted), None)
        if post is None:
            words = f"Could not locate record: {wanted}"
            raise Refusal(400, error("RecordNotFound", words))
        return {"uri": wanted, "cid": cid(post), "value": record(post)}

    def _profiles(self, query: Query) -> dict:
        people = {writer(post): person(post) for post in self.town.posts}
        return {"profiles": [people[one] for one in query.several["actors"] if one in people]}

    def _posts(self, query: Query) -> dict:
        shown = {uri(post): post for post in self._shown()}
        return {"posts": [as_json(shown[one]) for one in query.several["uris"] if one in shown]}


def page(name: str, posts: Sequence[TownPost], query: Query, show: Show) -> dict:
    """Newest first. What repeats goes back into what was shown before; nothing is left out."""
    wanted, size = query.parameters, min(query.page_size, int(query.parameters["limit"]))
    rows = sorted((post for post in posts if post.is_shown), key=place, reverse=True)
    since = moment(wanted.get("since"))
    rows = [post for post in rows if not since or post.posted_on >= since]
    start = sum(place(post) >= wanted["cursor"] for post in rows) if "cursor" in wanted else 0
    start = max(start - {SAME_PAGE: size, OVERLAP: OVERLAPPING}.get(query.oddity, 0), 0)
    shown = rows[start : start + size]
    return {name: [show(post) for post in shown]} | ({"cursor": place(shown[-1])} if shown else {})


def notification(post: TownPost) -> dict:
    """A post as a notification shows it: without what others made of it."""
    reason = {"reason": "reply" if post.parent else "mention", "isRead": False, "labels": []}
    facts = as_json(post)
    return {name: facts[name] for name in ("uri", "cid", "author", "record", "indexedAt")} | reason


def feed_row(post: TownPost) -> dict:
    if not post.shares:
        return {"post": as_json(post)}
    by = {"$type": "app.bsky.feed.defs#reasonRepost", "by": person(post)}
    return {"post": as_json(post.shares), "reason": by}


def as_json(post: TownPost) -> dict:
    return {
        "uri": uri(post),
        "cid": cid(post),
        "author": person(post),
        "record": record(post),
        "indexedAt": stamp(post.posted_on),
        "replyCount": 0,
        "repostCount": post.times_shared,
        "quoteCount": 0,
        "likeCount": 0,
        "labels": [],
        "viewer": {},
    }


def record(post: TownPost) -> dict:
    """What its author's program wrote."""
    links = LINK.finditer(post.text.encode())
    facets = [facet(found.span(), "link", uri=found[0].decode()) for found in links]
    written = {"$type": POSTS, "text": post.text, "createdAt": stamp(post.posted_on)}
    written |= {"langs": ["en"], "facets": facets + ([named(post)] if post.names_us else [])}
    if post.parent:
        written["reply"] = {"root": ref(post.root), "parent": ref(post.parent)}
    return written


def named(post: TownPost) -> dict:
    """Our name, with which each text begins."""
    return facet((0, len(f"@{OURS}".encode())), "mention", did=did(OURS))


def person(post: TownPost) -> dict:
    name = post.author * 300 if post.too_big else post.author
    return {"did": writer(post), "handle": f"{name}.bsky.social", "displayName": post.author}


def writer(post: TownPost) -> str:
    """Profiles are asked for apart: who can't be stored is nobody else."""
    return did(post.author) + (f"x{post.number}" if post.too_big else "")


def did(name: str) -> str:
    return f"{AUTHORS}{name}"


@cache
def uri(post: TownPost) -> str:
    pair, second = divmod(post.number, 2)
    base = f"{pair}bkZxe"
    pairs = (base, base.swapcase()) if pair % 2 else (f"{base:_<150}a", f"{base:_<150}b")
    return f"at://{writer(post)}/{POSTS}/{pairs[second]}"


def cid(post: TownPost) -> str:
    return f"bafyrei{post.number}"


def ref(post: TownPost) -> dict:
    return {"uri": uri(post), "cid": cid(post)}


def place(post: TownPost) -> str:
    """By which a list is ordered, and goes on."""
    return f"{stamp(post.posted_on)}::{post.number:08}"


def stamp(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
