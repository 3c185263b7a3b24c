"""X against a stateful fake of it: the contract that every network keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from social_support.networks.contract import PRIVATE, PUBLIC, Account
from social_support.networks.errors import AuthenticationFailed
from social_support.networks.http import Http
from social_support.networks.x import X
from social_support.networks.x.parse import DM
from tests.contract.network_contract import NetworkContract, Provider, Shown, all_that_is_told
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_oauth import APP_KEY, APP_SECRET, token_of, token_secret_of


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


@pytest.fixture
def provider() -> Iterator[XProvider]:
    with XServer() as server:
        yield XProvider(server)


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self, provider: XProvider) -> XProvider:
        return provider


@pytest.mark.parametrize("field", ["token", "token_secret", "app_key", "app_secret"])
def test_none_of_the_four_secrets_stands_in_an_error(provider: XProvider, field: str):
    known = getattr(provider.account(), field)
    for wrong in (f"{known}-no-longer", f"{known} broken", ""):
        with pytest.raises(AuthenticationFailed) as caught:
            provider.network(**{field: wrong}).verify()
        told = all_that_is_told(caught.value)
        secrets = (APP_KEY, APP_SECRET, token_of(COMPANY), token_secret_of(COMPANY))
        assert not [secret for secret in secrets if secret in told]


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("token", "Access Token"),
        ("token_secret", "Access Token Secret"),
        ("app_key", "API Key"),
        ("app_secret", "API Key Secret"),
    ],
)
@pytest.mark.parametrize("value", ["", "   ", "two words", "ключ"])
def test_a_value_that_can_t_be_one_is_named(
    provider: XProvider, field: str, label: str, value: str
):
    with pytest.raises(AuthenticationFailed, match=f"The {label} is missing"):
        provider.network(**{field: value}).verify()
    assert provider.server.seen == []


def test_values_may_be_pasted_with_a_line_end(provider: XProvider):
    network = provider.network(token_secret=f"{token_secret_of(COMPANY)}\n", app_key=f" {APP_KEY}")
    assert network.verify().handle == COMPANY
