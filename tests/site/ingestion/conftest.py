from collections.abc import Iterator

import pytest

from tests.site.ingestion.network import TOKEN, SmallMastodon


@pytest.fixture
def network(allow_loopback) -> Iterator[SmallMastodon]:
    with SmallMastodon() as server:
        yield server


@pytest.fixture
def connect(make, network):
    """A function that makes a channel on `network`."""

    def channel(**fields):
        return make.channel(network, **{"token": TOKEN} | fields)

    return channel


@pytest.fixture
def channel(connect):
    return connect()
