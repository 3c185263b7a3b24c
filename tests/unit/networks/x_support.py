"""The company and its customers on the fake X, and steps that the tests of X share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from social_support.networks.contract import PRIVATE, PUBLIC, Account, Page, Post, Stream
from social_support.networks.http import Http
from social_support.networks.newest_first import cursor_at
from social_support.networks.times import utc_now
from social_support.networks.x import X
from social_support.networks.x.parse import DM
from tests.contract.network_contract import Provider, Shown
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import APP_KEY, APP_SECRET, token_of, token_secret_of

MENTIONS = Stream("Mentions")


class XProvider(Provider):
    has_content_warnings = False

    def __init__(self, server: XServer, customer: str = "anna"):
        self.server = server
        self.customer = customer

    def account(self, **other: object) -> Account:
        """The company's account, with other values where they are given."""
        known = {
            "server": self.server.url,
            "token": token_of(COMPANY),
            "token_secret": token_secret_of(COMPANY),
            "app_key": APP_KEY,
            "app_secret": APP_SECRET,
            "external_id": self.server.world.users[COMPANY].id,
            "handle": COMPANY,
        }
        return Account(**known | other)

    def connect(self, *, token: str | None = None, may_write: bool = True) -> X:
        return self.network(may_write=may_write, **({"token": token} if token else {}))

    def network(self, may_write: bool = True, **other: object) -> X:
        """The company's account with other values than its own."""
        return X(self.account(**other), Http(may_write=may_write, allow_private_addresses=True))

    def secret(self) -> str:
        return token_of(COMPANY)

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        if private:
            return DM + self.server.message(self.customer, COMPANY, text)
        return self.server.write(self.customer, f"@{COMPANY} {text}")

    def delete(self, external_id: str) -> None:
        self.server.delete(external_id)

    def show(self, external_id: str) -> Shown:
        post = self.server.show(external_id.removeprefix(DM))
        visibility = PRIVATE if post["private"] else PUBLIC
        return Shown(post["text"], visibility, "", post.get("reply_to"))

    def answers_to(self, external_id: str) -> list[str]:
        return self.server.answers_to(external_id)


def mention(server: XServer, text: str = "My drill is broken", **how: object) -> str:
    return server.write("anna", f"@{COMPANY} {text}", **how)


def now(network: X, stream: Stream = MENTIONS) -> str:
    """A cursor that stands behind everything that was written."""
    pages = list(network.look_back(stream, None, utc_now() - timedelta(days=30)))
    return pages[0].starts_at if pages else cursor_at(None, utc_now())


def ids(pages: list[Page]) -> list[str]:
    return [post.external_id for page in pages for post in page.posts]


def only(pages: Iterable[Page]) -> Post:
    (page,) = pages
    (post,) = page.posts
    return post


def asked(server: XServer, path: str) -> list[str]:
    return [address for _method, address in server.seen if path in address]
