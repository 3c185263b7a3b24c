"""The bench: where everything of it lies, and how to do something in it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devbench import commands, ports, processes, report

if TYPE_CHECKING:
    from devbench.services import Services

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO_SITE = "demo.localhost"
TEST_SITE = "test.localhost"
BESIDE = 2  # sites that tests can be spread over
BENCHMARK_SITE = "bench.localhost"
ADMIN_PASSWORD = "admin"  # of sites that only this machine can reach
DB_ROOT_PASSWORD = "devbench"


@dataclass(frozen=True)
class Bench:
    """Paths, ports, executables and services of the local bench.

    home   the folder that devbench fills: environments, Frappe, database, ports
    root   the bench in Frappe's sense (`apps/`, `sites/`, `env/`): home itself for the
           demonstration, `home/test-bench` for tests, which has sites and Redis of its own
    site   the site that commands run on
    tests  which of the benches for tests it is, from 1; 0: the demonstration's
    """

    home: Path
    root: Path
    site: str = DEMO_SITE
    repo: Path = REPOSITORY
    tests: int = 0

    @classmethod
    def at(cls, home: Path) -> Bench:
        """The demonstration's bench in the folder `home`."""
        home = home.resolve()
        return cls(home=home, root=home)

    def for_tests(self, number: int = 1) -> Bench:
        """The same environment with sites and Redis of the tests, of those that run beside them."""
        mark = str(number) if number > 1 else ""
        root, site = self.home / f"test-bench{mark}", TEST_SITE.replace(".", f"{mark}.")
        return replace(self, root=root, site=site, tests=number)

    def all_for_tests(self) -> list[Bench]:
        return [self.for_tests(number) for number in range(1, BESIDE + 1)]

    def for_benchmarks(self) -> Bench:
        """Another site beside that of the tests."""
        return replace(self.for_tests(), site=BENCHMARK_SITE)

    @property
    def is_for_tests(self) -> bool:
        return self.tests > 0

    # Folders

    @property
    def sites(self) -> Path:
        return self.root / "sites"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def run_folder(self) -> Path:
        return self.home / "run"

    @property
    def apps(self) -> Path:
        return self.home / "apps"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def real_texts(self) -> Path:
        return self.cache / "real_texts"

    @property
    def node(self) -> Path:
        return self.home / "node"

    @cached_property
    def downloads(self) -> Path:
        """Downloads that every bench of this user shares."""
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(base) / "social-support-devbench"

    # Executables

    @property
    def env_python(self) -> Path:
        return self.home / "env" / "bin" / "python"

    @property
    def network_python(self) -> Path:
        return self.home / "network-env" / "bin" / "python"

    @property
    def test_python(self) -> Path:
        return self.home / "test-env" / "bin" / "python"

    # Addresses

    @cached_property
    def ports(self) -> dict[str, int]:
        """The loopback port of each service."""
        return ports.load(self.run_folder / "ports.json", ours=self._is_running)

    @property
    def url(self) -> str:
        """Address of the Desk; it serves the demonstration's site under any host name."""
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def mastodon_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['mastodon']}"

    @property
    def x_url(self) -> str:
        """Address of the fake X."""
        return f"http://127.0.0.1:{self.ports['x']}"

    @property
    def public_url(self) -> str:
        """Address of the page that shows what the public sees."""
        return f"http://127.0.0.1:{self.ports['public']}"

    @cached_property
    def services(self) -> Services:
        from devbench.services import Services

        return Services(self)

    # Doing something

    def frappe(self, *words: str, site: str | None = None, log: str = "frappe") -> None:
        """Run a bench command on the site; its output goes to `logs/<log>.log`.

        Raises CommandFailed when it exits with an error.
        """
        commands.run(
            self.frappe_argv(*words, site=site), log=self.logs / f"{log}.log", cwd=self.sites
        )

    def frappe_argv(self, *words: str, site: str | None = None) -> list[str]:
        """The command line of a bench command; it has to run in `sites`."""
        base = [str(self.env_python), "-m", "frappe.utils.bench_helper", "frappe"]
        chosen = self.site if site is None else site
        return [*base, *(["--site", chosen] if chosen else []), *words]

    def execute(
        self, function: str, arguments: dict[str, Any] | None = None, *, log: str = "execute"
    ) -> Any:
        """Call a function, named by its dotted path, inside the site as Administrator.

        It runs in the bench's environment, where the repository root can be imported; what it
        wrote is committed. Returns what it returned, which must be serialisable as JSON. Raises
        CommandFailed, with the traceback in `logs/<log>.log`.
        """
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder) / "answer.json"
            commands.run(
                [
                    *(self.env_python, "-m", "devbench.inside"),
                    *(self.site, function, json.dumps(arguments or {}), answer),
                ],
                log=self.logs / f"{log}.log",
                cwd=self.sites,
            )
            return json.loads(answer.read_text())

    def network_script(self, script: str, *arguments: str) -> list[str]:
        """The command line that runs a script of the repository with the network's Python."""
        return [str(self.network_python), str(self.repo / script), *arguments]

    say = staticmethod(report.say)
    step = staticmethod(report.step)

    def installed_apps(self) -> list[str]:
        """The apps of this bench that are there: frappe, then ours as far as they exist."""
        return ["frappe", *(app.name for app in self.own_apps() if app.exists)]

    def own_apps(self) -> Iterable[App]:
        """ERPNext's stand-in and the app of this repository, in the order of installation."""
        yield App("erpnext", self.repo / "devbench" / "erpnext")
        yield App("social_support", self.repo)

    def _is_running(self, service: str) -> bool:
        return processes.running_pid(self.run_folder / f"{service}.pid") is not None


@dataclass(frozen=True)
class App:
    """An app whose source lies in this repository; `source` is the folder above its package."""

    name: str
    source: Path

    @property
    def package(self) -> Path:
        return self.source / self.name

    @property
    def exists(self) -> bool:
        return (self.package / "hooks.py").exists()
