"""The company and its customers on the fake Bluesky, and steps that its tests share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest

from social_support.networks.bluesky import Bluesky
from social_support.networks.contract import PUBLIC, Account, Page, Post, Session, Stream
from social_support.networks.http import Http
from social_support.networks.times import utc_now
from tests.contract.network_contract import Provider, Shown
from tests.fakes.bluesky import COMPANY, BlueskyServer
from tests.fakes.bluesky_sessions import password_of

MENTIONS = Stream("Mentions")
ANNA = "anna.bsky.social"


class BlueskyProvider(Provider):
    has_content_warnings = False

    def __init__(self, server: BlueskyServer):
        self.server = server
        # One for all objects, as the site keeps one for all jobs.
        self.session = Session()

    def account(self, **other: object) -> Account:
        """The company's account, with other values where they are given."""
        known = {
            "server": self.server.url,
            "name": COMPANY,
            "token": password_of(COMPANY),
            "external_id": self.server.world.person(COMPANY).did,
            "handle": COMPANY,
            "session": self.session,
        }
        return Account(**known | other)

    def network(self, may_write: bool = True, **other: object) -> Bluesky:
        """The company's account with other values than its own."""
        http = Http(may_write=may_write, allow_private_addresses=True)
        return Bluesky(self.account(**other), http)

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Bluesky:
        other = {"token": token, "session": Session()} if token else {}
        return self.network(may_write, **other)

    def secret(self) -> str:
        return password_of(COMPANY)

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        return mention(self.server, text)

    def delete(self, external_id: str) -> None:
        self.server.world.delete(external_id)

    def show(self, external_id: str) -> Shown:
        post = self.server.world.posts[external_id]
        return Shown(post.record["text"], PUBLIC, "", post.answered() or None)

    def answers_to(self, external_id: str) -> list[str]:
        return self.server.world.answers_to(external_id)


def mention(server: BlueskyServer, text: str = "My drill is broken", **how: object) -> str:
    return server.world.write(ANNA, f"@{COMPANY} {text}", **how)


def now(network: Bluesky, stream: Stream = MENTIONS) -> str:
    """A cursor that stands behind everything that was written."""
    (page, *_older) = network.look_back(stream, None, utc_now() - timedelta(days=30))
    return page.starts_at


def stored(network: Bluesky, uri: str) -> Post:
    (post,) = network.refresh([uri])
    return post


def ids(pages: Iterable[Page]) -> list[str]:
    return [post.external_id for page in pages for post in page.posts]


@pytest.fixture
def server() -> Iterator[BlueskyServer]:
    with BlueskyServer() as server:
        yield server


@pytest.fixture
def provider(server: BlueskyServer) -> BlueskyProvider:
    return BlueskyProvider(server)


@pytest.fixture
def network(provider: BlueskyProvider) -> Bluesky:
    return provider.connect()
