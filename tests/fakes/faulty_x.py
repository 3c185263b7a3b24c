"""A town as X shows it, in trouble by dice. https://docs.x.com/x-api

Ids are X's: they grow with time, so that nothing appears late here. An edit would give a post
another id, and an answer of ours loses the names in front of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import ClassVar

from social_support.networks.x.snowflakes import id_at
from social_support.networks.x.text import without_leading_mentions
from tests.fakes.faulty import OVERLAP, SAME_PAGE, Faults, FaultyServer, Query
from tests.fakes.town import OURS, Habits, Town, TownPost
from tests.fakes.x_keys import keys_of
from tests.fakes.x_shapes import problem

TAG = "#drill"
API = "/2/"
OVERLAPPING = 7
Show = Callable[[TownPost], dict]


class FaultyX(FaultyServer):
    """Shows `town`. What the app is to make of it: `external_id`, `author_id`, `text` …"""

    network = "x"
    streams = (("Mentions", ""), ("Direct Messages", ""), ("Keyword", TAG))
    author_prefix = "town"
    fields: ClassVar = keys_of(OURS) | {"read_budget": 10_000_000}
    habits = Habits(edits=False, messages_change=False, late=False)

    def __init__(self, town: Town, faults: Faults) -> None:
        super().__init__(faults)
        self.town = town

    # What is to be stored

    def external_id(self, post: TownPost) -> str:
        return f"dm:{own_id(post)}" if post.private else own_id(post)

    def parent_id(self, post: TownPost) -> str:
        return "" if post.private else own_id(post.parent)

    def author_id(self, post: TownPost) -> str:
        return user_id(post.author)

    def text(self, written: str, post: TownPost) -> str:
        """X fills in names in front of an answer: they are no words of ours."""
        is_answer = post.is_ours and post.parent and not post.private
        return without_leading_mentions(written) if is_answer else written

    # The API

    def respond(self, query: Query) -> tuple[int, object]:
        path = query.path.removeprefix(API)
        with self.town.lock:
            if path == "users/me":
                return 200, {"data": {"id": user_id(OURS), "username": OURS, "name": OURS}}
            if path == "tweets":
                return 200, self._by_id(query.parameters["ids"].split(","))
            if path == "dm_events":
                private = [post for post in self.town.posts if post.private]
                return 200, self._page(private, query, message)
            lists = {
                f"users/{user_id(OURS)}/mentions": self.town.told,
                f"users/{user_id(OURS)}/tweets": self.town.own,
                "tweets/search/recent": self.town.tagged,
            }
            public = [post for post in lists[path] if not (post.private or post.shares)]
            return 200, self._page(public, query, as_json)

    def _by_id(self, ids: Sequence[str]) -> dict:
        shown = {own_id(post): post for post in self.town.posts if post.is_shown}
        found = [shown[one] for one in ids if one in shown]
        errors = [gone(one) for one in ids if one not in shown]
        return with_people(found, as_json) | ({"errors": errors} if errors else {})

    def _page(self, posts: Sequence[TownPost], query: Query, show: Show) -> dict:
        """Newest first. What repeats goes back into what was shown before; nothing is left out."""
        wanted, size = query.parameters, min(query.page_size, int(query.parameters["max_results"]))
        after = int(wanted.get("since_id", 0))
        rows = sorted((p for p in posts if p.is_shown), key=number_of, reverse=True)
        rows = [post for post in rows if number_of(post) > after]
        before = int(wanted.get("until_id") or wanted.get("pagination_token") or 1 << 63)
        start = sum(number_of(post) >= before for post in rows)
        start = max(start - {SAME_PAGE: size, OVERLAP: OVERLAPPING}.get(query.oddity, 0), 0)
        page = rows[start : start + size]
        more = {"next_token": own_id(page[-1])} if start + size < len(rows) else {}
        return with_people(page, show) | {"meta": {"result_count": len(page), **more}}


def with_people(posts: Sequence[TownPost], show: Show) -> dict:
    people = {writer_id(post): user(post) for post in posts}
    return {"data": [show(post) for post in posts], "includes": {"users": [*people.values()]}}


def as_json(post: TownPost) -> dict:
    named = [{"id": user_id(OURS), "username": OURS}] if post.names_us else []
    shown = {
        "id": own_id(post),
        "text": escaped(post.text),
        "author_id": writer_id(post),
        "conversation_id": own_id(post.root),
        "created_at": post.posted_on.isoformat(),
        "entities": {"mentions": named},
    }
    if post.parent:
        shown["referenced_posts"] = [{"type": "replied_to", "id": own_id(post.parent)}]
    return shown


def message(post: TownPost) -> dict:
    other = post.parent.author if post.is_ours and post.parent else post.author
    return {
        "id": own_id(post),
        "event_type": "MessageCreate",
        "text": escaped(post.text),
        "created_at": post.posted_on.isoformat(),
        "sender_id": writer_id(post),
        "dm_conversation_id": "-".join(sorted((user_id(OURS), user_id(other)))),
    }


def user(post: TownPost) -> dict:
    shown = post.author * 300 if post.too_big else post.author
    return {"id": writer_id(post), "username": shown, "name": post.author}


def writer_id(post: TownPost) -> str:
    """X shows a person once for all posts of a page: who can't be stored is nobody else."""
    return user_id(post.author) + (f"x{post.number}" if post.too_big else "")


def gone(external_id: str) -> dict:
    words = f"Could not find post {external_id}."
    return problem("resource-not-found", "Not Found Error", words, resource_id=external_id)


def user_id(name: str) -> str:
    return f"town{name}"


@cache
def own_id(post: TownPost) -> str:
    """The id of its time; what is written in one millisecond is told apart by its number."""
    return str(int(id_at(post.posted_on)) + post.number)


def number_of(post: TownPost) -> int:
    return int(own_id(post))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
