"""`devbench test`: what it builds for which arguments, and which sites it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from devbench.bench import Bench
from devbench.errors import DevbenchError
from devbench.foreign import ForeignSite
from devbench.testing import only_unit_tests, own_sites
from tests.conftest import take_one_of_the_sites


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [
        (["tests/unit"], True),
        (["tests/unit/test_imports.py", "-x", "-k", "rank"], True),
        (["tests/unit/test_imports.py::test_name"], True),
        (["-q", "./tests/unit"], True),
        (["tests/unit", "tests/site"], False),
        (["-k", "poll"], False),
        ([], False),
    ],
)
def test_unit_tests_alone_need_no_bench(arguments, alone):
    assert only_unit_tests(arguments) is alone


def test_each_process_of_two_has_a_bench_and_a_site_of_its_own(tmp_path, monkeypatch):
    benches = Bench.at(tmp_path).all_for_tests()
    taken = []
    for worker in ("gw0", "gw1", "gw3"):
        for variable, value in own_sites(benches).items():
            monkeypatch.setenv(variable, value)
        take_one_of_the_sites(worker)
        taken.append((os.environ["SOCIAL_SUPPORT_BENCH"], os.environ["SOCIAL_SUPPORT_SITE"]))
    one, other = [(str(bench.root), bench.site) for bench in benches]
    assert taken == [one, other, other]
    assert one[0] != other[0] and one[1] != other[1]


@pytest.fixture
def site(tmp_path: Path) -> ForeignSite:
    """A site of an elsewhere bench, which does not allow tests."""
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    made = ForeignSite(tmp_path, "shop.localhost")
    made.folder.mkdir(parents=True)
    allow_tests(made, False)
    return made


def allow_tests(site: ForeignSite, allowed: bool) -> None:
    (site.folder / "site_config.json").write_text(json.dumps({"allow_tests": allowed}))


def test_a_site_that_does_not_allow_tests_is_refused(site):
    with pytest.raises(DevbenchError, match="does not allow tests"):
        site.check(new=False, may_be_changed=True)


def test_a_site_is_not_changed_without_being_told_so(site):
    allow_tests(site, True)
    with pytest.raises(DevbenchError, match="write to"):
        site.check(new=False, may_be_changed=False)
    site.check(new=False, may_be_changed=True)


def test_a_site_to_be_made_must_not_exist(site):
    with pytest.raises(DevbenchError, match="exists"):
        site.check(new=True, may_be_changed=False)
    ForeignSite(site.bench, "fresh.localhost").check(new=True, may_be_changed=False)


def test_a_folder_that_is_no_bench_is_refused(tmp_path):
    with pytest.raises(DevbenchError, match="no bench"):
        ForeignSite(tmp_path, "shop.localhost").check(new=True, may_be_changed=False)


def test_a_missing_site_is_told_with_what_to_do(site):
    missing = ForeignSite(site.bench, "other.localhost")
    with pytest.raises(DevbenchError) as refusal:
        missing.check(new=False, may_be_changed=True)
    assert "--new-site" in refusal.value.hint
