"""The bench as a list of stages, from nothing to a site with its apps."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from devbench import (
    bundles,
    debian,
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
from devbench.stages import Builder, Stage


def build(bench: Bench) -> None:
    """Do what is missing for the bench's site to run; MariaDB and Redis run afterwards."""
    _run(bench, [*base_stages(bench), *bench_stages(bench), *sites.stages(bench)])


def build_for_tests(bench: Bench) -> None:
    """The same with the tests' environment and the tests' own site."""
    tests = bench.for_tests()
    stages = [*base_stages(bench), test_stage(bench), *bench_stages(tests), *sites.stages(tests)]
    _run(bench, stages)
    layout.share_with_tests(bench)


def build_for_unit_tests(bench: Bench) -> None:
    """Only the tests' environment and the tools of npm: no bench."""
    _run(bench, [*base_stages(bench), test_stage(bench), bundles.npm_stage(bench)])


def _run(bench: Bench, stages: list[Stage]) -> None:
    with only_one(bench):
        Builder(bench.home / "stamps").build(stages)


def base_stages(bench: Bench) -> Iterator[Stage]:
    """Debian's packages, and the environment that makes the others."""
    log = bench.logs / "debian.log"
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
            bench.home / "tools", python=python_env.find_python(), log=bench.logs / "tools.log"
        ),
        inputs=(*_python(), python_env.LOCKS / "tools.txt"),
        needs=() if debian.has_ensurepip() else ("debian",),
        made=bench.home / "tools",
    )


def bench_stages(bench: Bench) -> Iterator[Stage]:
    """Everything that a site of `bench` stands on, its MariaDB and Redis included."""
    yield _env_stage(bench, "env", "bench", "Python packages of the bench")
    yield _env_stage(bench, "network-env", "network", "Python packages of the network")
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
        name="services",
        title="MariaDB and Redis started",
        make=lambda: _start_data_services(bench),
        needs=("debian", "database", "env", "frappe"),
        always=True,
    )


def test_stage(bench: Bench) -> Stage:
    return _env_stage(bench, "test-env", "test", "Python packages of the tests")


def _start_data_services(bench: Bench) -> None:
    layout.write(bench)
    layout.make_importable(bench)
    bench.services.start_all(["mariadb", *services.redis_names(bench)])


def _env_stage(bench: Bench, folder: str, lock: str, title: str) -> Stage:
    log = bench.logs / f"{folder}.log"

    def make() -> None:
        python_env.make_venv(bench.home / folder, python=python_env.find_python(), log=log)
        python_env.install_lock(bench.home / folder, lock, tools=bench.home / "tools", log=log)

    return Stage(
        name=folder,
        title=title,
        make=make,
        inputs=(*_python(), python_env.LOCKS / f"{lock}.txt"),
        needs=("tools",),
        made=bench.home / folder,
    )


def _frappe_stage(bench: Bench) -> Stage:
    log = bench.logs / "frappe-source.log"

    def make() -> None:
        python = bench.home / "tools" / "bin" / "python"
        wheel = frappe_source.download(bench.downloads, python=python, log=log)
        frappe_source.unpack(wheel, bench.apps / "frappe")

    return Stage(
        name="frappe",
        title="Frappe's source",
        make=make,
        inputs=(frappe_source.VERSION, str(frappe_source.NAMES)),
        needs=("tools",),
        made=bench.apps / "frappe" / "frappe",
    )


def _real_texts_stage(bench: Bench) -> Stage:
    return Stage(
        name="real-texts",
        title="Real tweets and reviews",
        make=lambda: real_texts.make(
            bench.real_texts,
            downloads=bench.downloads,
            python=bench.home / "tools" / "bin" / "python",
            log=bench.logs / "real-texts.log",
        ),
        inputs=(real_texts.VERSION,),
        needs=("tools",),
        made=bench.real_texts,
    )


def _python() -> tuple[str, str]:
    python = python_env.find_python()
    return python, python_env.version_of(python)


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
