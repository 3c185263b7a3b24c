"""Bluesky against a stateful fake of it: the contract that every network keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.network_contract import NetworkContract
from tests.fakes.bluesky import BlueskyServer
from tests.unit.networks.bluesky_support import BlueskyProvider


@pytest.fixture
def provider() -> Iterator[BlueskyProvider]:
    with BlueskyServer() as server:
        yield BlueskyProvider(server)


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self, provider: BlueskyProvider) -> BlueskyProvider:
        return provider
