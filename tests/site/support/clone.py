"""A copy of the site with a database of its own, for what can not be undone."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection

from tests.site.support.bench import Bench

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Clone:
    """The copy: its name, and root's connection to its database."""

    bench: Bench
    name: str
    database: Connection

    def run(self, *words: str) -> str:
        """Run a bench command on it to its end."""
        return self.bench.run(*words, site=self.name)

    def script(self, path: Path, *words: str) -> Any:
        """Run a file of Python on it, in a process of its own; what it printed last, from JSON.

        The file gets the site's name and `words`.
        """
        done = subprocess.run(
            [self.bench.python, path, self.name, *words],
            cwd=self.bench.sites,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(_python_path())},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def sql(self, query: str, values: object = None) -> list[dict[str, Any]]:
        """Rows, as they are committed now."""
        with self.database.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())


@contextmanager
def cloned(bench: Bench, *apps: str, **config: Any) -> Iterator[Clone]:
    """Copy the site for the length of the block, into a bench folder of its own.

    `apps` are on that bench besides, `config` goes into the copy's site_config.json.
    """
    root_password = bench.config().get("root_password")
    if not root_password:
        pytest.skip("The bench's common_site_config.json names no root_password for MariaDB.")
    mark = secrets.token_hex(3)
    name, database = f"clone-{mark}.localhost", f"clone_{mark}"
    root = _connect(bench, root_password)
    with tempfile.TemporaryDirectory() as folder:
        place = replace(bench, path=Path(folder), site=name)
        _make_bench(bench, place, apps)
        _make_site(bench, place, {"db_name": database, **config})
        clone = Clone(place, name, root)
        try:
            _copy_database(root, bench.config(), database)
            yield clone
            # A migration leaves jobs for a site that is gone in a moment.
            clone.run("purge-jobs", "--site", name)
        finally:
            with root.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS `{database}`")
                cursor.execute(f"DROP USER IF EXISTS '{database}'@'%', '{database}'@'localhost'")
            root.close()


def _python_path() -> list[str]:
    return [*filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)), str(REPOSITORY)]


def _connect(bench: Bench, password: str) -> Connection:
    conf = bench.config()
    return pymysql.connect(
        host=conf.get("db_host") or "127.0.0.1",
        port=int(conf.get("db_port") or 3306),
        user="root",
        password=password,
        charset="utf8mb4",
        autocommit=True,
        cursorclass=pymysql.cursors.DictCursor,
    )


def _make_bench(bench: Bench, place: Bench, apps: Sequence[str]) -> None:
    """A folder that Frappe takes for a bench, with the code and the services of `bench`."""
    place.sites.mkdir()
    (place.path / "logs").mkdir()
    for part in ("apps", "env"):
        (place.path / part).symlink_to(bench.path / part)
    (place.sites / "assets").symlink_to(bench.sites / "assets")
    listed = (bench.sites / "apps.txt").read_text().split()
    (place.sites / "apps.txt").write_text("\n".join([*listed, *apps]))
    common = json.loads((bench.sites / "common_site_config.json").read_text())
    # Its jobs are on queues of its own: the workers of `bench` do not know the site.
    common |= {"bench_id": place.site, "default_site": place.site}
    (place.sites / "common_site_config.json").write_text(json.dumps(common))


def _make_site(bench: Bench, place: Bench, config: dict[str, Any]) -> None:
    """The folders that every site has, empty, with the configuration."""
    for part in ("private/files", "private/backups", "public/files", "locks", "logs"):
        (place.sites / place.site / part).mkdir(parents=True)
    place.config_file.write_text(json.dumps(json.loads(bench.config_file.read_text()) | config))


def _copy_database(root: Connection, config: dict[str, Any], target: str) -> None:
    source, password = config["db_name"], config["db_password"]
    with root.cursor() as cursor:
        # Rows are read without locking them: others work on the site meanwhile.
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        cursor.execute(f"CREATE DATABASE `{target}` COLLATE utf8mb4_unicode_ci")
        for host in ("%", "localhost"):
            cursor.execute("CREATE USER %s@%s IDENTIFIED BY %s", (target, host, password))
            cursor.execute(f"GRANT ALL ON `{target}`.* TO %s@%s", (target, host))
        cursor.execute(f"SHOW FULL TABLES FROM `{source}`")
        for table, kind in [tuple(row.values()) for row in cursor.fetchall()]:
            if kind == "SEQUENCE":
                cursor.execute(f"CREATE SEQUENCE `{target}`.`{table}`")
                continue
            cursor.execute(f"CREATE TABLE `{target}`.`{table}` LIKE `{source}`.`{table}`")
            cursor.execute(f"INSERT INTO `{target}`.`{table}` SELECT * FROM `{source}`.`{table}`")
        cursor.execute(f"USE `{target}`")
