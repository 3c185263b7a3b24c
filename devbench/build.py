"""The bench as a list of stages, from nothing to a site with its apps."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devbench import (
    bluesky,
    bundles,
    debian,
    downloads,
    frappe_source,
    layout,
    mariadb,
    python_env,
    real_texts,
    report,
    services,
    sites,
)
from devbench.bench import Bench
from devbench.foreign import ForeignSite
from devbench.stages import Builder, Stage


def build(bench: Bench) -> list[str]:
    """Do what is missing for the bench's site to run; the names of the stages that were done.

    MariaDB and Redis run afterwards.
    """
    return _run(bench, [*base_stages(bench), *bench_stages(bench), *sites.stages(bench)])


def build_for_tests(bench: Bench, benches: list[Bench]) -> None:
    """The same with the tests' environment, on benches and sites of the tests."""
    stages = [*base_stages(bench), test_stage(bench)]
    for tests in benches:
        stages += [*bench_stages(tests), *sites.stages(tests)]
    _run(bench, stages)
    layout.share_packages(bench.home / "env", bench.home / "test-env")


def build_for_unit_tests(bench: Bench) -> None:
    """Only the tests' environment and the tools of npm: no bench."""
    _run(bench, [*base_stages(bench), test_stage(bench), bundles.npm_stage(bench)])


def build_for_bluesky(bench: Bench) -> None:
    """The servers of Bluesky; they start before what else the tests need is built.

    Raises DevbenchError without Node.js and npm, which may have gone since the last time.
    """
    debian.check_node()
    _run(bench, [*base_stages(bench), *bluesky.stages(bench)])


def build_for_foreign_bench(bench: Bench, site: ForeignSite) -> Path:
    """What tests need beside a bench that stands elsewhere; returns the Python to run them with.

    It is an environment of ours, of that bench's Python, that sees its packages: nothing is
    installed into the bench.
    """
    folder = f"test-env-{hashlib.sha256(str(site.bench).encode()).hexdigest()[:8]}"
    tests = _env_stage(bench, folder, "test", "Python packages of the tests", str(site.python))
    beside = [_network_stage(bench), _real_texts_stage(bench), bundles.npm_stage(bench)]
    _run(bench, [*base_stages(bench), tests, *beside])
    layout.share_packages(site.bench / "env", bench.home / folder)
    return bench.home / folder / "bin" / "python"


def _run(bench: Bench, stages: list[Stage]) -> list[str]:
    with only_one(bench):
        return Builder(bench.home / "stamps").build(stages)


def base_stages(bench: Bench) -> Iterator[Stage]:
    """Debian's packages, and the environment that makes the others."""
    log = bench.logs / "debian.log"
    python = python_env.find_python()
    yield Stage(
        name="debian",
        title="Debian packages: MariaDB, Redis, Chromium, fonts",
        make=lambda: debian.install(log),
        inputs=tuple(debian.PACKAGES),
        always=bool(debian.missing()),
    )
    yield Stage(
        name="tools",
        title="Python tools",
        make=lambda: python_env.make_tools(
            bench.home / "tools", python=python, log=bench.logs / "tools.log"
        ),
        inputs=(python, python_env.version_of(python), python_env.LOCKS / "tools.txt"),
        needs=() if debian.has_ensurepip() else ("debian",),
        made=bench.home / "tools",
    )


def bench_stages(bench: Bench) -> Iterator[Stage]:
    """Everything that a site of `bench` stands on, its MariaDB and Redis included."""
    yield _env_stage(bench, "env", "bench", "Python packages of the bench")
    yield _network_stage(bench)
    yield _frappe_stage(bench)
    yield _real_texts_stage(bench)
    yield bundles.npm_stage(bench)
    yield from bundles.bundle_stages(bench)
    yield Stage(
        name="database",
        title="MariaDB's data folder",
        make=lambda: mariadb.create(bench, bench.logs / "database.log"),
        needs=("debian",),
        made=mariadb.data_folder(bench),
    )
    yield Stage(
        name=sites.services_stage(bench),
        title="MariaDB and Redis started",
        make=lambda: _start_data_services(bench),
        # All benches share MariaDB: one after the other finds it running.
        needs=("debian", "database", "env", "frappe", *(["services"] if bench.tests > 1 else [])),
        always=True,
    )


def test_stage(bench: Bench) -> Stage:
    return _env_stage(bench, "test-env", "test", "Python packages of the tests")


def _network_stage(bench: Bench) -> Stage:
    return _env_stage(bench, "network-env", "network", "Python packages of the network")


def _start_data_services(bench: Bench) -> None:
    layout.write(bench)
    layout.make_importable(bench)
    bench.services.start_all(["mariadb", *services.redis_names(bench)])


def _env_stage(
    bench: Bench, folder: str, lock: str, title: str, python: str | None = None
) -> Stage:
    log = bench.logs / f"{folder}.log"
    chosen = python or python_env.find_python()

    def make() -> None:
        python_env.make_venv(bench.home / folder, python=chosen, log=log)
        python_env.install_lock(bench.home / folder, lock, tools=bench.home / "tools", log=log)

    return Stage(
        name=folder,
        title=title,
        make=make,
        inputs=(chosen, python_env.version_of(chosen), python_env.LOCKS / f"{lock}.txt"),
        needs=("tools",),
        made=bench.home / folder,
    )


def _frappe_stage(bench: Bench) -> Stage:
    package, version = frappe_source.PACKAGE, frappe_source.VERSION
    return Stage(
        name="frappe",
        title="Frappe's source",
        make=lambda: frappe_source.unpack(_fetched(bench, package, version), bench.apps / "frappe"),
        inputs=(version, str(frappe_source.NAMES)),
        needs=("tools",),
        made=bench.apps / "frappe" / "frappe",
    )


def _real_texts_stage(bench: Bench) -> Stage:
    package, version = real_texts.PACKAGE, real_texts.VERSION
    return Stage(
        name="real-texts",
        title="Real tweets and reviews",
        make=lambda: real_texts.unpack(
            _fetched(bench, package, version, source=True), bench.real_texts
        ),
        inputs=(version,),
        needs=("tools",),
        made=bench.real_texts,
    )


def _fetched(bench: Bench, package: str, version: str, *, source: bool = False) -> Path:
    return downloads.fetch(
        package,
        version,
        folder=bench.downloads,
        python=bench.home / "tools" / "bin" / "python",
        log=bench.logs / f"download-{package}.log",
        source=source,
    )


@contextmanager
def only_one(bench: Bench) -> Iterator[None]:
    """Let one devbench at a time build this bench; a second one waits and says so."""
    bench.run_folder.mkdir(parents=True, exist_ok=True)
    with (bench.run_folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report.say("  … waiting for another devbench that builds this bench")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
