"""The bench and the site that the tests run on, as the environment names them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

HELPER = "frappe.utils.bench_helper"
HOW_TO_RUN = "Run the tests with: python3 devbench test"


@dataclass(frozen=True)
class Bench:
    """A bench on this machine and one site of it.

    path            the bench's folder: apps/, env/, sites/
    site            the site's name, a folder in sites/
    is_ours         the site was made for these tests: anything may be done to it
    may_be_changed  somebody said that the tests may write on this site
    """

    path: Path
    site: str
    is_ours: bool
    may_be_changed: bool

    @classmethod
    def from_environment(cls) -> Bench:
        try:
            path, site = os.environ["SOCIAL_SUPPORT_BENCH"], os.environ["SOCIAL_SUPPORT_SITE"]
        except KeyError as missing:
            raise pytest.UsageError(f"{missing.args[0]} is not set. {HOW_TO_RUN}") from missing
        is_ours = os.environ.get("SOCIAL_SUPPORT_SITE_IS_OURS") == "1"
        changeable = os.environ.get("SOCIAL_SUPPORT_SITE_MAY_BE_CHANGED") == "1"
        return cls(Path(path).resolve(), site, is_ours, is_ours or changeable)

    @property
    def sites(self) -> Path:
        return self.path / "sites"

    @property
    def python(self) -> Path:
        return self.path / "env" / "bin" / "python"

    @property
    def config_file(self) -> Path:
        return self.sites / self.site / "site_config.json"

    def config(self) -> dict[str, Any]:
        """The bench's configuration with the site's own on top."""
        common = json.loads((self.sites / "common_site_config.json").read_text())
        return common | json.loads(self.config_file.read_text())

    def set_config(self, **values: Any) -> None:
        """Write values into site_config.json; None takes a value out."""
        config = json.loads(self.config_file.read_text()) | values
        kept = {key: value for key, value in config.items() if value is not None}
        self.config_file.write_text(json.dumps(kept, indent=1, sort_keys=True))

    def argv(self, *words: str, site: str | None = None) -> list[str]:
        """The command line of a bench command; it has to run in sites/. site="": on none."""
        base = [str(self.python), "-m", HELPER, "frappe"]
        chosen = self.site if site is None else site
        return [*base, *(["--site", chosen] if chosen else []), *words]

    def start(
        self, *words: str, log: IO[bytes], modules: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a bench command that keeps running, with these `modules` imported before."""
        argv, quiet = self.argv(*words), subprocess.DEVNULL
        if modules:
            code = f"import {', '.join(modules)}, {HELPER} as helper; helper.main()"
            argv[1:3] = ["-c", code]
        return subprocess.Popen(argv, cwd=self.sites, stdin=quiet, stdout=log, stderr=log)

    def run(self, *words: str, site: str | None = None, answer: str = "") -> str:
        """Run a bench command to its end and return what it printed; fail when it fails."""
        done = subprocess.run(
            self.argv(*words, site=site),
            cwd=self.sites,
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"bench {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


def free_port() -> int:
    """A loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
