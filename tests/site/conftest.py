"""Tests on a real site: see support/fixtures.py."""

import pytest


@pytest.fixture(autouse=True)
def every_test_cleans_up(request: pytest.FixtureRequest) -> None:
    """Each test is connected to the site and leaves nothing there, unless it runs elsewhere."""
    if not request.node.get_closest_marker("elsewhere"):
        request.getfixturevalue("cleanup")
