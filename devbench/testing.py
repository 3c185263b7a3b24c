"""`devbench test`: pytest on the bench's own test site, or on a bench that stands elsewhere."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from devbench import bluesky, build
from devbench.bench import REPOSITORY, Bench
from devbench.errors import DevbenchError
from devbench.foreign import ForeignSite

BENCH, SITE = "SOCIAL_SUPPORT_BENCH", "SOCIAL_SUPPORT_SITE"
REAL_TEXTS = "SOCIAL_SUPPORT_REAL_TEXTS"
UNIT_TESTS = "tests/unit"
# A file's tests share fixtures; the longest files stand neither first nor last.
SPREAD = ("--dist", "loadfile", "--no-loadscope-reorder")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Our own options; cli.main hands everything else on the command line to pytest."""
    parser.add_argument("--bench", type=Path, default=os.environ.get(BENCH), help=f"or {BENCH}")
    parser.add_argument("--site", default=os.environ.get(SITE), help=f"or {SITE}")
    parser.add_argument("--new-site", action="store_true", help="make the site, drop it at the end")
    parser.add_argument(
        "--site-may-be-changed",
        action="store_true",
        help="run on a site that exists; what the tests create there is removed",
    )
    parser.add_argument(
        "--bluesky",
        action="store_true",
        help="run the tests that need the servers of Bluesky; installs, starts and stops them",
    )
    parser.add_argument(
        "--side-by-side",
        action="store_true",
        help="spread the test files over two sites that devbench makes; for two cores or more",
    )
    parser.add_argument("--db-root-password", help="for --new-site; default: the bench's own")
    parser.usage = "python3 devbench test [our options] [pytest's arguments]"


def run(bench: Bench, options: argparse.Namespace) -> int:
    """Build what the tests need, run pytest; returns its exit code."""
    if not options.bluesky:
        return _run(bench, options)
    build.build_for_bluesky(bench)
    options.pytest = ["-m", "bluesky", *options.pytest]
    with bluesky.running(bench.for_tests()) as given:
        os.environ.update(given)
        return _run(bench, options)


def _run(bench: Bench, options: argparse.Namespace) -> int:
    if options.bench:
        return _run_on_foreign(bench, options)
    benches = bench.all_for_tests() if options.side_by_side else [bench.for_tests()]
    spread = ["-n", str(len(benches)), *SPREAD] if options.side_by_side else []
    if only_unit_tests(options.pytest):
        build.build_for_unit_tests(bench)
        return _pytest(bench, [*spread, *options.pytest], _tools(bench))
    build.build_for_tests(bench, benches)
    return _pytest(bench, [*spread, *options.pytest], {**_tools(bench), **own_sites(benches)})


def only_unit_tests(arguments: list[str]) -> bool:
    """Whether the arguments name test files, and none but unit tests."""
    named = [word for word in arguments if (REPOSITORY / word.split("::")[0]).exists()]
    return bool(named) and all(Path(word).as_posix().startswith(UNIT_TESTS) for word in named)


def _run_on_foreign(bench: Bench, options: argparse.Namespace) -> int:
    if options.side_by_side:
        raise DevbenchError(
            "--side-by-side spreads the tests over sites of devbench's own bench.",
            hint="Leave out --side-by-side, or --bench.",
        )
    if not options.site:
        raise DevbenchError("--bench needs the name of a site.", hint="Add --site NAME.")
    site = ForeignSite(options.bench.resolve(), options.site)
    site.check(new=options.new_site, may_be_changed=options.site_may_be_changed)
    python = build.build_for_foreign_bench(bench, site)
    given = {**_tools(bench), BENCH: str(site.bench), SITE: site.name}
    if not options.new_site:
        return _pytest(bench, options.pytest, {**given, f"{SITE}_MAY_BE_CHANGED": "1"}, python)
    with site.made(options.db_root_password):
        return _pytest(bench, options.pytest, {**given, f"{SITE}_IS_OURS": "1"}, python)


def _pytest(
    bench: Bench, arguments: list[str], given: dict[str, str], python: Path | None = None
) -> int:
    return subprocess.call(
        [str(python or bench.test_python), "-m", "pytest", *arguments],
        cwd=bench.repo,
        env={**os.environ, **given},
    )


def own_sites(benches: list[Bench]) -> dict[str, str]:
    """A bench and a site for each process that runs tests."""
    roots = os.pathsep.join(str(bench.root) for bench in benches)
    names = os.pathsep.join(bench.site for bench in benches)
    return {BENCH: roots, SITE: names, f"{SITE}_IS_OURS": "1"}


def _tools(bench: Bench) -> dict[str, str]:
    """Where the tests find the programs and data that are not the bench's."""
    return {
        "SOCIAL_SUPPORT_PYTHON": sys.executable,  # what devbench itself runs with
        "SOCIAL_SUPPORT_MASTODON": str(bench.network_python.with_name("mastodon_mock")),
        REAL_TEXTS: str(bench.real_texts),
        "SOCIAL_SUPPORT_CHROMIUM": "/usr/bin/chromium",
        "SOCIAL_SUPPORT_PRETTIER": str(bench.node / "node_modules" / ".bin" / "prettier"),
        "SOCIAL_SUPPORT_NODE_MODULES": str(bench.node / "node_modules"),
    }
