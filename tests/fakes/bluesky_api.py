"""The calls that the fake Bluesky answers, and what it refuses as Bluesky does. No sockets here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

import regex

from tests.fakes.bluesky_sessions import Refusal, error
from tests.fakes.bluesky_world import POSTS, Person, Post, World

KEY = re.compile(r"[\w.:~-]{1,512}", re.ASCII)
AT_ONCE = 25
REASONS = ("mention", "reply", "quote", "like", "repost", "follow")
Query = dict[str, list[str]]


class BlueskyApi:
    """What each method, named by its NSID, answers to somebody who is signed in."""

    def __init__(self, world: World):
        self.world = world
        self.methods: dict[str, Callable[[Person, Query], dict]] = {
            "com.atproto.server.getSession": self._session,
            "com.atproto.identity.resolveHandle": self._resolve,
            "com.atproto.repo.getRecord": self._record,
            "app.bsky.actor.getProfiles": self._profiles,
            "app.bsky.feed.getPosts": self._posts,
            "app.bsky.feed.getAuthorFeed": self._feed,
            "app.bsky.feed.searchPosts": self._search,
            "app.bsky.notification.listNotifications": self._notifications,
        }
        self.procedures: dict[str, Callable[[Person, dict], dict]] = {
            "com.atproto.repo.putRecord": self._put,
        }

    # Reading

    def _session(self, caller: Person, query: Query) -> dict:
        return {"did": caller.did, "handle": caller.handle, "active": True}

    def _resolve(self, caller: Person, query: Query) -> dict:
        person = self.world.find(one(query, "handle"))
        if person is None:
            raise invalid("Unable to resolve handle")
        return {"did": person.did}

    def _record(self, caller: Person, query: Query) -> dict:
        uri = f"at://{one(query, 'repo')}/{one(query, 'collection')}/{one(query, 'rkey')}"
        if self.world.find(one(query, "repo")) is None:
            raise invalid(f"Could not find repo: {one(query, 'repo')}")
        post = self.world.posts.get(uri)
        if post is None:
            raise Refusal(400, error("RecordNotFound", f"Could not locate record: {uri}"))
        return {"uri": uri, "cid": post.cid, "value": post.record}

    def _profiles(self, caller: Person, query: Query) -> dict:
        names = several(query, "actors")
        people = [person for person in map(self.world.find, names) if person]
        return {"profiles": [self._in_full(person) for person in people]}

    def _posts(self, caller: Person, query: Query) -> dict:
        found = (self.world.posts.get(uri) for uri in several(query, "uris"))
        shown = [p for p in found if p and self.world.is_shown(p, caller.did)]
        return {"posts": [self._shown(post, caller) for post in shown]}

    def _feed(self, caller: Person, query: Query) -> dict:
        person = self.world.find(one(query, "actor"))
        if person is None:
            raise invalid("Profile not found")
        rows = []
        for post in self.world.newest_first(caller.did):
            if person.handle in post.shares:
                by = {"$type": "app.bsky.feed.defs#reasonRepost", "by": self._in_short(person)}
                rows.append((post, {"post": self._shown(post, caller), "reason": by}))
            if post.author == person.did:
                rows.append((post, {"post": self._shown(post, caller)}))
        return paged("feed", rows, query)

    def _search(self, caller: Person, query: Query) -> dict:
        words = one(query, "q").lower().split()
        since = query.get("since", [""])[0]
        rows = [
            (post, self._shown(post, caller))
            for post in self.world.newest_first(caller.did)
            if all(word in post.record["text"].lower() for word in words)
            and (not since or moment(post.sort_at) >= moment(since))
        ]
        return paged("posts", rows, query)

    def _notifications(self, caller: Person, query: Query) -> dict:
        wanted = query.get("reasons", list(REASONS))
        rows = []
        for post in self.world.newest_first(caller.did):
            reason = self.world.reason(post, caller.did)
            if reason in wanted and post.author != caller.did:
                about = {"uri": post.uri, "cid": post.cid, "reason": reason, "isRead": False}
                author = self._in_short(self.world.people[post.author])
                about |= {"record": post.record, "author": author, "indexedAt": post.sort_at}
                rows.append((post, about | {"labels": self._labels(post)}))
        return paged("notifications", rows, query)

    # Shapes

    def _shown(self, post: Post, caller: Person) -> dict:
        others = self.world.posts.values()
        return {
            "uri": post.uri,
            "cid": post.cid,
            "author": self._in_short(self.world.people[post.author]),
            "record": post.record,
            "indexedAt": post.indexed_at,
            "replyCount": sum(other.answered() == post.uri for other in others),
            "quoteCount": sum(other.quoted == post.uri for other in others),
            "repostCount": len(post.shares),
            "likeCount": len(post.likes),
            "labels": self._labels(post),
            "viewer": {"replyDisabled": True} if self._is_closed(post) else {},
        }

    def _is_closed(self, post: Post) -> bool:
        root = self.world.posts.get(post.answered("root"), post)
        return root.closed

    def _labels(self, post: Post) -> list[dict]:
        return [{"src": "did:plc:mod", "uri": post.uri, "val": value} for value in post.labels]

    def _in_short(self, person: Person) -> dict:
        avatar = f"https://cdn.bsky.app/img/avatar/plain/{person.did}/a"
        return {
            "did": person.did,
            "handle": person.handle,
            "displayName": person.name,
            "avatar": avatar,
            "createdAt": "2024-01-01T00:00:00.000Z",
        }

    def _in_full(self, person: Person) -> dict:
        more = {
            "description": person.description,
            "website": person.website,
            "followersCount": person.followers,
            "indexedAt": "2024-01-01T00:00:00.000Z",
        }
        if person.verified:
            more["verification"] = {"verifiedStatus": "valid"}
        return self._in_short(person) | {name: v for name, v in more.items() if v or v == 0}

    # Writing

    def _put(self, caller: Person, body: dict) -> dict:
        if self.world.find(str(body.get("repo"))) is not caller:
            raise Refusal(401, error("AuthenticationRequired", "Authentication Required"))
        key, record = body.get("rkey"), body.get("record")
        if body.get("collection") != POSTS or not isinstance(record, dict):
            raise invalid("Invalid record")
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise invalid("Input/rkey must be a valid Record Key")
        check_post(record)
        with self.world.lock:
            before = self.world.posts.get(f"at://{caller.did}/{POSTS}/{key}")
            if before and before.record == record:
                return {"uri": before.uri, "cid": before.cid}
            if "swapRecord" in body and body["swapRecord"] != (before and before.cid):
                raise Refusal(400, error("InvalidSwap", f"Record was at {before and before.cid}"))
            post = self.world.put(caller.did, key, record)
        return {"uri": post.uri, "cid": post.cid, "validationStatus": "valid"}


def check_post(record: dict) -> None:
    """Refuse what the schema of a post does not allow."""
    text, name = record.get("text"), f"Invalid {POSTS} record"
    if record.get("$type") != POSTS or not isinstance(text, str):
        raise invalid(f'{name} must have the property "text"')
    size, graphemes = len(text.encode()), len(regex.findall(r"\X", text))
    if size > 3000:
        raise invalid(f"{name}: string too big (maximum 3000, got {size}) at $.record.text")
    if graphemes > 300:
        raise invalid(f"{name}: grapheme too big (maximum 300, got {graphemes}) at $.record.text")
    if moment(record.get("createdAt")) is None:
        raise invalid(f"{name}/createdAt must be an valid atproto datetime")
    if len(record.get("langs", [])) > 3:
        raise invalid(f"{name}/langs must not have more than 3 elements")
    for what in ("root", "parent") if "reply" in record else ():
        if not {"uri", "cid"} <= set(record["reply"].get(what) or {}):
            raise invalid(f'{name}/reply/{what} must have the property "cid"')
    for facet in record.get("facets", []):
        if not 0 <= facet["index"]["byteStart"] <= facet["index"]["byteEnd"]:
            raise invalid(f"{name}/facets/index is wrong")


def paged(name: str, rows: Iterable[tuple[Post, dict]], query: Query) -> dict:
    """The rows behind the cursor, which is the time of the last one that was shown."""
    size = query.get("limit", ["50"])[0]
    if not size.isdecimal() or not 1 <= int(size) <= 100:
        raise invalid("Params/limit can not be greater than 100")
    cursor = query.get("cursor", [""])[0]
    if cursor and moment(cursor) is None:
        raise invalid("Malformed cursor")
    left = [(post, row) for post, row in rows if not cursor or post.sort_at < cursor]
    page = left[: int(size)]
    more = {"cursor": page[-1][0].sort_at} if page else {}
    return {name: [row for _post, row in page]} | more


def one(query: Query, name: str) -> str:
    if not query.get(name, [""])[0]:
        raise invalid(f'Params must have the property "{name}"')
    return query[name][0]


def several(query: Query, name: str) -> list[str]:
    values = query.get(name, [])
    if not 0 < len(values) <= AT_ONCE:
        raise invalid(f"Params/{name} must not have more than {AT_ONCE} elements")
    return list(dict.fromkeys(values))


def moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None


def invalid(words: str) -> Refusal:
    return Refusal(400, error("InvalidRequest", words))
