"""The same posts give the same rows, in whatever order and pages they arrive."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import frappe
import pytest

from social_support.conversations import actions
from social_support.conversations.keys import open_key
from social_support.conversations.store.recount import recount
from social_support.networks.contract import PRIVATE, PUBLIC, Author, Counts, Post
from tests.site.support.make_posts import OUR_ACCOUNT

OF_A_CONVERSATION = (
    "name",
    "subject",
    "status",
    "outcome",
    "inbound_count",
    "outbound_count",
    "first_post_on",
    "first_post_at_utc",
    "first_responded_on",
    "first_response_time",
    "waiting_since_utc",
    "last_inbound",
    "last_inbound_on",
    "last_inbound_at_utc",
    "last_outbound_on",
    "visibility",
    "thread_id",
    "profile",
    "open_key",
)
ORDERS = 6


class Town:
    """A few people who write to each other and to us, the same for the same seed."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.seed = seed
        self.people = [self._author(f"p{number}") for number in range(4)]
        self.us = Author(OUR_ACCOUNT["account_external_id"], OUR_ACCOUNT["handle"])
        self.posts: list[Post] = []
        self.threads: dict[str, str] = {}
        self.told = self.chance.choice(["all", "roots", "some"])
        self.now = datetime.now(timezone.utc) - timedelta(days=1)

    def _author(self, name: str) -> Author:
        url = f"https://town{self.seed}.example/@{name}"
        return Author(url, f"{name}@town{self.seed}.example", name.title(), url)

    def write(self, number: int) -> list[Post]:
        for _number in range(number):
            kind = self.chance.choices(
                ["root", "reply", "private", "answer", "share"], [3, 8, 2, 5, 2]
            )[0]
            getattr(self, f"_{kind}")()
        return self.posts

    def _add(self, author: Author, text: str, **fields) -> Post:
        # Some at the very same moment.
        self.now += timedelta(seconds=self.chance.choice([0, 1, 30, 400]))
        number = f"{self.seed}-{len(self.posts)}"
        post = Post(number, author, self.now, text=f"{text} {number}", **fields)
        self.posts.append(post)
        return post

    def _root(self) -> None:
        post = self._add(self.chance.choice(self.people), "root", kind="Mention")
        self._tell(post, post.external_id, always=True)

    def _reply(self, author: Author | None = None) -> None:
        above = self._one_of(lambda post: post.visibility == PUBLIC and post.kind != "Share")
        if above is None:
            return self._root()
        author = author or self.chance.choice(self.people)
        post = self._add(author, "reply", parent_id=above.external_id, kind="Reply")
        self._tell(post, self.threads[above.external_id])
        return None

    def _private(self) -> None:
        self._add(self.chance.choice(self.people), "dm", visibility=PRIVATE, kind="Direct Message")

    def _answer(self) -> None:
        if self.chance.random() < 0.7:
            return self._reply(self.us)
        asked = self._one_of(lambda post: post.visibility == PRIVATE and post.author != self.us)
        if asked is None:
            return None
        way = {"parent_id": asked.external_id, "addressed_to": asked.author.external_id}
        way.pop(self.chance.choice([*way]))
        self._add(self.us, "in private", visibility=PRIVATE, kind="Direct Message", **way)
        return None

    def _share(self) -> None:
        passed_on = self._one_of(lambda post: post.visibility == PUBLIC and post.kind != "Share")
        if passed_on:
            who = self.chance.choice([*self.people, self.us])
            self._add(who, "share", parent_id=passed_on.external_id, kind="Share")

    def _tell(self, post: Post, thread: str, *, always: bool = False) -> None:
        self.threads[post.external_id] = thread
        says = self.told == "all" or (self.told == "some" and self.chance.random() < 0.4)
        if always or says:
            object.__setattr__(post, "thread_id", thread)

    def _one_of(self, fits) -> Post | None:
        found = [post for post in self.posts if fits(post)]
        return self.chance.choice(found) if found else None


def in_pages(posts: list[Post], chance: random.Random) -> list[list[Post]]:
    pages, at = [], 0
    while at < len(posts):
        size = chance.choice([1, 2, 5, 20])
        pages.append(posts[at : at + size])
        at += size
    return pages


