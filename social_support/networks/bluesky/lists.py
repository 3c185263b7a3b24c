"""Bluesky's lists of posts, each an `Ask` of `networks.newest_first`, in the order of `sorted_at`.

That is the earlier of the two times that a post bears: the author's own and that of its arrival.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from ..errors import NetworkError
from ..newest_first import Entry, PlaceLost, Slice, Walk
from ..times import parse_time
from ..values import as_dict, objects, text_of
from .api import Api

PAGE_SIZE = 100
# Also from people whom the account does not follow, whatever its own filter says.
MENTIONS = {"reasons": ["mention", "reply", "quote"], "priority": "false"}
OWN = {"filter": "posts_with_replies"}


class PostList:
    """What `method` lists in the field `name`. `post_in`: the post of a row, None to skip it."""

    def __init__(
        self,
        api: Api,
        method: str,
        query: dict,
        name: str = "posts",
        post_in: Callable[[dict], dict | None] = dict,
    ):
        self._api = api
        self._method = method
        self._query = query
        self._name = name
        self._post_in = post_in

    def __call__(self, walk: Walk) -> Slice:
        query = self._query | {"limit": PAGE_SIZE} | ({"cursor": walk.next} if walk.next else {})
        try:
            answer = self._api.get(self._method, query)
        except NetworkError as error:
            if walk.next and error.status == 400 and "cursor" in error.said.lower():
                raise PlaceLost from error
            raise
        posts = map(self._post_in, objects(answer.get(self._name)))
        entries = [_entry(post) for post in posts if post is not None]
        return Slice(entries, text_of(answer.get("cursor")) or None)


def mentions(api: Api) -> PostList:
    """Posts that name the account, answer it or quote it."""
    method = "app.bsky.notification.listNotifications"
    return PostList(api, method, MENTIONS, "notifications")


def own_posts(api: Api) -> PostList:
    """What the account wrote; what it passes on of others' is not its own word."""
    method, whose = "app.bsky.feed.getAuthorFeed", {"actor": api.did}
    return PostList(api, method, OWN | whose, "feed", _unless_shared)


def found(api: Api, term: str, since: datetime | None) -> PostList:
    """Posts that hold `term`, since `since` (UTC)."""
    query = {"q": term, "sort": "latest"}
    if since:
        query["since"] = since.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return PostList(api, "app.bsky.feed.searchPosts", query)


def sorted_at(post: dict) -> datetime | None:
    """When Bluesky takes a post to have been written: nobody can put one into the future."""
    told = (as_dict(post.get("record")).get("createdAt"), post.get("indexedAt"))
    return min(filter(None, map(parse_time, told)), default=None)


def _unless_shared(row: dict) -> dict | None:
    return None if row.get("reason") else as_dict(row.get("post"))


def _entry(post: dict) -> Entry:
    return Entry(text_of(post.get("uri")), sorted_at(post), post)
