"""Sites of the bench: made, given the apps, kept in step with the apps' doctypes."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from devbench import frappe_source, layout, mariadb
from devbench.bench import ADMIN_PASSWORD, DB_ROOT_PASSWORD, Bench
from devbench.stages import Stage

SITE_CONFIG = {
    "allow_tests": True,
    # The app's own switch: channels of this site may speak to addresses of this machine.
    "social_support_allow_private_networks": 1,
}

FOLDERS = ("private/files", "private/backups", "public/files", "locks", "logs")


def stages(bench: Bench) -> Iterator[Stage]:
    """The stages that bring the bench's site up; they need its database and Redis running."""
    database = bench.site.replace(".", "_")
    yield Stage(
        name=f"site-{bench.site}",
        title=f"Site {bench.site}",
        make=lambda: create(bench, database),
        needs=(services_stage(bench),),
        made=mariadb.data_folder(bench) / database,
    )
    yield Stage(
        name=f"apps-{bench.site}",
        title=f"Apps on {bench.site}: {', '.join(bench.installed_apps())}",
        make=lambda: bring_apps(bench),
        inputs=(",".join(bench.installed_apps()), database, *_definitions(bench)),
        needs=(f"site-{bench.site}",),
    )


def services_stage(bench: Bench) -> str:
    """Name of the stage that starts what the bench's sites need."""
    return f"services{bench.tests}" if bench.tests > 1 else "services"


def create(bench: Bench, database: str) -> None:
    """A fresh site with its set-up wizard behind it: a copy of the first one, if there was one."""
    shutil.rmtree(bench.sites / bench.site, ignore_errors=True)
    _forget_apps(bench)
    first = _first(bench)
    if first.exists():
        _copy(bench, database, first)
    else:
        _make(bench, database)
        mariadb.dump(bench, database, first, log=bench.logs / f"site-{bench.site}.log")
    layout.set_site_config(bench, **SITE_CONFIG)


def _first(bench: Bench) -> Path:
    """What the first site's database held: nothing of an app, nothing that names the site."""
    decides = (frappe_source.VERSION, Path(__file__).with_name("site_setup.py").read_text())
    return bench.cache / f"site-{hashlib.sha256(repr(decides).encode()).hexdigest()[:12]}.sql"


def _copy(bench: Bench, database: str, first: Path) -> None:
    log, password = f"site-{bench.site}", secrets.token_hex(16)
    mariadb.restore(bench, database, first, password=password, log=bench.logs / f"{log}.log")
    for folder in FOLDERS:
        (bench.sites / bench.site / folder).mkdir(parents=True)
    config = {"db_name": database, "db_password": password, "db_type": "mariadb"}
    layout.write_json(bench.sites / bench.site / "site_config.json", config)
    # What a site of this name was before is still in Redis.
    bench.frappe("clear-cache", log=log)


def _make(bench: Bench, database: str) -> None:
    bench.frappe(
        *("new-site", bench.site, "--force", "--db-name", database, "--no-mariadb-socket"),
        *("--db-root-password", DB_ROOT_PASSWORD, "--admin-password", ADMIN_PASSWORD),
        site="",
        log=f"site-{bench.site}",
    )
    bench.execute("devbench.site_setup.complete", log=f"site-{bench.site}")


def bring_apps(bench: Bench) -> None:
    """Install the apps that the site lacks; migrate it when those it has may have changed."""
    log = f"apps-{bench.site}"
    present = set(bench.execute("frappe.get_installed_apps", log=log))
    if present - {"frappe"}:
        bench.frappe("migrate", log=log)
    if missing := [app for app in bench.installed_apps() if app not in present]:
        bench.frappe("install-app", *missing, log=log)


def drop(bench: Bench) -> None:
    """Remove the site and its database, if it is there."""
    if (bench.sites / bench.site).exists():
        bench.frappe(
            *("drop-site", bench.site, "--force", "--no-backup"),
            *("--db-root-password", DB_ROOT_PASSWORD),
            site="",
            log=f"site-{bench.site}",
        )
    _forget_apps(bench)


def _forget_apps(bench: Bench) -> None:
    (bench.home / "stamps" / f"apps-{bench.site}").unlink(missing_ok=True)


def _definitions(bench: Bench) -> list[Path]:
    """The files of our apps that a migration brings into the site."""
    found: list[Path] = []
    for app in bench.own_apps():
        found += app.package.rglob("*.json")
        found += [app.package / name for name in ("hooks.py", "patches.txt", "modules.txt")]
    return sorted(file for file in found if file.exists())
