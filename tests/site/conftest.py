"""Tests on a real site: see support/fixtures.py."""

from tests.site.support.fixtures import *  # noqa: F403
