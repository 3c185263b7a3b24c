"""The Page and its visitors on the fake Facebook, and steps that the tests of Facebook share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from social_support.networks.contract import PRIVATE, PUBLIC, Account, Page, Post, Stream
from social_support.networks.facebook import Facebook
from social_support.networks.facebook.overlap import cursor_at
from social_support.networks.facebook.parse import COMMENT, MESSAGE
from social_support.networks.http import Http
from social_support.networks.times import utc_now
from tests.contract.network_contract import Provider, Shown
from tests.fakes.facebook import APP_ID, APP_SECRET, PAGE_TOKEN, FacebookServer
from tests.fakes.facebook_world import PAGE, PAGE_NAME, Comment, Message

COMMENTS = Stream("Own Post Comments")
FEED = Stream("Feed")


class FacebookProvider(Provider):
    """Customers comment on a post of the Page (`mentions` is Own Post Comments), or write on the
    Page themselves (Feed).
    """

    has_content_warnings = False

    def __init__(self, server: FacebookServer, stream: Stream = COMMENTS):
        self.server = server
        self.mentions = stream
        self.post = server.world.post(PAGE_NAME, "New drills are here", ago=timedelta(hours=2))

    def account(self, **other: object) -> Account:
        """The Page, with other values where they are given."""
        known = {
            "server": self.server.url,
            "token": PAGE_TOKEN,
            "app_key": APP_ID,
            "app_secret": APP_SECRET,
            "external_id": PAGE,
            "handle": "borova",
        }
        return Account(**known | other)

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Facebook:
        return self.network(may_write=may_write, **({"token": token} if token else {}))

    def network(self, may_write: bool = True, **other: object) -> Facebook:
        """The Page with other values than its own."""
        http = Http(may_write=may_write, allow_private_addresses=True)
        return Facebook(self.account(**other), http)

    def secret(self) -> str:
        return PAGE_TOKEN

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        if private:
            return MESSAGE + self.server.world.message("anna", text)
        if self.mentions == FEED:
            return self.server.world.post("anna", text)
        return COMMENT + self.server.world.comment("anna", self.post, text)

    def delete(self, external_id: str) -> None:
        self.server.world.delete(external_id.removeprefix(COMMENT))

    def show(self, external_id: str) -> Shown:
        found = self.server.world.find(external_id.removeprefix(COMMENT).removeprefix(MESSAGE))
        if isinstance(found, Message):
            return Shown(found.text, PRIVATE, "", None)
        assert isinstance(found, Comment)
        above = COMMENT + found.above if found.above else found.post
        return Shown(found.text, PUBLIC, "", above)

    def answers_to(self, external_id: str) -> list[str]:
        below = self.server.world.below(external_id.removeprefix(COMMENT))
        return [COMMENT + one.id for one in below if not one.deleted]


@pytest.fixture
def server() -> Iterator[FacebookServer]:
    with FacebookServer() as server:
        yield server


@pytest.fixture
def provider(server: FacebookServer) -> FacebookProvider:
    return FacebookProvider(server)


@pytest.fixture
def network(provider: FacebookProvider) -> Facebook:
    return provider.connect()


def now(network: Facebook, stream: Stream = COMMENTS) -> str:
    """A cursor that stands behind everything that was written."""
    pages = list(network.look_back(stream, None, utc_now() - timedelta(days=30)))
    return pages[0].starts_at if pages else cursor_at(utc_now())


def ids(pages: list[Page]) -> list[str]:
    return [post.external_id for page in pages for post in page.posts]


def texts(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


def only(pages: list[Page]) -> Post:
    (post,) = (post for page in pages for post in page.posts)
    return post


def asked(server: FacebookServer, path: str) -> list[str]:
    return [address for _method, address in server.seen if path in address]
