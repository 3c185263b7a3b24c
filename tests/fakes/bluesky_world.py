"""What stands on the fake Bluesky: people, posts as records, blocks. No HTTP here.

People are named by their handle, posts by their uri. Facets are found by the few rules that the
tests need, apart from those of the connector.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

COMPANY = "shop.bsky.social"
CUSTOMERS = ("anna.bsky.social", "boris.bsky.social", "clara.example", "dimitar.bsky.social")
POSTS = "app.bsky.feed.post"
NAME = re.compile(rb"(?<![\w@])@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
LINK = re.compile(rb"https?://[^\s]+")
LETTERS = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass
class Person:
    """Somebody on the network. `status`: "", "takendown" or "deactivated"."""

    did: str
    handle: str
    name: str = ""
    description: str = ""
    website: str = ""
    followers: int = 0
    verified: bool = False
    status: str = ""
    blocks: set[str] = field(default_factory=set)


@dataclass
class Post:
    """A record in its author's repository, and what became of it."""

    uri: str
    cid: str
    author: str
    record: dict
    indexed_at: str
    likes: set[str] = field(default_factory=set)
    shares: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)
    closed: bool = False

    @property
    def sort_at(self) -> str:
        return min(self.record["createdAt"], self.indexed_at)

    def answered(self, what: str = "parent") -> str:
        return self.record.get("reply", {}).get(what, {}).get("uri", "")

    @property
    def quoted(self) -> str:
        return self.record.get("embed", {}).get("record", {}).get("uri", "")


class World:
    """The network's state. What changes it holds `lock`. DIDs are the keys of `people`."""

    def __init__(self, handles: tuple[str, ...] = (COMPANY, *CUSTOMERS)):
        self.people: dict[str, Person] = {}
        self.posts: dict[str, Post] = {}
        self.lock = threading.RLock()
        self._last = datetime.min.replace(tzinfo=timezone.utc)
        for handle in handles:
            self.join(handle)

    # What people do

    def join(self, handle: str, **profile: object) -> str:
        """Open an account; its DID."""
        with self.lock:
            number = hashlib.sha256(handle.encode()).digest()
            did = "did:plc:" + "".join(LETTERS[byte % 32] for byte in number[:24])
            self.people[did] = Person(did, handle, handle.partition(".")[0].title())
        self.describe(handle, **profile)
        return did

    def describe(self, who: str, **profile: object) -> None:
        """Change a profile: name, description, website, followers, verified, status, handle."""
        person = self.person(who)
        for name, value in profile.items():
            setattr(person, name, value)

    def block(self, handle: str, other: str) -> None:
        self.person(handle).blocks.add(self.person(other).did)

    def write(
        self,
        handle: str,
        text: str,
        *,
        reply_to: str = "",
        quotes: str = "",
        created_at: datetime | None = None,
        langs: tuple[str, ...] = ("en",),
        **more: object,
    ) -> str:
        """Post as somebody; the uri. `more` stands in the record as it is."""
        with self.lock:
            now = self._now()
            record = {"$type": POSTS, "text": text, "createdAt": stamp(created_at or now)}
            record |= {"langs": list(langs), "facets": list(self._facets(text))} | more
            if reply_to:
                above = self.posts[reply_to]
                root = self.posts.get(above.answered("root"), above)
                record["reply"] = {"root": ref(root), "parent": ref(above)}
            if quotes:
                embed = {"$type": "app.bsky.embed.record", "record": ref(self.posts[quotes])}
                record["embed"] = embed
            return self.put(self.person(handle).did, tid(now), record).uri

    def put(self, did: str, key: str, record: dict) -> Post:
        """Write a record of somebody's, in place of what was there."""
        with self.lock:
            uri = f"at://{did}/{POSTS}/{key}"
            post = Post(uri, cid_of(record), did, record, stamp(self._now()))
            self.posts[uri] = post
            return post

    def delete(self, uri: str) -> None:
        with self.lock:
            del self.posts[uri]

    def like(self, handle: str, uri: str) -> None:
        self.posts[uri].likes.add(handle)

    def share(self, handle: str, uri: str) -> None:
        self.posts[uri].shares.add(handle)

    # What stands there

    def person(self, name: str) -> Person:
        """Somebody by their handle or DID; raises KeyError."""
        found = (p for p in self.people.values() if name in (p.handle, p.did))
        person = next(found, None)
        if person is None:
            raise KeyError(name)
        return person

    def find(self, name: str) -> Person | None:
        """Somebody who can be seen."""
        with self.lock:
            people = [p for p in self.people.values() if not p.status]
        return next((p for p in people if name.lower() in (p.handle, p.did)), None)

    def newest_first(self, viewer: str) -> Iterator[Post]:
        """All posts that `viewer`, a DID, is shown."""
        with self.lock:
            posts = [p for p in self.posts.values() if self.is_shown(p, viewer)]
        return iter(sorted(posts, key=lambda post: (post.sort_at, post.uri), reverse=True))

    def is_shown(self, post: Post, viewer: str) -> bool:
        author = self.people[post.author]
        return not author.status and not self.is_blocked(author.did, viewer)

    def is_blocked(self, one: str, other: str) -> bool:
        return other in self.people[one].blocks or one in self.people[other].blocks

    def reason(self, post: Post, did: str) -> str:
        """Why somebody is told of a post: reply, mention, quote or nothing."""
        above, is_direct = post.answered(), True
        while above in self.posts:
            if self.posts[above].author == did:
                return "reply"
            above, is_direct = self.posts[above].answered(), False
        if is_direct and above.startswith(f"at://{did}/"):
            return ""  # what it answers is gone, and the notification with it
        if did in named(post.record):
            return "mention"
        return "quote" if post.quoted.startswith(f"at://{did}/") else ""

    def answers_to(self, uri: str) -> list[str]:
        return [post.uri for post in self.posts.values() if post.answered() == uri]

    def _facets(self, text: str) -> Iterator[dict]:
        data = text.encode()
        for found in NAME.finditer(data):
            if person := self.find(found[1].decode()):
                yield facet(found.span(), "mention", did=person.did)
        for found in LINK.finditer(data):
            yield facet(found.span(), "link", uri=found[0].decode())

    def _now(self) -> datetime:
        """The present, a millisecond later each time: the network orders by it."""
        now = datetime.now(timezone.utc)
        self._last = max(now, self._last + timedelta(milliseconds=1))
        return self._last


def ref(post: Post) -> dict:
    return {"uri": post.uri, "cid": post.cid}


def facet(span: tuple[int, int], kind: str, **feature: str) -> dict:
    index = {"byteStart": span[0], "byteEnd": span[1]}
    return {
        "index": index,
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}"} | feature],
    }


def named(record: dict) -> list[str]:
    """The DIDs of those whom a record names."""
    features = (f for facet in record.get("facets", []) for f in facet["features"])
    return [feature["did"] for feature in features if "did" in feature]


def cid_of(record: dict) -> str:
    """A hash of the content, as a CID is."""
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()
    return "bafyrei" + "".join(LETTERS[byte % 32] for byte in (digest + digest)[:52])


def tid(moment: datetime) -> str:
    """The key that a post gets by the time at which it is written."""
    value, letters = int(moment.timestamp() * 1_000_000) << 10, ""
    for _letter in range(13):
        value, digit = divmod(value, 32)
        letters = LETTERS[digit] + letters
    return letters


def stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
