"""What all tests share: their markers, and the fixtures of a site where there is one."""

from importlib.util import find_spec

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than about ten seconds")
    config.addinivalue_line("markers", "bluesky: needs Bluesky's own servers, else is skipped")
    config.addinivalue_line("markers", "elsewhere: runs on a site of its own, beside the others")
    # Unit tests run without a bench. Registered here, once, the session's fixtures are the same
    # ones for the tests of every folder: there is one connection, one web server, one worker.
    if find_spec("frappe"):
        config.pluginmanager.import_plugin("tests.site.support.fixtures")
