"""The Desk's assets: npm's packages at exact versions, and the bundles that are built with them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from devbench import commands, layout
from devbench.bench import App, Bench
from devbench.stages import Stage

HERE = Path(__file__).resolve().parent / "assets"
LOCK = ("package.json", "package-lock.json")
BUILD = HERE / "build.mjs"
SOURCES = ("*.js", "*.scss", "*.css", "*.html", "*.vue")


def npm_stage(bench: Bench) -> Stage:
    """npm's packages, the formatter of the tests among them."""
    return Stage(
        name="npm",
        title="npm's packages",
        make=lambda: _install(bench),
        inputs=tuple(HERE / name for name in LOCK),
        needs=("debian",),
        made=bench.node / "node_modules",
    )


def bundle_stages(bench: Bench) -> Iterator[Stage]:
    """Frappe's bundles, and apart from them our apps': those change often."""
    frappe = _described("frappe", bench.apps / "frappe" / "frappe" / "public")
    yield Stage(
        name="bundles",
        title="The Desk's bundles",
        make=lambda: _build(bench, [frappe], "bundles"),
        inputs=(BUILD, *(HERE / name for name in LOCK)),
        needs=("npm", "frappe"),
        made=Path(frappe["dist"]),
    )
    ours = [app for app in bench.own_apps() if app.exists]
    yield Stage(
        name="app-bundles",
        title="Our apps' bundles",
        make=lambda: _build(bench, [_own(bench, app) for app in ours], "app-bundles"),
        inputs=(BUILD, *(file for app in ours for file in _sources(app))),
        needs=("bundles",),
        made=bench.home / "sites" / "assets" / "assets.json",
    )


def _install(bench: Bench) -> None:
    bench.node.mkdir(parents=True, exist_ok=True)
    for name in LOCK:
        shutil.copyfile(HERE / name, bench.node / name)
    commands.run(
        ["npm", "ci", "--legacy-peer-deps", "--no-audit", "--no-fund", "--no-progress"],
        log=bench.logs / "npm.log",
        cwd=bench.node,
        hint="Check that npm reaches its registry, then start again.",
    )


def _build(bench: Bench, apps: list[dict[str, str]], log: str) -> None:
    """Build the apps' bundles and add them to assets.json."""
    modules = bench.node / "node_modules"
    listing = bench.home / "sites" / "assets"
    listing.mkdir(parents=True, exist_ok=True)
    layout.link(bench.apps / "frappe" / "frappe" / "public" / "node_modules", modules)
    settings = {
        "node_modules": str(modules),
        "assets": str(listing),
        "include": [str(bench.apps / "frappe"), *(str(app.source) for app in bench.own_apps())],
        "apps": apps,
    }
    commands.run(["node", BUILD, json.dumps(settings)], log=bench.logs / f"{log}.log")


def _own(bench: Bench, app: App) -> dict[str, str]:
    """Our bundles are written beside the links to the public folders: the sources stay clean."""
    built = bench.home / "sites" / "assets" / "built" / app.name
    address = f"/assets/built/{app.name}"
    return {
        "name": app.name,
        "public": str(app.package / "public"),
        "dist": str(built),
        "url": address,
    }


def _described(name: str, public: Path) -> dict[str, str]:
    return {
        "name": name,
        "public": str(public),
        "dist": str(public / "dist"),
        "url": f"/assets/{name}/dist",
    }


def _sources(app: App) -> list[Path]:
    public = app.package / "public"
    return sorted(file for pattern in SOURCES for file in public.rglob(pattern))
