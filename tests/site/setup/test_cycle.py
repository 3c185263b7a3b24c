"""Install → migrate → uninstall → install, on a site made for that: nothing of ours is left."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.support.bench import Bench

REPOSITORY = Path(__file__).resolve().parents[3]
USED = Path(__file__).with_name("use_everything.py")
COUNT = Path(__file__).with_name("count_ours.py")


@dataclass(frozen=True)
class Trial:
    """A site to install on and uninstall from."""

    bench: Bench
    name: str

    def run(self, *words: str) -> str:
        return self.bench.run(*words, site=self.name)

    def script(self, path: Path) -> dict[str, int]:
        """Run a file of Python on the site, in a process of its own; what it printed as JSON."""
        done = subprocess.run(
            [self.bench.python, path, self.name],
            cwd=self.bench.sites,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def exported(self) -> dict[str, dict]:
        """The last row of each doctype in the file that the documented command writes."""
        path = self.run("execute", "social_support.setup.export.export").strip().strip('"')
        rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
        return {row["doctype"]: row for row in rows}


@pytest.fixture
def trial(own_bench: Bench, tmp_path: Path) -> Iterator[Trial]:
    bench = own_bench
    root_password = bench.config().get("root_password")
    if not root_password:
        pytest.skip("The bench's common_site_config.json names no root_password for MariaDB.")
    name = f"cycle-{secrets.token_hex(3)}.localhost"
    root = ("--db-root-username", "root", "--db-root-password", root_password)
    bench.run("new-site", name, *root, "--admin-password", "admin", "--no-mariadb-socket", site="")
    yield Trial(bench, name)
    away = ("--force", "--no-backup", "--archived-sites-path", str(tmp_path))
    bench.run("drop-site", name, *root, *away, site="")


@pytest.mark.slow
@pytest.mark.elsewhere
def test_install_migrate_uninstall_install_leaves_nothing(trial: Trial) -> None:
    trial.run("install-app", "erpnext")
    before = trial.script(COUNT)
    assert not any(before.values()), before

    trial.run("install-app", "social_support")
    trial.run("migrate")
    installed = trial.script(COUNT)
    assert installed["tables"] > 10
    assert installed["Custom Field"] and installed["Role"] and installed["Scheduled Job Type"]
    used = trial.script(USED)
    assert all(used.values()), used

    exported = trial.exported()
    assert {"Social Conversation", "Social Interaction", "Social Profile"} <= exported.keys()
    assert "access_token" not in exported["Social Channel"]

    trial.run("uninstall-app", "social_support", "--yes", "--dry-run")
    assert trial.script(COUNT) == used

    said = trial.run("uninstall-app", "social_support", "--yes", "--no-backup")
    assert "social_support.setup.export.export" in said
    left = trial.script(COUNT)
    assert not any(left.values()), left

    trial.run("install-app", "social_support")
    again = trial.script(COUNT)
    assert {key: again[key] for key in ("tables", "Custom Field", "Role")} == {
        key: installed[key] for key in ("tables", "Custom Field", "Role")
    }
