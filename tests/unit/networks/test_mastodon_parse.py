"""Single entries that can't be read must not stop a page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.contract import Account, Page, Stream
from social_support.networks.http import Http
from social_support.networks.mastodon import Mastodon
from tests.fakes.http_server import FakeServer

ACCOUNT = {
    "id": "9",
    "acct": "anna",
    "display_name": "Anna 🔧",
    "url": "https://shop.example/@anna",
    "note": "<p>Drills &amp; more</p>",
    "followers_count": 12,
    "avatar": "https://shop.example/anna.png",
    "fields": [
        {
            "name": "Web",
            "value": '<a href="https://anna.example" rel="me"><span class="invisible">https://'
            '</span><span class="">anna.example</span></a>',
            "verified_at": "2025-01-02T03:04:05.000Z",
        },
        "nonsense",
    ],
}
STATUS = {
    "id": "AkZxQ9b",
    "uri": "https://shop.example/users/anna/statuses/1",
    "url": "https://shop.example/@anna/1",
    "created_at": "2026-03-04T05:06:07.089Z",
    "edited_at": None,
    "in_reply_to_id": None,
    "visibility": "public",
    "spoiler_text": "broken tool",
    "language": "bg",
    "content": "<p>Здравейте!</p>",
    "account": ACCOUNT,
    "mentions": [{"url": "https://shop.example/@company"}],
    "replies_count": 1,
    "reblogs_count": 2,
    "favourites_count": 3,
}


def test_a_whole_status(fake: FakeServer):
    (post,) = _page(fake, STATUS).posts
    assert (post.external_id, post.thread_id, post.parent_id) == ("AkZxQ9b", "AkZxQ9b", None)
    assert (post.kind, post.visibility, post.language) == ("Mention", "Public", "bg")
    assert (post.text, post.html) == ("Здравейте!", "<p>Здравейте!</p>")
    assert post.content_warning == "broken tool"
    assert post.posted_on == datetime(2026, 3, 4, 5, 6, 7, 89000, timezone.utc)
    assert post.permalink == post.global_id == "https://shop.example/@anna/1"
    assert (post.counts.replies, post.counts.shares, post.counts.likes) == (1, 2, 3)
    assert post.raw == STATUS
    author = post.author
    assert (author.external_id, author.handle) == (
        "https://shop.example/@anna",
        "anna@shop.example",
    )
    assert (author.display_name, author.followers, author.bio) == ("Anna 🔧", 12, "Drills & more")
    (web,) = author.fields
    assert (web.name, web.value) == ("Web", "https://anna.example")
    assert web.verified_at == datetime(2025, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": None}, "no id"),
        ({"id": ""}, "no id"),
        ({"account": None}, "no author"),
        ({"account": []}, "no author"),
        ({"account": ACCOUNT | {"acct": None}}, "no name"),
        ({"account": ACCOUNT | {"url": "javascript:alert(1)"}}, "no address"),
        ({"content": None}, "no text"),
        ({"content": 7}, "no text"),
        ({"created_at": None}, "date"),
        ({"created_at": "yesterday"}, "date"),
        ({"created_at": 1767225600}, "date"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "date"),
        ({"created_at": "1970-01-01T00:00:00Z"}, "date"),
        ({"created_at": "2026-13-45T99:99:99Z"}, "date"),
    ],
)
def test_a_bad_entry_is_set_aside_and_the_page_goes_on(fake: FakeServer, change: dict, reason: str):
    page = _page(fake, STATUS | {"id": "1"}, STATUS | change, STATUS | {"id": "3"})
    assert [post.external_id for post in page.posts] == ["3", "1"]
    (rejected,) = page.rejected
    assert reason in rejected.reason
    assert rejected.raw["status"] == STATUS | change


@pytest.mark.parametrize("status", [None, [], "text", 7, {}])
def test_a_notification_without_a_post_is_set_aside(fake: FakeServer, status: object):
    page = _page(fake, status, STATUS)
    assert len(page.posts) == len(page.rejected) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"content": ""},
        {"content": "<p>" + "ж" * 50_000 + "</p>"},
        {"content": "<script>alert(1)</script><p>hi</p>"},
        {"mentions": None, "visibility": None, "url": None, "language": None, "spoiler_text": None},
        {"mentions": [None, 7], "replies_count": "many", "edited_at": "never", "url": "http://["},
        {"account": ACCOUNT | {"fields": None, "note": None, "followers_count": -1}},
        {"account": ACCOUNT | {"fields": [{}], "display_name": "", "avatar": "javascript:1"}},
    ],
)
def test_what_is_odd_but_readable_is_kept(fake: FakeServer, change: dict):
    page = _page(fake, STATUS | change)
    assert len(page.posts) == 1 and page.rejected == ()


def test_a_date_from_the_future_becomes_now(fake: FakeServer):
    ahead = (datetime.now(timezone.utc) + timedelta(days=400)).isoformat()
    before = datetime.now(timezone.utc)
    page = _page(fake, STATUS | {"created_at": ahead})
    assert before <= page.posts[0].posted_on <= datetime.now(timezone.utc)
    assert len(page.remarks) == 1 and "future" in page.remarks[0]


def test_an_unknown_visibility_counts_as_private(fake: FakeServer):
    for visibility, expected in (
        ("unlisted", "Public"),
        ("private", "Private"),
        ("new", "Private"),
    ):
        (post,) = _page(fake, STATUS | {"visibility": visibility}).posts
        assert post.visibility == expected


def test_an_answer_has_a_parent_and_no_thread_yet(fake: FakeServer):
    (post,) = _page(fake, STATUS | {"in_reply_to_id": "5"}).posts
    assert (post.kind, post.parent_id, post.thread_id) == ("Reply", "5", None)


def test_ids_that_differ_in_case_are_two(fake: FakeServer):
    page = _page(fake, STATUS, STATUS | {"id": "AkZxq9b"})
    assert {post.external_id for post in page.posts} == {"AkZxQ9b", "AkZxq9b"}


def _page(fake: FakeServer, *statuses: object) -> Page:
    """What is read when the server's newest mentions are these, newest first."""
    notifications = [
        {"id": f"n{number}", "type": "mention", "created_at": "2026-03-04", "status": status}
        for number, status in enumerate(statuses)
    ]
    fake.answer("/api/v1/notifications", json.dumps(notifications).encode())
    account = Account(
        fake.url,
        "token",
        external_id="https://shop.example/@company",
        limits={"domain": "shop.example"},
    )
    network = Mastodon(account, Http(allow_private_addresses=True))
    page = next(
        network.look_back(Stream("Mentions"), None, datetime(2026, 1, 1, tzinfo=timezone.utc))
    )
    assert page.starts_at == "n0"
    return page
