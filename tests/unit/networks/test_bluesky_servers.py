"""Bluesky on its own servers: the contract, and what the fake claims that they do."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from social_support.networks.bluesky import Bluesky
from social_support.networks.contract import (
    PUBLIC,
    Account,
    Post,
    Published,
    Session,
    Stream,
    Target,
)
from social_support.networks.errors import (
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PostRejected,
    RateLimited,
)
from social_support.networks.http import Http
from social_support.networks.times import utc_now
from tests.contract.network_contract import NetworkContract, Provider, Shown
from tests.fakes.bluesky_servers import Servers, bluesky_servers, only_when_asked

__all__ = ["bluesky_servers"]
pytestmark = pytest.mark.bluesky
only_when_asked()
MENTIONS = Stream("Mentions")


class Patient(Bluesky):
    """Goes on when an answer has arrived everywhere, as the next reading a minute later may."""

    servers: Servers

    def reply(self, target: Target, text: str, key: str) -> Published:
        published = super().reply(target, text, key)
        self.servers.settle()
        return published


class ServersProvider(Provider):
    has_content_warnings = False

    def __init__(self, servers: Servers):
        self.servers = servers
        self.company, self.customer = servers.join("shop"), servers.join("anna")
        self.password, self.session = self.company.app_password(), Session()

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Bluesky:
        other = {"token": token, "session": Session()} if token else {}
        return self.network(may_write, **other)

    def network(self, may_write: bool = True, **other: object) -> Bluesky:
        known = {
            "server": self.servers.url,
            "name": self.company.handle,
            "token": self.password,
            "external_id": self.company.did,
            "handle": self.company.handle,
            "session": self.session,
        }
        http = Http(may_write=may_write, allow_private_addresses=True)
        network = Patient(Account(**known | other), http)
        network.servers = self.servers
        return network

    def secret(self) -> str:
        return self.password

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        return self.customer.write(f"@{self.company.handle} {text}")

    def delete(self, external_id: str) -> None:
        self.customer.delete(external_id)

    def show(self, external_id: str) -> Shown:
        (post,) = self.customer.posts([external_id])
        above = post["record"].get("reply", {}).get("parent", {}).get("uri")
        return Shown(post["record"]["text"], PUBLIC, "", above)

    def answers_to(self, external_id: str) -> list[str]:
        return self.customer.answers_to(external_id)


@pytest.fixture(scope="module")
def provider(bluesky_servers: Servers) -> ServersProvider:
    return ServersProvider(bluesky_servers)


@pytest.fixture
def network(provider: ServersProvider) -> Bluesky:
    return provider.connect()


@pytest.fixture
def post(provider: ServersProvider, network: Bluesky) -> Post:
    (post,) = network.refresh([provider.write(f"My drill is broken {uuid4()}")])
    return post


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self, provider: ServersProvider) -> ServersProvider:
        return provider


def error_of(network: Bluesky, method: str, body: dict) -> tuple[int, object, str]:
    """What the server answers when it refuses a writing call."""
    with pytest.raises(NetworkError) as caught:
        network._api.post(method, body)
    answer = caught.value.answer
    return caught.value.status, answer["error"], answer["message"]


def test_what_is_new_is_read_with_people_and_threads(provider: ServersProvider, network: Bluesky):
    since = utc_now() - timedelta(minutes=1)
    own = provider.company.write("Our new drill")
    answer = provider.customer.write("Is it loud?", reply_to=own)
    below = provider.customer.write("I mean very loud", reply_to=answer)
    embed = {"$type": "app.bsky.embed.record", "record": _ref(provider, own)}
    quote = provider.customer.create(
        "app.bsky.feed.post", {"text": "Not good", "createdAt": _now(), "embed": embed}
    )
    pages = list(network.look_back(MENTIONS, None, since))
    found = {post.external_id: post for page in pages for post in page.posts}
    assert {uri: found[uri].kind for uri in (answer, below, quote)} == {
        answer: "Reply",
        below: "Reply",
        quote: "Mention",
    }
    assert {found[uri].thread_id for uri in (answer, below)} == {own}
    assert found[answer].author.followers == 0
    assert found[answer].author.display_name == provider.customer.handle.partition(".")[0].title()


def test_a_word_is_searched_for(provider: ServersProvider, network: Bluesky):
    stream = Stream("Keyword", f"drill{uuid4().hex[:8]}")
    first = provider.customer.write(f"My {stream.term}")
    page = next(network.look_back(stream, None, utc_now() - timedelta(minutes=1)))
    assert [post.external_id for post in page.posts] == [first]
    second = provider.customer.write(f"Your {stream.term}")
    found = [p.external_id for page in network.fetch(stream, page.starts_at) for p in page.posts]
    assert found == [second]


def test_a_reply_stands_once_at_its_place(provider: ServersProvider, network: Bluesky, post: Post):
    target, key = Target.of(post), uuid4().hex
    text = f"Вж. https://firma.bg/дрелки, @{provider.customer.handle} 👩‍🔧 #дрелка"
    first = network.reply(target, text, key)
    again = network.reply(target, "Other words", key)
    assert again.external_id == first.external_id and again.post.text == text
    assert provider.answers_to(post.external_id) == [first.external_id]
    (shown,) = network.refresh([first.external_id])
    assert (shown.text, shown.parent_id) == (text, post.external_id)
    (seen,) = provider.customer.posts([first.external_id])
    assert len(seen["record"]["facets"]) == 3


@pytest.mark.parametrize("text", ["a" * 301, "👩‍🔧" * 273])
def test_what_is_too_long_is_refused(network: Bluesky, post: Post, text: str):
    assert not network.measure(Target.of(post), text).fits
    with pytest.raises(PostRejected, match="too big"):
        network.reply(Target.of(post), text, uuid4().hex)


def test_emoji_of_many_parts_fit_as_far_as_we_say(network: Bluesky, post: Post):
    text = "👩‍🔧" * 272
    assert network.measure(Target.of(post), text).fits
    assert network.reply(Target.of(post), text, uuid4().hex).external_id


def test_a_session_is_renewed_and_its_end_is_known(provider: ServersProvider, network: Bluesky):
    network.verify()
    kept = provider.session.read()
    provider.session.keep(type(kept)(kept | {"access": kept["refresh"]}))
    assert provider.connect().verify().external_id == provider.company.did
    fresh = provider.session.read()
    assert fresh["access"] not in (kept["access"], kept["refresh"]) and fresh["refresh"]
    provider.session.keep(type(kept)(kept | {"access": "nonsense", "refresh": "nonsense"}))
    assert provider.connect().verify().external_id == provider.company.did


def test_who_blocks_us_has_deleted_nothing(provider: ServersProvider, network: Bluesky):
    boris = provider.servers.join("boris")
    uri = boris.write(f"@{provider.company.handle} hello")
    boris.create("app.bsky.graph.block", {"subject": provider.company.did, "createdAt": _now()})
    (post,) = network.refresh([uri])
    assert not post.deleted and not post.can_reply and "hello" in post.text


def test_the_fake_refuses_in_the_same_words(provider: ServersProvider, network: Bluesky):
    network.verify()
    put, record = "com.atproto.repo.putRecord", {"text": "x", "createdAt": _now()}
    where = {"collection": "app.bsky.feed.post", "rkey": "3jzfcijpj2z2a"}
    where |= {"repo": provider.company.did}
    network._api.post(put, where | {"record": record})
    swap = where | {"record": record | {"text": "y"}, "swapRecord": None}
    assert error_of(network, put, swap)[:2] == (400, "InvalidSwap")
    long = where | {"record": record | {"text": "x" * 301}}
    assert error_of(network, put, long)[:2] == (400, "InvalidRequest")
    other = where | {"repo": provider.customer.did, "record": record}
    assert error_of(network, put, other)[0] == 401


def test_a_post_that_is_gone_is_not_answered(
    provider: ServersProvider, network: Bluesky, post: Post
):
    provider.delete(post.external_id)
    with pytest.raises(NotFound):
        network.reply(Target.of(post), "Hello", uuid4().hex)


def test_signing_in_too_often_tells_when_to_come_back(provider: ServersProvider):
    """30 times in 5 minutes for a name, from one address."""
    nobody = {"name": f"nobody{uuid4().hex[:8]}.test"}
    for _time in range(30):
        with pytest.raises(AuthenticationFailed):
            provider.network(session=Session(), **nobody).verify()
    with pytest.raises(RateLimited, match="300 times a day") as caught:
        provider.network(session=Session(), **nobody).verify()
    assert caught.value.retry_at > utc_now() + timedelta(seconds=100)


def _ref(provider: ServersProvider, uri: str) -> dict:
    (post,) = provider.company.posts([uri])
    return {"uri": uri, "cid": post["cid"]}


def _now() -> str:
    return utc_now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
