"""The lock files name exact versions and no registry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from devbench.bluesky import HERE as BLUESKY
from devbench.bundles import HERE as ASSETS
from devbench.python_env import LOCKS

REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==[^\s;]+(?: ; .+)?$")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["bench", "network", "test", "tools"])
def test_every_python_package_has_an_exact_version(name):
    lines = (LOCKS / f"{name}.txt").read_text().splitlines()
    loose = [line for line in lines if line and line[0] != "#" and not REQUIREMENT.match(line)]
    assert loose == []


def test_the_lock_of_the_bench_holds_what_the_app_declares():
    declared = re.search(
        r"^dependencies = \[(.*?)\]",
        (ROOT / "pyproject.toml").read_text(),
        re.DOTALL | re.MULTILINE,
    )
    names = re.findall(r'"([A-Za-z0-9._-]+)', declared.group(1))
    assert names and set(map(str.lower, names)) <= locked("bench")


def test_packages_of_the_tests_have_the_versions_of_the_bench():
    bench, tests = versions("bench"), versions("test")
    differing = {name for name in bench.keys() & tests.keys() if bench[name] != tests[name]}
    assert differing == set()


@pytest.mark.parametrize("folder", [ASSETS, BLUESKY], ids=["assets", "bluesky"])
def test_npm_packages_are_exact_and_name_no_registry(folder):
    declared = json.loads((folder / "package.json").read_text())["dependencies"]
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    for name, version in declared.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def locked(name: str) -> set[str]:
    return set(versions(name))


def versions(name: str) -> dict[str, set[str]]:
    """The versions of each package that a lock file names, with their conditions."""
    found: dict[str, set[str]] = {}
    for line in (LOCKS / f"{name}.txt").read_text().splitlines():
        if match := REQUIREMENT.match(line):
            found.setdefault(match.group(1).lower(), set()).add(line.split("==")[1].split(" ")[0])
    return found
