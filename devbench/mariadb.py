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
    words = ("-h127.0.0.1", f"-P{bench.ports['mariadb']}", "-uroot", "--skip-column-names")
    query = ("-e", "SELECT @@innodb_buffer_pool_size")
    env = {**os.environ, "MYSQL_PWD": DB_ROOT_PASSWORD}
    return int(commands.capture(("mysql", *words, *query), env=env))


def _user() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []
