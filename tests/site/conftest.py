"""Tests on a real site: see support/fixtures.py."""

import pytest

from tests.site.support.cleanup import Cleanup


@pytest.fixture(autouse=True)
def every_test_cleans_up(cleanup: Cleanup) -> None:
    """Each test is connected to the site and leaves nothing there."""
