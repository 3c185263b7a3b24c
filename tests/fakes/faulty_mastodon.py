"""A town as a Mastodon server shows it, in trouble by dice. https://docs.joinmastodon.org/methods/

Its ids are as hostile as opaque ids may be: pairs of them differ in case, an accent, a space at
the end, or after 150 characters alone.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import cache
from typing import ClassVar

from tests.fakes.faulty import OVERLAP, SAME_PAGE, Faults, FaultyServer, Query
from tests.fakes.hostile import hostile_id
from tests.fakes.town import OURS, Town, TownPost

DOMAIN = "example.social"
TAG = "drill"
API = "/api/v1/"
OVERLAPPING = 7
NOT_FOUND = 404, {"error": "Record not found"}


class FaultyMastodon(FaultyServer):
    """Shows `town`. What the app is to make of it: `external_id`, `author_id`, `text`."""

    network = "mastodon"
    token = "the-secret-token-of-the-shop"
    fields: ClassVar = {"access_token": token}
    author_prefix = f"https://{DOMAIN}/"
    streams = (("Mentions", ""), ("Direct Messages", ""), ("Keyword", f"#{TAG}"))

    def __init__(self, town: Town, faults: Faults) -> None:
        super().__init__(faults)
        self.town = town
        self._lists: dict[str, tuple[Sequence[TownPost], Callable[[TownPost], str]]] = {
            f"{API}notifications": (town.told, notification_id),
            f"{API}timelines/tag/{TAG}": (town.tagged, status_id),
            f"{API}accounts/{OURS}/statuses": (town.own, status_id),
        }

    # What is to be stored

    def external_id(self, post: TownPost) -> str:
        return status_id(post)

    def parent_id(self, post: TownPost) -> str:
        return status_id(post.parent)

    def author_id(self, post: TownPost) -> str:
        return address(post.author)

    def text(self, written: str, _post: TownPost) -> str:
        """What a reader sees of a text: it comes back as it was written."""
        return written

    # The API

    def respond(self, query: Query) -> tuple[int, object]:
        with self.town.lock:
            if query.path in self._lists:
                return 200, self._page(query)
            if query.path == "/api/v2/instance":
                return 200, {"domain": DOMAIN}
            if query.path == f"{API}accounts/verify_credentials":
                return 200, account(OURS)
            return self._status(query.path.removeprefix(f"{API}statuses/"))

    def _status(self, path: str) -> tuple[int, object]:
        wanted, context, _rest = path.partition("/context")
        post = next((p for p in self.town.posts if status_id(p) == wanted and p.is_shown), None)
        if post is None:
            return NOT_FOUND
        return 200, self._context(post) if context else self._as_json(post)

    def _context(self, post: TownPost) -> dict:
        shown: list[dict] = []
        for parent in post.above():
            if not parent.is_shown:
                break
            shown.insert(0, self._as_json(parent))
        return {"ancestors": shown, "descendants": []}

    def _page(self, query: Query) -> list[dict]:
        posts, id_of = self._lists[query.path]
        entries = [post for post in posts if self._wanted(post, query)]
        first, last = _window([id_of(post) for post in entries], query)
        shown = [post for post in entries[first:last] if post.is_shown][::-1]
        is_told = posts is self.town.told
        return [self._notification(post) if is_told else self._as_json(post) for post in shown]

    def _wanted(self, post: TownPost, query: Query) -> bool:
        wanted = query.parameters
        shares = wanted.get("exclude_reblogs") != "true" or not post.shares
        return shares and (wanted.get("exclude_replies") != "true" or not post.parent)

    def _notification(self, post: TownPost) -> dict:
        facts = {"id": notification_id(post), "type": "mention"}
        return facts | {"created_at": _iso(post.posted_on), "status": self._as_json(post)}

    def _as_json(self, post: TownPost) -> dict:
        parent = post.parent if post.parent and not post.parent.deleted else None
        return {
            "id": status_id(post),
            "created_at": _iso(post.posted_on),
            "edited_at": _iso(post.edited_on) if post.edited_on else None,
            "content": f"<p>{html.escape(post.text)}</p>",
            "visibility": "direct" if post.private else "public",
            "in_reply_to_id": status_id(parent) if parent else None,
            "in_reply_to_account_id": parent.author if parent else None,
            "url": f"{address(post.author)}/{post.number}",
            "account": account(post.author, too_big=post.too_big),
            "mentions": [account(OURS)] if post.names_us else [],
            "reblog": self._as_json(post.shares) if post.shares else None,
            "reblogs_count": post.times_shared,
            "favourites_count": 0,
            "replies_count": 0,
            "language": "en",
            "spoiler_text": "",
        }


def _window(ids: list[str], query: Query) -> tuple[int, int]:
    """From where to where the list is shown: behind min_id, or else the newest before max_id.

    What repeats goes back into what was shown before; nothing is ever left out by that.
    """
    wanted, size = query.parameters, min(query.page_size, int(query.parameters.get("limit", 20)))
    back = {SAME_PAGE: size, OVERLAP: OVERLAPPING}.get(query.oddity, 0)
    oldest = ids.index(wanted["min_id"]) + 1 if "min_id" in wanted else 0
    newest = ids.index(wanted["max_id"]) if "max_id" in wanted else len(ids)
    if "max_id" in wanted or "min_id" not in wanted:
        newest = min(newest + back, len(ids))
        return max(newest - size, oldest), newest
    oldest = max(oldest - back, 0)
    return oldest, min(oldest + size, newest)


@cache
def status_id(post: TownPost) -> str:
    return hostile_id("s", post.number)


@cache
def notification_id(post: TownPost) -> str:
    return hostile_id("n", post.number)


def address(name: str) -> str:
    return f"https://{DOMAIN}/@{name}"


def account(name: str, *, too_big: bool = False) -> dict:
    shown = name * 300 if too_big else name
    return {"id": name, "acct": name, "display_name": shown, "url": address(name), "note": ""}


def _iso(moment) -> str:
    return moment.isoformat().replace("+00:00", "Z")
