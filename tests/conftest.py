"""What all tests share: their markers, and the fixtures of a site where there is one."""

import os
from importlib.util import find_spec

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        take_one_of_the_sites(config.workerinput["workerid"])
    config.addinivalue_line("markers", "slow: takes more than about ten seconds")
    config.addinivalue_line("markers", "bluesky: needs Bluesky's own servers, else is skipped")
    config.addinivalue_line("markers", "elsewhere: runs on a site of its own, beside the others")
    # Unit tests run without a bench. Registered here, once, the session's fixtures are the same
    # ones for the tests of every folder: there is one connection, one web server, one worker.
    if find_spec("frappe"):
        config.pluginmanager.import_plugin("tests.site.support.fixtures")


def take_one_of_the_sites(worker: str) -> None:
    """A process of pytest-xdist (gw0, gw1, …) has one of the benches and sites that are named."""
    number = int(worker.removeprefix("gw"))
    for variable in ("SOCIAL_SUPPORT_BENCH", "SOCIAL_SUPPORT_SITE"):
        if named := os.environ.get(variable):
            # One that takes the place of a process that died has a higher number.
            among = named.split(os.pathsep)
            os.environ[variable] = among[number % len(among)]
