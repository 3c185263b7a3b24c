"""The folders of a bench and the files that tie them together; cheap, so written at every start."""

from __future__ import annotations

import json
from pathlib import Path

from devbench import python_env
from devbench.bench import DB_ROOT_PASSWORD, Bench
from devbench.services import redis_names


def write(bench: Bench) -> None:
    """Folders, links, `apps.txt`, the common configuration: as the bench is now."""
    _make_folders(bench)
    _link_apps(bench)
    _link_assets(bench)
    if bench.is_for_tests:
        link(bench.root / "env", bench.home / "env")
        link(bench.root / "apps", bench.apps)
    write_if_new(bench.sites / "apps.txt", "".join(f"{app}\n" for app in bench.installed_apps()))
    write_json(bench.sites / "common_site_config.json", _common_config(bench))


def make_importable(bench: Bench) -> None:
    """Let the bench's Python import Frappe and our apps from where they lie."""
    sources = [bench.apps / "frappe", *(app.source for app in bench.own_apps())]
    python_env.add_paths(bench.home / "env", "devbench_apps", [str(path) for path in sources])


def share_packages(env: Path, other: Path) -> None:
    """Let the environment `other` see the packages of `env`, in which nothing changes."""
    packages = str(python_env.site_packages(env))
    python_env.add_paths(other, "devbench_bench", [f"import site; site.addsitedir({packages!r})"])


def set_site_config(bench: Bench, **values: object) -> None:
    """Set keys of the site's own configuration; None removes one."""
    file = bench.sites / bench.site / "site_config.json"
    config = {**json.loads(file.read_text()), **values}
    write_json(file, {key: value for key, value in config.items() if value is not None})


def link(place: Path, target: Path) -> None:
    """Make `place` a symbolic link to `target`, whatever link was there."""
    if place.is_symlink() and place.readlink() == target:
        return
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def write_json(file: Path, content: dict[str, object]) -> None:
    write_if_new(file, json.dumps(content, indent=1, sort_keys=True) + "\n")


def write_if_new(file: Path, text: str) -> None:
    """Write the file only when its content changes: running processes watch some of them."""
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def _make_folders(bench: Bench) -> None:
    for folder in (bench.sites / "assets", bench.root / "logs", bench.apps, bench.run_folder):
        if not folder.is_symlink():
            folder.mkdir(parents=True, exist_ok=True)


def _link_apps(bench: Bench) -> None:
    for app in bench.own_apps():
        link(bench.apps / app.name, app.source)


def _link_assets(bench: Bench) -> None:
    """Public files at /assets/<app>, as bench links them; the tests share the demonstration's."""
    if bench.is_for_tests:
        assets = bench.sites / "assets"
        if not assets.is_symlink():
            assets.rmdir()
        link(assets, bench.home / "sites" / "assets")
        return
    link(bench.sites / "assets" / "frappe", bench.apps / "frappe" / "frappe" / "public")
    for app in bench.own_apps():
        link(bench.sites / "assets" / app.name, app.package / "public")


def _common_config(bench: Bench) -> dict[str, object]:
    cache, queue = (f"redis://127.0.0.1:{bench.ports[name]}" for name in redis_names(bench))
    return {
        "db_host": "127.0.0.1",
        "db_port": bench.ports["mariadb"],
        "root_password": DB_ROOT_PASSWORD,
        "redis_cache": cache,
        "redis_queue": queue,
        "redis_socketio": queue,
        "webserver_port": bench.ports["web"],
        "default_site": bench.for_tests(bench.tests).site if bench.is_for_tests else bench.site,
        "developer_mode": 0,
        # As urgent as what waits for it: otherwise a busy machine lets the jobs wait for long.
        "background_process_niceness": 0,
        # Jobs are due at full minutes: looked for every five seconds they start close to them.
        "scheduler_tick_interval": 5,
    }
