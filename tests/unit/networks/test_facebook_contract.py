"""Facebook against a stateful fake of it: the contract that every network keeps."""

from __future__ import annotations

import pytest

from social_support.networks.errors import AuthenticationFailed
from tests.contract.network_contract import NetworkContract, all_that_is_told
from tests.fakes.facebook import APP_SECRET, PAGE_TOKEN, FacebookServer
from tests.unit.networks.facebook_support import COMMENTS, FEED, FacebookProvider, server

__all__ = ["server"]


class TestContractOfComments(NetworkContract):
    @pytest.fixture
    def provider(self, server: FacebookServer) -> FacebookProvider:
        return FacebookProvider(server, COMMENTS)


class TestContractOfVisitorPosts(NetworkContract):
    @pytest.fixture
    def provider(self, server: FacebookServer) -> FacebookProvider:
        return FacebookProvider(server, FEED)


@pytest.mark.parametrize("field", ["token", "app_secret"])
def test_no_secret_stands_in_an_error(server: FacebookServer, field: str):
    provider = FacebookProvider(server)
    known = getattr(provider.account(), field)
    for wrong in (f"{known}-no-longer", f"{known} broken", ""):
        with pytest.raises(AuthenticationFailed) as caught:
            provider.network(**{field: wrong}).verify()
        told = all_that_is_told(caught.value)
        assert not [secret for secret in (PAGE_TOKEN, APP_SECRET) if secret in told]


@pytest.mark.parametrize(
    ("field", "label"), [("token", "Page Access Token"), ("app_secret", "App Secret")]
)
@pytest.mark.parametrize("value", ["", "   ", "two words", "ключ"])
def test_a_value_that_can_t_be_one_is_named(
    server: FacebookServer, field: str, label: str, value: str
):
    with pytest.raises(AuthenticationFailed, match=f"The {label} is missing"):
        FacebookProvider(server).network(**{field: value}).verify()
    assert server.seen == []


def test_values_may_be_pasted_with_a_line_end(server: FacebookServer):
    network = FacebookProvider(server).network(token=f"{PAGE_TOKEN}\n", app_secret=f" {APP_SECRET}")
    assert network.verify().handle == "borova"
