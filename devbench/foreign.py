"""A site on a bench that devbench did not make: checked before a test touches it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devbench import report
from devbench.bench import REPOSITORY
from devbench.errors import DevbenchError

APPS = ("erpnext", "social_support")


@dataclass(frozen=True)
class ForeignSite:
    """The site `name` of the bench in the folder `bench`."""

    bench: Path
    name: str

    @property
    def python(self) -> Path:
        return self.bench / "env" / "bin" / "python"

    @property
    def folder(self) -> Path:
        return self.bench / "sites" / self.name

    def check(self, *, new: bool, may_be_changed: bool) -> None:
        """Raise DevbenchError unless tests may run on this site."""
        if not self.python.exists() or not (self.bench / "sites").is_dir():
            raise DevbenchError(
                f"{self.bench} is no bench: it lacks env/bin/python or sites/.",
                hint="Name the folder that holds apps/, env/ and sites/.",
            )
        if new:
            self._check_absent()
        else:
            self._check_allowed(may_be_changed)

    @contextmanager
    def made(self, db_root_password: str | None) -> Iterator[None]:
        """Make the site with the apps and `allow_tests`; drop it and its database at the end."""
        password = db_root_password or self._root_password()
        with report.step(f"Site {self.name} made on {self.bench}"):
            self._make(password)
        try:
            yield
        finally:
            with report.step(f"Site {self.name} dropped"):
                self._frappe(
                    *("drop-site", self.name, "--force", "--no-backup"),
                    *("--db-root-password", password),
                )

    def _make(self, password: str) -> None:
        self._frappe(
            *("new-site", self.name, "--no-mariadb-socket", "--admin-password", "admin"),
            *("--db-root-password", password),
        )
        for app in APPS:
            self._frappe("--site", self.name, "install-app", app)
        for key in ("allow_tests", "social_support_allow_private_networks"):
            self._frappe("--site", self.name, "set-config", "--parse", key, "1")
        self._python(
            "devbench.inside", self.name, "devbench.site_setup.skip_wizard", "{}", os.devnull
        )

    def _check_absent(self) -> None:
        if self.folder.exists():
            raise DevbenchError(
                f"The site {self.name} exists on this bench already.",
                hint="Choose another name for --new-site, or use --site-may-be-changed.",
            )

    def _check_allowed(self, may_be_changed: bool) -> None:
        if not self.folder.is_dir():
            raise DevbenchError(
                f"There is no site {self.name} on this bench.",
                hint="Add --new-site to have it made for the tests and dropped afterwards.",
            )
        if not may_be_changed:
            raise DevbenchError(
                f"The tests write to {self.name}; they remove what they create.",
                hint="Use --new-site, or add --site-may-be-changed if that is all right.",
            )
        if not _config(self.folder / "site_config.json").get("allow_tests"):
            raise DevbenchError(
                f"The site {self.name} does not allow tests.",
                hint=f"Run `bench --site {self.name} set-config allow_tests true` if it may be.",
            )

    def _root_password(self) -> str:
        common = _config(self.bench / "sites" / "common_site_config.json")
        password = os.environ.get("DB_ROOT_PASSWORD") or common.get("root_password")
        if not password:
            raise DevbenchError(
                "--new-site needs the password of the database's root user.",
                hint="Add --db-root-password, or set DB_ROOT_PASSWORD.",
            )
        return str(password)

    def _frappe(self, *words: str) -> None:
        self._python("frappe.utils.bench_helper", "frappe", *words)

    def _python(self, module: str, *words: str) -> None:
        """Run a module with the bench's Python, which sees this repository for that one call."""
        result = subprocess.run(
            [str(self.python), "-m", module, *words],
            cwd=self.bench / "sites",
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if result.returncode:
            tail = "\n".join(result.stdout.splitlines()[-8:])
            raise DevbenchError(f"`{' '.join(words[:3])}` failed on {self.bench}:\n{tail}")


def _config(file: Path) -> dict[str, object]:
    return json.loads(file.read_text()) if file.exists() else {}
