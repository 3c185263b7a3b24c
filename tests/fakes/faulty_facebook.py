"""A town as Facebook shows it, in trouble by dice: its posts that begin a thread are posts on the
Page, answers are comments below them, private ones messages.

It tells times more finely than Meta does, so that the order of what is written in one second is
known. https://developers.facebook.com/docs/pages-api
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import ClassVar

from tests.fakes.facebook import APP_ID, APP_SECRET, PAGE_TOKEN
from tests.fakes.facebook_shapes import refusal
from tests.fakes.faulty import OVERLAP, SAME_PAGE, Faults, FaultyServer, Query
from tests.fakes.hostile import hostile_id
from tests.fakes.town import Habits, Town, TownPost

VERSION = "/v26.0/"
PAGE, PAGE_NAME = "town-page", "The Shop"
OVERLAPPING = 7
GONE = refusal(100, "Unsupported get request. Object does not exist", subcode=33)
ALIAS = refusal(803, "(#803) Some of the aliases you requested do not exist", status=404)
Show = Callable[[TownPost], dict]


class FaultyFacebook(FaultyServer):
    """Shows `town`. What the app is to make of it: `external_id`, `author_id`, `text` …"""

    network = "facebook"
    streams = (("Mentions", ""), ("Own Post Comments", ""), ("Direct Messages", ""))
    author_prefix = "town-"
    fields: ClassVar = {"app_key": APP_ID, "app_secret": APP_SECRET, "access_token": PAGE_TOKEN}
    tells_edits = False
    habits = Habits(messages_change=False)

    def __init__(self, town: Town, faults: Faults) -> None:
        super().__init__(faults)
        self.town = town

    # What is to be stored

    def external_id(self, post: TownPost) -> str:
        mark = "message:" if post.private else "comment:" if post.parent else ""
        return mark + own_id(post)

    def parent_id(self, post: TownPost) -> str:
        return "" if post.private else self.external_id(post.parent)

    def author_id(self, post: TownPost) -> str:
        return person_id(post)

    def text(self, written: str, _post: TownPost) -> str:
        """What a reader sees of a text: it comes back as it was written."""
        return written

    # The API

    def respond(self, query: Query) -> tuple[int, object]:
        path = query.path.removeprefix(VERSION).strip("/")
        with self.town.lock:
            if path == "me":
                return 200, {"id": PAGE, "name": PAGE_NAME, "username": "borova"}
            if path == "debug_token":
                return 200, {"data": {}}
            if not path:
                return self._several(query.parameters["ids"].split(","))
            of, _slash, what = path.rpartition("/")
            if of == PAGE:
                return 200, self._of_the_page(what, query)
            return self._below(of, what, query) if of else self._one(what)

    def _of_the_page(self, what: str, query: Query) -> dict:
        public = [post for post in self.town.posts if not (post.private or post.shares)]
        roots = [post for post in public if not (post.parent or post.deleted)]
        if what == "feed":
            return self._page(roots, query, self._post)
        if what == "tagged":
            named = [post for post in roots if post.is_shown and (post.names_us or post.tagged)]
            return self._page([post for post in named if not post.is_ours], query, self._post)
        newest: dict[str, TownPost] = {}
        for post in self.town.posts:
            if post.private and post.is_shown:
                newest[person_of(post)] = post
        by_time = sorted(newest.values(), key=lambda post: post.posted_on)
        return self._page(by_time, query, self._conversation)

    def _below(self, of: str, what: str, query: Query) -> tuple[int, object]:
        if what == "messages":
            person = of.removeprefix("t_")
            found = [p for p in self.town.posts if p.private and p.is_shown]
            found = [post for post in found if person_of(post) == person]
            return 200, self._page(found, query, self._message)
        root = next((post for post in self.town.posts if own_id(post) == of), None)
        if root is None or root.deleted:
            return GONE.status, GONE.body
        return 200, self._page(self._comments(root), query, self._comment)

    def _comments(self, root: TownPost) -> list[TownPost]:
        return [
            post
            for post in self.town.posts
            if post.parent and post.root is root and post.is_shown and post.reaches_us
        ]

    def _several(self, ids: Sequence[str]) -> tuple[int, object]:
        found = {one: self._one(one) for one in ids}
        if any(status != 200 for status, _row in found.values()):
            return ALIAS.status, ALIAS.body
        return 200, {one: row for one, (_status, row) in found.items()}

    def _one(self, external_id: str) -> tuple[int, object]:
        post = next((p for p in self.town.posts if own_id(p) == external_id and p.is_shown), None)
        if post is None:
            return GONE.status, GONE.body
        show = self._message if post.private else self._comment if post.parent else self._post
        return 200, show(post)

    def _page(self, posts: Sequence[TownPost], query: Query, show: Show) -> dict:
        """Newest first. What repeats goes back into what was shown before; nothing is left out."""
        rows = sorted(posts, key=lambda post: post.posted_on, reverse=True)
        wanted, size = query.parameters, min(query.page_size, int(query.parameters["limit"]))
        if "until" in wanted:
            rows = [row for row in rows if row.posted_on.timestamp() <= int(wanted["until"])]
        ids = [own_id(row) for row in rows]
        start = ids.index(wanted["after"]) + 1 if wanted.get("after") in ids else 0
        start = max(start - {SAME_PAGE: size, OVERLAP: OVERLAPPING}.get(query.oddity, 0), 0)
        page = rows[start : start + size]
        following = f"{self.url}{query.path}?after={own_id(page[-1])}" if page else ""
        paging = {"next": following} if start + size < len(rows) else {}
        return {"data": [show(row) for row in page], "paging": paging}

    def _post(self, post: TownPost) -> dict:
        """A post that nobody may see is a row without words: what stands below it is seen."""
        below = [one.posted_on for one in self._comments(post)]
        times = {"created_time": iso(post.posted_on)}
        times["updated_time"] = iso(max([post.posted_on, *below]))
        listed = {"comments": {"data": [{"created_time": iso(max(below))}]}} if below else {}
        return {"id": own_id(post), **times, **listed} | (written(post) if post.is_shown else {})

    def _comment(self, post: TownPost) -> dict:
        nested = {"parent": {"id": own_id(post.parent)}} if post.parent.parent else {}
        facts = {"id": own_id(post), "created_time": iso(post.posted_on), **nested}
        return facts | {"object": {"id": own_id(post.root)}} | written(post)

    def _conversation(self, newest: TownPost) -> dict:
        return {"id": f"t_{person_of(newest)}", "updated_time": iso(newest.posted_on)}

    def _message(self, post: TownPost) -> dict:
        to = {"data": [{"id": person_of(post)}]} if post.is_ours else {"data": [{"id": PAGE}]}
        facts = {"id": own_id(post), "created_time": iso(post.posted_on), "to": to}
        return facts | written(post)


def written(post: TownPost) -> dict:
    name = PAGE_NAME if post.is_ours else post.author
    shown = name * 300 if post.too_big else name
    return {"message": post.text, "from": {"id": person_id(post), "name": shown}}


def person_id(post: TownPost) -> str:
    return PAGE if post.is_ours else f"town-{post.author}"


def person_of(post: TownPost) -> str:
    """With whom we write: who wrote a message, or whom our answer to it is for."""
    return person_id(post.parent if post.is_ours and post.parent else post)


@cache
def own_id(post: TownPost) -> str:
    return hostile_id("f", post.number)


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f+0000")
