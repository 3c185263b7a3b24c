"""A private MariaDB: its own data folder, port and log; the system's is never touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from devbench import commands
from devbench.bench import DB_ROOT_PASSWORD, Bench

# Anonymous users would shadow a site's own user on localhost.
FIRST_STATEMENTS = (
    "DELETE FROM mysql.global_priv WHERE User = '';\n"
    f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{DB_ROOT_PASSWORD}';\n"
    "FLUSH PRIVILEGES;\n"
)
ROOT = {"MYSQL_PWD": DB_ROOT_PASSWORD}
BUFFER_POOL = "DEVBENCH_BUFFER_POOL"  # environment variable: 1G for benchmarks


def data_folder(bench: Bench) -> Path:
    return bench.home / "mariadb" / "data"


def create(bench: Bench, log: Path) -> None:
    """An empty database server in the bench's data folder."""
    data = data_folder(bench)
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    (data.parent / "first.sql").write_text(FIRST_STATEMENTS)
    commands.run(
        [
            *("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db"),
            *("--auth-root-authentication-method=normal", *_user()),
        ],
        log=log,
    )


def argv(bench: Bench) -> list[str]:
    """The server's command line: https://mariadb.com/kb/en/mariadbd-options/.

    The socket's path is relative to the data folder: a long path of the bench would not fit into a
    socket address. Durability is that of a machine for development.
    """
    data = data_folder(bench)
    return [
        *("/usr/sbin/mariadbd", "--no-defaults", f"--datadir={data}", *_user()),
        *(f"--port={bench.ports['mariadb']}", "--bind-address=127.0.0.1"),
        *("--socket=mariadb.sock", f"--pid-file={bench.run_folder / 'mariadbd.pid'}"),
        f"--init-file={data.parent / 'first.sql'}",
        *("--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"),
        f"--innodb-buffer-pool-size={os.environ.get(BUFFER_POOL, '256M')}",
        *("--innodb-flush-log-at-trx-commit=2", "--max-allowed-packet=64M", "--skip-log-bin"),
    ]


def buffer_pool(bench: Bench) -> int:
    """The bytes that the running server keeps its tables in."""
    query = ("--skip-column-names", "-e", "SELECT @@innodb_buffer_pool_size")
    env = {**os.environ, **ROOT}
    return int(commands.capture(("mariadb", *_root(bench), *query), env=env))


def dump(bench: Bench, database: str, file: Path, *, log: Path) -> None:
    """Write what the database holds into `file`, which is whole or not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{database}")
    words = ("--skip-comments", f"--result-file={part}", database)
    commands.run(("mariadb-dump", *_root(bench), *words), log=log, env=ROOT)
    part.rename(file)


def restore(bench: Bench, database: str, file: Path, *, password: str, log: Path) -> None:
    """A database in place of one of this name, with what was dumped, and a user of that name."""
    user = [f"'{database}'@'{host}'" for host in ("localhost", "%")]
    statements = [
        f"CREATE OR REPLACE DATABASE `{database}`",
        *(f"CREATE OR REPLACE USER {each} IDENTIFIED BY '{password}'" for each in user),
        *(f"GRANT ALL ON `{database}`.* TO {each}" for each in user),
        f"USE `{database}`",
        f"source {file}",
    ]
    # Not a word of the password into the log.
    script = file.with_suffix(f".{database}")
    script.write_text(";\n".join(statements))
    try:
        commands.run(("mariadb", *_root(bench), "-e", f"source {script}"), log=log, env=ROOT)
    finally:
        script.unlink()


def _root(bench: Bench) -> tuple[str, ...]:
    return "-h127.0.0.1", f"-P{bench.ports['mariadb']}", "-uroot"


def _user() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []
