"""Mastodon on a running server: the contract, and what is Mastodon's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest

from social_support.networks.contract import (
    OWN_POSTS,
    PRIVATE,
    PUBLIC,
    Account,
    Page,
    Stream,
    Target,
)
from social_support.networks.errors import (
    PermissionRefused,
    RateLimited,
    Terminal,
    Unavailable,
)
from social_support.networks.http import Http
from social_support.networks.mastodon import Mastodon, paging
from social_support.networks.text import html_to_text
from tests.contract.network_contract import NetworkContract, Provider, Shown
from tests.fakes.mastodon import MastodonServer, token_of

MENTIONS = Stream("Mentions")
NOTIFICATIONS = "/api/v1/notifications"
STATUSES = "/api/v1/statuses"
OWN = Stream(OWN_POSTS)
AN_HOUR_AGO = datetime.now(timezone.utc) - timedelta(hours=1)
IDENTITIES: dict[str, Account] = {}


class MastodonProvider(Provider):
    def __init__(self, server: MastodonServer):
        self.server = server
        self.customer = server.act_as("anna")

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Mastodon:
        account = self._account()
        account = Account(
            account.server,
            token or account.token,
            account.external_id,
            account.handle,
            account.limits,
        )
        return Mastodon(account, Http(may_write=may_write, allow_private_addresses=True))

    def secret(self) -> str:
        return token_of("company")

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        visibility = "direct" if private else "public"
        fields = {"visibility": visibility, "spoiler_text": content_warning}
        return self.customer.post(f"@company {text}", **fields)["id"]

    def delete(self, external_id: str) -> None:
        self.customer.delete(external_id)

    def show(self, external_id: str) -> Shown:
        status = self.customer.status(external_id)
        return Shown(
            html_to_text(status["content"]),
            PUBLIC if status["visibility"] == "public" else PRIVATE,
            status["spoiler_text"],
            status["in_reply_to_id"],
        )

    def answers_to(self, external_id: str) -> list[str]:
        return [status["id"] for status in self.customer.replies_to(external_id)]

    def _account(self) -> Account:
        if self.server.url not in IDENTITIES:
            bare = Account(self.server.url, self.secret())
            who = Mastodon(bare, Http(allow_private_addresses=True)).verify()
            IDENTITIES[self.server.url] = Account(
                bare.server, bare.token, who.external_id, who.handle, who.limits
            )
        return IDENTITIES[self.server.url]


@pytest.fixture
def provider(mastodon: MastodonServer) -> Iterator[MastodonProvider]:
    yield MastodonProvider(mastodon)
    mastodon.heal()


@pytest.fixture
def network(provider: MastodonProvider) -> Mastodon:
    return provider.connect()


def ids(page: Page) -> list[str]:
    return [post.external_id for post in page.posts]


def now(network: Mastodon) -> str:
    """The cursor behind the newest mention."""
    return next(network.look_back(MENTIONS, None, AN_HOUR_AGO)).starts_at


@pytest.fixture
def small_pages(monkeypatch) -> None:
    """Let the server give two posts at a time."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self, provider: MastodonProvider) -> MastodonProvider:
        return provider


def test_verify_reads_the_server_s_limits(network: Mastodon, mastodon: MastodonServer):
    assert network.verify().limits == {
        "account_id": mastodon.company.account()["id"],
        "domain": f"localhost:{mastodon.port}",
        "max_characters": 500,
        "characters_per_url": 23,
    }


def test_a_handle_bears_its_server(network: Mastodon, mastodon: MastodonServer):
    assert network.verify().handle == f"company@localhost:{mastodon.port}"


def test_looking_back_goes_on_at_any_page(
    provider: MastodonProvider, network: Mastodon, small_pages: None
):
    start = datetime.now(timezone.utc)
    written = [provider.write(f"Number {n}") for n in range(5)]
    pages = list(network.look_back(MENTIONS, None, start))
    assert [ids(page) for page in pages] == [written[3:], written[1:3], written[:1]]
    assert [bool(page.starts_at) for page in pages] == [True, False, False]
    assert pages[-1].next_cursor is None
    # A run that died behind the first page goes on from there.
    rest = network.look_back(MENTIONS, pages[0].next_cursor, start)
    assert [ids(page) for page in rest] == [written[1:3], written[:1]]


def test_forward_reading_goes_through_all_pages(
    provider: MastodonProvider, network: Mastodon, small_pages: None
):
    provider.write("Before")
    cursor = now(network)
    written = [provider.write(f"Number {n}") for n in range(5)]
    pages = list(network.fetch(MENTIONS, cursor))
    assert [len(page.posts) for page in pages] == [2, 2, 1]
    assert [external_id for page in pages for external_id in ids(page)] == written


def test_each_of_two_streams_takes_its_half(provider: MastodonProvider, network: Mastodon):
    start = datetime.now(timezone.utc)
    public, private = provider.write("In public"), provider.write("In private", private=True)
    found = {}
    for key in ("Mentions", "Direct Messages"):
        pages = network.look_back(Stream(key), None, start)
        found[key] = [external_id for page in pages for external_id in ids(page)]
    assert found == {"Mentions": [public], "Direct Messages": [private]}


def test_a_hashtag_is_read_from_its_timeline(provider: MastodonProvider, network: Mastodon):
    stream = Stream("Keyword", f"#drill{uuid4().hex[:8]}")
    first, second = (provider.customer.post(f"{n} {stream.term}")["id"] for n in ("One", "Two"))
    page = next(network.look_back(stream, None, AN_HOUR_AGO))
    assert [(post.external_id, post.kind) for post in page.posts] == [
        (first, "Post"),
        (second, "Post"),
    ]
    assert list(network.fetch(stream, page.starts_at)) == []


def test_a_word_is_searched_for(provider: MastodonProvider, network: Mastodon):
    stream = Stream("Keyword", f"drill{uuid4().hex[:8]}")
    first = provider.customer.post(f"My {stream.term}")["id"]
    page = next(network.look_back(stream, None, AN_HOUR_AGO))
    assert ids(page) == [first]
    second = provider.customer.post(f"Your {stream.term}")["id"]
    found = list(network.fetch(stream, page.starts_at))
    # What the index may take in late is looked for again, for ten minutes.
    assert {external_id for page in found for external_id in ids(page)} == {first, second}
    again = list(network.fetch(stream, found[-1].next_cursor))
    assert again[-1].next_cursor == found[-1].next_cursor


def test_our_own_shares_are_not_our_posts(provider: MastodonProvider, network: Mastodon):
    provider.server.company.post("Our own words")
    shared = provider.customer.post("Their words")["id"]
    provider.server.company.call("POST", f"{STATUSES}/{shared}/reblog")
    texts = [p.text for page in network.look_back(OWN, None, AN_HOUR_AGO) for p in page.posts]
    assert "Our own words" in texts and "Their words" not in texts


@pytest.mark.parametrize("stream", [Stream("Keyword", " "), Stream("Keyword", "#"), Stream("Feed")])
def test_what_can_t_be_read_is_said(network: Mastodon, stream: Stream):
    with pytest.raises(Terminal):
        next(network.fetch(stream, "1"))


def test_a_reply_names_the_author_once(provider: MastodonProvider, network: Mastodon):
    target = Target("1", author_handle=f"anna@localhost:{provider.server.port}")
    assert network.text_to_send(target, "Sorry!") == "@anna Sorry!"
    assert network.text_to_send(target, "Sorry, @Anna!") == "Sorry, @Anna!"
    assert network.text_to_send(target, "Sorry, @annabel!") == "@anna Sorry, @annabel!"
    far = Target("1", author_handle="anna@far.example")
    assert network.text_to_send(far, "Sorry!") == "@anna@far.example Sorry!"
    assert network.text_to_send(far, "@anna Sorry!") == "@anna@far.example @anna Sorry!"


def test_the_company_does_not_address_itself(network: Mastodon):
    own = Target("1", network.account.handle, author_external_id=network.account.external_id)
    assert network.text_to_send(own, "One more thing") == "One more thing"


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("abc", 3),
        ("Жалко", 5),
        ("👩‍🔧🇧🇬", 2),
        ("see https://shop.example/a/very/long/path?with=parameters&more=1.", 28),
        ("@anna@far.example hi", 8),
        ("firma.bg", 8),
        ("mail anna@far.example", 21),
    ],
)
def test_length_is_counted_as_the_server_counts(network: Mastodon, text: str, used: int):
    assert network.measure(Target("1"), text).used == used


def test_the_content_warning_counts(network: Mastodon):
    assert network.measure(Target("1", content_warning="blood"), "abc").used == 8


@pytest.mark.parametrize(
    ("visibility", "kind", "sent"),
    [
        (PUBLIC, "Mention", "public"),
        (PRIVATE, "Mention", "private"),
        (PRIVATE, "Direct Message", "direct"),
        (PRIVATE, "", "direct"),
    ],
)
def test_a_reply_is_never_wider_than_the_post(
    provider: MastodonProvider, network: Mastodon, visibility: str, kind: str, sent: str
):
    external_id = provider.write("A question")
    target = Target(external_id, visibility=visibility, kind=kind, author_handle="anna")
    published = network.reply(target, "An answer", uuid4().hex)
    assert provider.server.company.status(published.external_id)["visibility"] == sent
    assert network.audience(target)


def test_find_own_takes_no_answer_to_another_post(provider: MastodonProvider, network: Mastodon):
    start = datetime.now(timezone.utc) - timedelta(minutes=1)
    text = f"The same words {uuid4()}"
    first, second = (Target(provider.write("Help"), "anna") for _ in range(2))
    published = network.reply(first, text, uuid4().hex)
    assert network.find_own("", text, start, first).external_id == published.external_id
    assert network.find_own("", text, start, second) is None
    assert network.find_own("", text, datetime.now(timezone.utc) + timedelta(hours=1)) is None


def test_an_edit_is_seen(provider: MastodonProvider, network: Mastodon):
    external_id = provider.write("Befor")
    provider.customer.edit(external_id, "@company After")
    (post,) = network.refresh([external_id])
    assert post.text == "@company After" and post.edited_on


def test_the_root_of_a_deep_thread(provider: MastodonProvider, network: Mastodon):
    root = external_id = provider.customer.post("My story")["id"]
    for text in ("goes", "on", "@company listen"):
        external_id = provider.customer.post(text, in_reply_to_id=external_id)["id"]
    (post,) = network.refresh([external_id])
    assert (post.thread_id, network.thread_root(post)) == (None, root)
    provider.delete(external_id)
    assert network.thread_root(post) is None


def test_a_profile_comes_with_its_fields(provider: MastodonProvider, network: Mastodon):
    boris = provider.server.act_as("boris")
    boris.describe(note="Tools & more", fields=[("Shop", "https://boris.example")])
    (post,) = network.refresh([boris.post("@company hello")["id"]])
    assert post.author.bio == "Tools & more"
    assert [(f.name, f.value) for f in post.author.fields] == [("Shop", "https://boris.example")]


def test_links_of_the_own_server_name_their_post(provider: MastodonProvider, network: Mastodon):
    status = provider.customer.post("Look")
    assert network.external_id_from_link(status["url"]) == status["id"]
    assert network.external_id_from_link("https://far.example/@anna/123") is None
    assert network.external_id_from_link(f"{provider.server.url}/@anna") is None
    assert network.external_id_from_link("no link") is None


@pytest.mark.parametrize(
    ("kind", "effect", "error"),
    [
        ("status", {"status": 500}, Unavailable),
        ("status", {"status": 503}, Unavailable),
        ("status", {"status": 403}, PermissionRefused),
        ("ratelimit", {}, RateLimited),
        ("malformed", {"truncate": True}, Unavailable),
    ],
)
def test_a_fault_while_reading(network, mastodon, kind: str, effect: dict, error: type):
    mastodon.fault(kind, NOTIFICATIONS, **effect)
    with pytest.raises(error) as caught:
        list(network.look_back(MENTIONS, None, AN_HOUR_AGO))
    assert not caught.value.maybe_done


def test_a_fault_while_writing_leaves_the_outcome_open(provider, network, mastodon):
    target = Target(provider.write("Help"), "anna")
    mastodon.fault("malformed", STATUSES)
    with pytest.raises(Unavailable) as caught:
        network.reply(target, "Did it arrive?", uuid4().hex)
    assert caught.value.maybe_done


def test_too_many_calls_tell_when_to_come_back(network: Mastodon, mastodon: MastodonServer):
    mastodon.fault("ratelimit", NOTIFICATIONS)
    with pytest.raises(RateLimited) as caught:
        list(network.look_back(MENTIONS, None, AN_HOUR_AGO))
    wait = caught.value.retry_at - datetime.now(timezone.utc)
    assert timedelta(seconds=280) < wait < timedelta(seconds=310)
