"""Sites of the bench: made, given the apps, kept in step with the apps' doctypes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from devbench import layout, mariadb
from devbench.bench import ADMIN_PASSWORD, DB_ROOT_PASSWORD, Bench
from devbench.stages import Stage

SITE_CONFIG = {
    "allow_tests": True,
    # The app's own switch: channels of this site may speak to addresses of this machine.
    "social_support_allow_private_networks": 1,
}


def stages(bench: Bench) -> Iterator[Stage]:
    """The stages that bring the bench's site up; they need its database and Redis running."""
    database = bench.site.replace(".", "_")
    yield Stage(
        name=f"site-{bench.site}",
        title=f"Site {bench.site}",
        make=lambda: create(bench, database),
        needs=("services",),
        made=mariadb.data_folder(bench) / database,
    )
    yield Stage(
        name=f"apps-{bench.site}",
        title=f"Apps on {bench.site}: {', '.join(bench.installed_apps())}",
        make=lambda: bring_apps(bench),
        inputs=(",".join(bench.installed_apps()), database, *_definitions(bench)),
        needs=(f"site-{bench.site}",),
    )


def create(bench: Bench, database: str) -> None:
    """A fresh site with its set-up wizard behind it."""
    shutil.rmtree(bench.sites / bench.site, ignore_errors=True)
    _forget_apps(bench)
    bench.frappe(
        *("new-site", bench.site, "--force", "--db-name", database, "--no-mariadb-socket"),
        *("--db-root-password", DB_ROOT_PASSWORD, "--admin-password", ADMIN_PASSWORD),
        site="",
        log=f"site-{bench.site}",
    )
    layout.set_site_config(bench, **SITE_CONFIG)
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
