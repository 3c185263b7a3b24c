"""The servers that the tests of this room speak to."""

from collections.abc import Iterator

import pytest

from tests.fakes.http_server import FakeServer
from tests.fakes.mastodon import mastodon

__all__ = ["mastodon"]


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    """A local HTTP server that answers as the test says."""
    with FakeServer() as server:
        yield server
