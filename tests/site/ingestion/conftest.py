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


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("fault run")
    group.addoption("--seeds", type=int, default=1, help="how many seeds, from 1 on")
    group.addoption("--seed", type=int, help="this one alone")
    group.addoption("--story-posts", type=int, help="posts for each seed")
    group.addoption("--fault-networks", help="names with commas, or all")
