"""What all tests share: their markers, and the fixtures of a site where there is one."""

from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ON_THE_SITE = (HERE / "site", HERE / "browser")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than about ten seconds")
    config.addinivalue_line("markers", "elsewhere: runs on a site of its own, beside the others")
    # Unit tests run without a bench. Registered here, once, the session's fixtures are the same
    # ones for the tests of every folder: there is one connection, one web server, one worker.
    if find_spec("frappe"):
        config.pluginmanager.import_plugin("tests.site.support.fixtures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run side by side, those of one site keep together, one after the other."""
    for item in items:
        if item.get_closest_marker("elsewhere"):
            item.add_marker(pytest.mark.xdist_group("elsewhere"))
        elif any(folder in item.path.parents for folder in ON_THE_SITE):
            item.add_marker(pytest.mark.xdist_group("site"))
