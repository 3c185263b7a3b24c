"""Bluesky against a stateful fake of it: the contract that every network keeps."""

from __future__ import annotations

import pytest

from tests.contract.network_contract import NetworkContract
from tests.unit.networks.bluesky_support import BlueskyProvider, provider, server

__all__ = ["provider", "server"]


class TestContract(NetworkContract):
    @pytest.fixture
    def provider(self, provider: BlueskyProvider) -> BlueskyProvider:
        return provider
