"""RSS and Atom: the contract, and what feeds do that no other network does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks.contract import Account, Page, Post, Stream
from social_support.networks.errors import (
    AddressNotAllowed,
    NotFound,
    RateLimited,
    Unavailable,
    UnexpectedPayload,
)
from social_support.networks.http import Http
from social_support.networks.rss import Rss
from tests.contract.network_contract import NetworkContract, Provider
from tests.fakes.feed import PATH, Publisher
from tests.fakes.http_server import FakeServer

FEED = Stream("Feed")
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
RSS = {"Content-Type": "application/rss+xml"}


class RssProvider(Provider):
    mentions = FEED
    has_content_warnings = False
    has_secret = False

    def __init__(self, publisher: Publisher):
        self.publisher = publisher

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Rss:
        return network_at(self.publisher.url, may_write=may_write)

    def secret(self) -> str:
        return ""

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        return self.publisher.write(text)


def network_at(url: str, *, may_write: bool = False) -> Rss:
    http = Http(may_write=may_write, allow_private_addresses=True, max_bytes=200_000)
    return Rss(Account(url, "", external_id=url, handle="shop"), http)


@pytest.fixture
def publisher(fake: FakeServer) -> Publisher:
    return Publisher(fake)


@pytest.fixture
def network(publisher: Publisher) -> Rss:
    return network_at(publisher.url)


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self, publisher: Publisher) -> RssProvider:
        return RssProvider(publisher)


def begun(network: Rss) -> str:
    """The cursor after the first reading."""
    return next(network.look_back(FEED, None, LONG_AGO)).starts_at


def posts(pages: Iterator[Page]) -> list[Post]:
    return [post for page in pages for post in page.posts]


def rss(items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Reviews</title>'
    return f"{head}<link>https://reviews.example/</link>{items}</channel></rss>".encode()


def read(fake: FakeServer, body: bytes, headers: dict | None = None) -> Page:
    """The first page of a feed that stands there as given."""
    fake.answer(PATH, body, headers=headers or RSS)
    return next(network_at(f"{fake.url}{PATH}").look_back(FEED, None, LONG_AGO))


def test_what_has_not_changed_is_not_sent_again(publisher: Publisher, network: Rss):
    publisher.write("First")
    cursor = begun(network)
    assert list(network.fetch(FEED, cursor)) == []
    publisher.write("Second")
    (page,) = network.fetch(FEED, cursor)
    assert [post.text for post in page.posts] == ["Second"]
    assert list(network.fetch(FEED, page.next_cursor)) == []
    assert publisher.answers == [200, 304, 200, 304]


def test_last_modified_goes_back_as_it_came(fake: FakeServer):
    when = "Mon, 02 Nov 2026 10:00:00 GMT"
    page = read(fake, rss("<item><title>One</title></item>"), {**RSS, "Last-Modified": when})
    list(network_at(f"{fake.url}{PATH}").fetch(FEED, page.starts_at))
    assert fake.seen[-1].headers["If-Modified-Since"] == when


def test_a_changed_date_is_an_edit_of_the_same_post(publisher: Publisher, network: Rss):
    external_id, other = publisher.write("It broke"), publisher.write("Something else")
    cursor = begun(network)
    later = datetime.now(timezone.utc) + timedelta(seconds=90)
    publisher.edit(external_id, "It broke, again", later)
    (page,) = network.fetch(FEED, cursor)
    assert [(post.external_id, post.text) for post in page.posts] == [
        (external_id, "It broke, again")
    ]
    assert page.posts[0].edited_on and other


def test_a_run_that_ends_within_a_long_feed_goes_on(publisher: Publisher, network: Rss):
    publisher.write("The first")
    cursor, found = begun(network), []
    written = [publisher.write(f"Number {n}") for n in range(250)]
    while page := next(network.fetch(FEED, cursor), None):
        found += [post.external_id for post in page.posts]
        cursor = page.next_cursor
        assert len(page.posts) <= 100
    assert found == written


def test_the_past_of_a_long_feed_is_read_in_pages(publisher: Publisher, network: Rss):
    written = [publisher.write(f"Number {n}") for n in range(250)]
    place, found = None, []
    while page := next(network.look_back(FEED, place, LONG_AGO), None):
        found = [post.external_id for post in page.posts] + found
        place = page.next_cursor
        if place is None:
            break
    assert found == written


def test_an_entry_is_known_by_its_id_its_link_or_its_title_and_date(fake: FakeServer):
    date = "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate>"
    items = (
        f'<item><guid isPermaLink="false">g1</guid><link>https://e.example/1</link>'
        f"<title>One</title>{date}</item>"
        f"<item><link>https://e.example/2</link><title>Two</title>{date}</item>"
        f"<item><title>Three</title>{date}</item>"
    )
    again = [sorted(p.external_id for p in read(fake, rss(items)).posts) for _time in (1, 2)]
    assert again[0] == again[1]
    assert "g1" in again[0] and "https://e.example/2" in again[0]
    assert any(external_id.startswith("sha256:") for external_id in again[0])


def test_what_can_be_read_of_a_broken_feed_is_kept(fake: FakeServer):
    items = "<item><title>Whole</title></item><item><title>Cut o"
    page = read(fake, rss(items).replace(b"</channel></rss>", b""))
    assert "Whole" in [post.text for post in page.posts]
    assert "broken" in page.remarks[0]


def test_html_comes_as_a_reader_sees_it(fake: FakeServer):
    text = "&lt;p&gt;Hi &lt;b&gt;there&lt;/b&gt;&lt;script&gt;evil()&lt;/script&gt;&lt;/p&gt;"
    item = f"<item><title>Drill &amp;amp; co</title><description>{text}</description></item>"
    (post,) = read(fake, rss(item)).posts
    assert post.text == "Drill & co\n\nHi there"


def test_authors_have_an_address_where_the_feed_gives_one(fake: FakeServer):
    item = (
        "<item><title>A</title><author>anna@example.com (Anna P.)</author></item>"
        "<item><title>B</title></item>"
    )
    named, nameless = sorted(read(fake, rss(item)).posts, key=lambda post: post.text)
    assert named.author.handle == "Anna P."
    assert named.author.fields[0].value == "anna@example.com"
    assert nameless.author.handle == "Reviews"
    # Else whatever bears no name would count as the company's own.
    assert nameless.author.external_id != f"{fake.url}{PATH}"


def test_an_entry_that_says_nothing_stops_nothing(fake: FakeServer):
    items = "<item><guid>g0</guid></item><item><title>Says something</title></item>"
    page = read(fake, rss(items))
    assert [post.text for post in page.posts] == ["Says something"]
    assert "says nothing" in page.rejected[0].reason
    # It is told once, and not with every reading.
    fake.answer(PATH, rss(items + "<item><title>New</title></item>"), headers=RSS)
    (later,) = network_at(f"{fake.url}{PATH}").fetch(FEED, page.starts_at)
    assert ([post.text for post in later.posts], later.rejected) == (["New"], ())


def test_a_date_to_come_becomes_the_present(fake: FakeServer):
    item = "<item><title>Soon</title><pubDate>Mon, 02 Nov 2099 10:00:00 GMT</pubDate></item>"
    page = read(fake, rss(item))
    assert page.posts[0].posted_on <= datetime.now(timezone.utc)
    assert "future" in page.remarks[0]


def test_a_feed_that_moved_for_good_is_read_where_it_is_now(fake: FakeServer):
    with FakeServer() as elsewhere:
        new = Publisher(elsewhere)
        new.write("Here now")
        fake.answer(PATH, b"", 301, {"Location": new.url})
        network = network_at(f"{fake.url}{PATH}")
        page = next(network.look_back(FEED, None, LONG_AGO))
        assert [post.text for post in page.posts] == ["Here now"]
        assert "moved for good" in page.remarks[0]
        calls = len(fake.seen)
        assert list(network.fetch(FEED, page.starts_at)) == []
        assert len(fake.seen) == calls


def test_a_feed_that_is_elsewhere_for_now_is_asked_for_where_it_was(fake: FakeServer):
    with FakeServer() as elsewhere:
        new = Publisher(elsewhere)
        new.write("Here for now")
        fake.answer(PATH, b"", 302, {"Location": new.url})
        network = network_at(f"{fake.url}{PATH}")
        page = next(network.look_back(FEED, None, LONG_AGO))
        calls = len(fake.seen)
        list(network.fetch(FEED, page.starts_at))
        assert page.remarks == () and len(fake.seen) == calls + 1


@pytest.mark.parametrize(
    ("status", "headers", "error", "words"),
    [
        (410, {}, NotFound, "ended for good"),
        (404, {}, NotFound, "no feed at this address"),
        (429, {"Retry-After": "120"}, RateLimited, "less often"),
        (503, {"Retry-After": "120"}, Unavailable, "problem of its own"),
    ],
)
def test_refusals_say_what_to_do(fake: FakeServer, status, headers, error, words):
    fake.answer(PATH, b"no", status, headers)
    with pytest.raises(error, match=words) as caught:
        network_at(f"{fake.url}{PATH}").verify()
    if headers:
        wait = caught.value.retry_at - datetime.now(timezone.utc)
        assert timedelta(seconds=100) < wait < timedelta(seconds=130)


def test_a_web_page_tells_where_its_feed_is(fake: FakeServer):
    head = b'<link rel="alternate" type="application/rss+xml" href="/all.xml">'
    page = b"<!doctype html><html><head>" + head + b"</head><body>Hi</body></html>"
    fake.answer("/", page, headers={"Content-Type": "text/html"})
    with pytest.raises(UnexpectedPayload, match=f"Its feed is {fake.url}/all.xml"):
        network_at(f"{fake.url}/").verify()
    fake.html("/shop")
    with pytest.raises(UnexpectedPayload, match="no feed at this address"):
        network_at(f"{fake.url}/shop").verify()


def test_a_feed_that_is_too_big_is_refused(fake: FakeServer):
    fake.answer(PATH, rss("<item><title>x</title></item>" * 20_000))
    with pytest.raises(UnexpectedPayload, match="more than we can take"):
        network_at(f"{fake.url}{PATH}").verify()


def test_no_file_of_the_server_is_read(fake: FakeServer):
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    hostile = entity + rss("<item><title>See: &f;</title></item>").split(b"?>", 1)[1]
    assert [post.text for post in read(fake, hostile).posts] in (["See:"], ["See: "])
    fake.answer(PATH, b"/etc/hostname")
    with pytest.raises(UnexpectedPayload):
        network_at(f"{fake.url}{PATH}").verify()


def test_without_an_address_nothing_is_asked():
    with pytest.raises(AddressNotAllowed, match="Enter the address of the feed"):
        network_at("").verify()