def arranged(posts: list[Post], number: int, chance: random.Random) -> list[list[Post]]:
    """Oldest first, newest page first as in a backfill, all at once, then at random."""
    if number == 0:
        return in_pages(posts, chance)
    if number == 1:
        return in_pages(posts, chance)[::-1]
    if number == 2:
        return [posts]
    shuffled = chance.sample(posts, len(posts))
    # An overlap: some posts come twice.
    return [*in_pages(shuffled, chance), chance.sample(posts, 5)]


def close_the_loop(names: list[str]) -> None:
    """What is done after a page with what we wrote."""
    rows = frappe.get_all(
        "Social Interaction",
        {"name": ["in", names], "conversation": ["is", "set"]},
        ["name", "conversation", "posted_at_utc"],
        order_by="posted_at_utc asc",
    )
    for row in rows:
        actions.mark_replied(row.conversation, row.posted_at_utc, "Administrator", row.name)


def as_stored(channel) -> tuple[dict, dict]:
    """({external id: what is said of the post}, {external ids of a conversation: its columns})."""
    posts = frappe.get_all(
        "Social Interaction",
        {"channel": channel.name},
        ["name", "external_id", "thread_id", "conversation", "direction", "share_count", "profile"],
    )
    ids = {row.name: row.external_id for row in posts}
    members: dict[str, set] = {}
    for row in posts:
        members.setdefault(row.conversation, set()).add(row.external_id)
    works = {}
    for row in frappe.get_all(
        "Social Conversation", {"channel": channel.name}, list(OF_A_CONVERSATION)
    ):
        if row.outcome == "Duplicate":
            assert (row.inbound_count, row.open_key, row.name in members) == (0, None, False)
            continue
        assert row.open_key == open_key(channel.name, row.thread_id, row.profile)
        row.last_inbound = ids[row.last_inbound]
        del row["open_key"]
        works[frozenset(members[row.pop("name")])] = row
    said = {
        row.external_id: (
            row.thread_id,
            row.direction,
            row.share_count,
            frozenset(members[row.conversation]) if row.conversation else None,
        )
        for row in posts
    }
    return said, works


def differences(these: dict, others: dict) -> list:
    """Which columns of which posts or conversations differ, to be read."""
    found: list = []
    for key in {*these, *others}:
        this, other = these.get(key), others.get(key)
        name = sorted(key) if isinstance(key, frozenset) else key
        if this is None or other is None:
            found.append((name, "here" if other is None else "there"))
        elif isinstance(this, dict):
            found += [(name, col, this[col], other[col]) for col in this if this[col] != other[col]]
        elif this != other:
            found.append((name, this, other))
    return found


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_order_of_arrival_leaves_no_trace(make, seed):
    posts = Town(seed).write(45)
    seen = None
    for number in range(ORDERS):
        channel = make.channel()
        for page in arranged(posts, number, random.Random(f"{seed} {number}")):
            close_the_loop(make.stored(channel, *page).outbound_new)
        said, works = as_stored(channel)
        assert len(said) == len(posts)
        recount(frappe.get_all("Social Conversation", {"channel": channel.name}, pluck="name"))
        assert differences(as_stored(channel)[1], works) == [], "added up otherwise than counted"
        seen = seen or (said, works)
        assert differences(said, seen[0]) == [], f"order {number}"
        assert differences(works, seen[1]) == [], f"order {number}"


@pytest.mark.parametrize("seed", range(1, 9))
def test_threads_are_those_that_people_wrote_in(make, seed):
    """Each public thread is one, however little the network told of it."""
    town = Town(seed)
    posts = town.write(45)
    channel = make.channel()
    for page in arranged(posts, 5, random.Random(seed)):
        make.stored(channel, *page)
    said, _works = as_stored(channel)
    threads = {name: said[name][0] for name in town.threads}
    assert threads == town.threads


def test_shares_are_counted_on_the_post_whichever_comes_first(make):
    post = make.post(counts=Counts(shares=1))
    shares = [
        make.post(f"RT {number}", parent_id=post.external_id, kind="Share") for number in range(3)
    ]
    for pages in (
        [[post], shares],
        [shares, [post]],
        [[shares[0]], [post], shares[1:]],
        [[*shares, post]],
    ):
        channel = make.channel()
        for page in pages:
            make.stored(channel, *page)
        key = {"channel": channel.name, "external_id": post.external_id}
        assert frappe.db.get_value("Social Interaction", key, "share_count") == 3
