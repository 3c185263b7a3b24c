"""A page is a handful of statements whatever its size, and a page that fails leaves nothing."""

from dataclasses import replace
from datetime import datetime, timezone

import frappe
import pytest
from pymysql.err import DataError

from social_support.conversations.store import page as store_page
from social_support.networks.contract import PRIVATE, Counts, Post
from tests.site.support.queries import count_queries


@pytest.fixture
def channel(make):
    return make.channel()


@pytest.fixture
def us(make, channel):
    return make.author("shop@example.social", external_id=channel.account_external_id)


def edits(make, channel, us, posts):
    then = datetime.now(timezone.utc)
    make.stored(channel, *posts)
    return [replace(post, text="edited", edited_on=then) for post in posts]


def deletions(make, channel, us, posts):
    make.stored(channel, *posts)
    return [Post.gone(post.external_id) for post in posts]


def hidden(make, channel, us, posts):
    make.stored(channel, *posts)
    return [replace(post, visibility=PRIVATE) for post in posts]


def counted(make, channel, us, posts):
    make.stored(channel, *posts)
    return [replace(post, counts=Counts(1, 2, 3)) for post in posts]


def known(make, channel, us, posts):
    make.stored(channel, *posts)
    return posts


def new(make, channel, us, posts):
    return posts


def followed_up(make, channel, us, posts):
    make.stored(channel, *posts)
    return [make.post(author=p.author, parent_id=p.external_id, minutes_ago=1) for p in posts]


def answers(make, channel, us, posts):
    make.stored(channel, *posts)
    return [make.post(author=us, parent_id=post.external_id, minutes_ago=1) for post in posts]


def late_questions(make, channel, us, posts):
    make.stored(channel, *[make.post(author=us, parent_id=post.external_id) for post in posts])
    return posts


def shares(make, channel, us, posts):
    make.stored(channel, *posts)
    return [make.post(parent_id=post.external_id, kind="Share") for post in posts]


def deleted_shares(make, channel, us, posts):
    passed_on = shares(make, channel, us, posts)
    make.stored(channel, *passed_on)
    return [Post.gone(post.external_id) for post in passed_on]


def late_parents(make, channel, us, posts):
    """Each brings two conversations of one author together."""
    middles = [make.post(parent_id=post.external_id, minutes_ago=9) for post in posts]
    below = [
        make.post(author=post.author, parent_id=middle.external_id, minutes_ago=8)
        for post, middle in zip(posts, middles, strict=True)
    ]
    make.stored(channel, *posts, *below)
    return middles


KINDS = [
    new,
    known,
    edits,
    deletions,
    hidden,
    counted,
    followed_up,
    answers,
    late_questions,
    shares,
    deleted_shares,
    late_parents,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_number_of_statements_does_not_grow_with_the_page(make, channel, us, kind):
    # What the site remembers of itself is looked up once.
    make.stored(channel, *kind(make, channel, us, [make.post(minutes_ago=10)]))
    counts = []
    for number in (5, 80):
        page = kind(make, channel, us, [make.post(minutes_ago=10) for _ in range(number)])
        with count_queries() as queries:
            make.stored(channel, *page)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40, queries


def test_a_page_that_the_database_refuses_leaves_nothing_and_can_be_stored_singly(
    make, channel, monkeypatch
):
    # A column whose limit nobody told us of.
    monkeypatch.setattr(store_page, "sift", lambda posts: (list(posts), []))
    bad, good = make.post(language="l" * 141), make.post()
    frappe.db.savepoint("page")
    with pytest.raises(DataError):
        make.stored(channel, good, bad)
    frappe.db.rollback(save_point="page")
    assert not frappe.db.exists("Social Interaction", {"channel": channel.name})
    assert not frappe.db.exists("Social Conversation", {"channel": channel.name})
    assert len(make.stored(channel, good).new) == 1


def test_what_is_too_large_for_one_statement_goes_in_several(make, channel):
    posts = [make.post("ж" * 199_000, raw={"text": "ж" * 199_000}) for _number in range(30)]
    stored = make.stored(channel, *posts)
    assert (len(stored.new), stored.set_aside) == (30, [])


@pytest.mark.parametrize("raw", [{(1, 2): "a"}, {"long": "x" * 17_000_000}])
def test_an_answer_that_can_not_be_kept_is_the_matter_of_its_post(make, channel, raw):
    bad, good = make.post(raw=raw), make.post(raw={"half": "\ud83d", "nul": "\u0000"})
    stored = make.stored(channel, bad, good)
    assert len(stored.new) == 1
    [(post, reason)] = stored.set_aside
    assert post.external_id == bad.external_id and "own answer" in reason
    frappe.as_json(post.raw)
    payload = frappe.db.get_value("Social Payload", {"interaction": stored.new[0]}, "payload")
    assert frappe.parse_json(payload) == good.raw
