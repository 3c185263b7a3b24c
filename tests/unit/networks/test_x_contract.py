"""X against a stateful fake of it: the contract that every network keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from social_support.networks.errors import AuthenticationFailed
from tests.contract.network_contract import NetworkContract, all_that_is_told
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import APP_KEY, APP_SECRET, token_of, token_secret_of
from tests.unit.networks.x_support import XProvider


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
