"""A whole Bluesky network for the tests that ask for it: its own servers, as npm's
`@atproto/dev-env` brings them, on a PostgreSQL and in a folder that last as long as the tests.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devbench import commands, debian, report
from devbench.bench import Bench
from devbench.stages import Stage

ADDRESS = "SOCIAL_SUPPORT_BLUESKY"
HERE = Path(__file__).resolve().parent / "assets" / "bluesky"
LOCK = ("package.json", "package-lock.json")
POSTGRESQL = Path("/usr/lib/postgresql")
DATABASE, NETWORK = "bluesky_db", "bluesky"
REDIS = "test_redis_cache"
# PostgreSQL refuses to run as root.
USER = "postgres"


def stages(bench: Bench) -> Iterator[Stage]:
    """What the network stands on: some 3 minutes, once."""
    yield Stage(
        name="postgresql",
        title="Debian packages: PostgreSQL, a compiler",
        make=lambda: debian.install(bench.logs / "postgresql.log", packages()),
        inputs=tuple(packages()),
        needs=("debian",),
        always=bool(debian.missing(packages())),
    )
    yield Stage(
        name="bluesky",
        title="The servers of Bluesky",
        make=lambda: _install(bench),
        inputs=tuple(HERE / name for name in LOCK),
        needs=("postgresql",),
        made=bench.home / "bluesky" / "node_modules",
    )


def packages() -> dict[str, str]:
    """Debian's packages, as debian.PACKAGES has them."""
    return {
        "postgresql": str(programs() / "initdb"),
        # npm compiles better-sqlite3 where its makers offer nothing that is compiled already.
        "g++": "/usr/bin/g++",
        "make": "/usr/bin/make",
    }


def programs() -> Path:
    """The newest PostgreSQL's programs: Debian keeps each version in a folder of its own."""
    found = [path.parent for path in POSTGRESQL.glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name), default=POSTGRESQL)


@contextmanager
def running(bench: Bench) -> Iterator[dict[str, str]]:
    """The network with nobody on it; how the tests find it, as variables of the environment."""
    services = bench.services
    needed = [name for name in (REDIS, DATABASE, NETWORK) if not services.running(name)]
    try:
        with report.step("Bluesky started"):
            services.start_all(needed)
        yield {ADDRESS: f"http://127.0.0.1:{bench.ports[NETWORK]}"}
    finally:
        services.stop_all(needed)
        shutil.rmtree(folder(bench), ignore_errors=True)


def folder(bench: Bench) -> Path:
    """Where the network keeps its data: a place that another user may enter."""
    name = hashlib.sha256(str(bench.home).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"devbench-bluesky-{name}"


def new_database(bench: Bench) -> None:
    """An empty database, in place of one that an interrupted run left behind."""
    shutil.rmtree(folder(bench), ignore_errors=True)
    folder(bench).mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(folder(bench), USER, USER)
    commands.run(
        [
            *(*_as_user(), programs() / "initdb", "--pgdata", folder(bench) / "db"),
            *("--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"),
        ],
        log=bench.logs / "bluesky_db.log",
        cwd=folder(bench),
    )


def database_argv(bench: Bench) -> list[str]:
    """PostgreSQL on the loopback alone, with no care for a machine that loses power."""
    return [
        *(*_as_user(), str(programs() / "postgres"), "-D", str(folder(bench) / "db")),
        *("-p", str(bench.ports[DATABASE]), "-c", "listen_addresses=127.0.0.1"),
        *("-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=200"),
    ]


def argv(bench: Bench) -> list[str]:
    settings = {
        "modules": str(bench.home / "bluesky"),
        "postgres": f"postgres://{USER}@127.0.0.1:{bench.ports[DATABASE]}/postgres",
        "redis": f"127.0.0.1:{bench.ports[REDIS]}",
        "folder": str(folder(bench)),
        "port": bench.ports[NETWORK],
    }
    return ["node", str(HERE / "network.mjs"), json.dumps(settings)]


def _install(bench: Bench) -> None:
    place, log = bench.home / "bluesky", bench.logs / "bluesky-npm.log"
    place.mkdir(parents=True, exist_ok=True)
    for name in LOCK:
        shutil.copyfile(HERE / name, place / name)
    hint = "Check that npm reaches its registry, then start again."
    install = ["npm", "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"]
    commands.run([*install, "--no-progress"], log=log, cwd=place, hint=hint)
    # The one package whose compiled part is needed.
    hint = "Read the log: it is fetched from GitHub, or compiled with Node's headers."
    commands.run(["npm", "rebuild", "better-sqlite3"], log=log, cwd=place, hint=hint)


def _as_user() -> list[str]:
    """The words before a command of PostgreSQL's that let it run as its own user."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"]
