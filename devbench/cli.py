"""The command line: `python3 devbench <command>`."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from devbench import benchmarks, build, desk, report, testing
from devbench.bench import ADMIN_PASSWORD, DEMO_SITE, REPOSITORY, TEST_SITE, Bench
from devbench.errors import DevbenchError

HOME = "DEVBENCH_HOME"
SCENES = ("outage", "same-name", "crash", "listen-only")
PARTS = ("worker", "linking", "replies")


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code of the process."""
    # A request to end is treated as Ctrl-C is: what was started gets stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = _parsed(arguments)
    bench = Bench.at(options.at)
    if options.on == TEST_SITE:
        bench = bench.for_tests()
    try:
        return options.command(bench, options)
    except DevbenchError as error:
        report.say()
        for line in error.lines():
            report.say(line)
        return 1
    except KeyboardInterrupt:
        report.say("\nStopped. The same command goes on from here.")
        return 130


def up(bench: Bench, options: argparse.Namespace) -> int:
    """Build what is missing and start everything."""
    if options.data_only:
        build.build(bench)
        return status(bench, options)
    desk.start(bench, developer=options.developer)
    report.say(f"The Desk: {bench.url}   Administrator / {ADMIN_PASSWORD}")
    report.say(f"The networks: {bench.mastodon_url} (Mastodon), {bench.x_url} (a fake of X)")
    return 0


def demo(bench: Bench, options: argparse.Namespace) -> int:
    """Start everything, hand over to the demonstration, stop what was started."""
    ran_before = bench.services.running_names()
    try:
        desk.start(bench, developer=False)
        from devbench.demo import run

        return run.main(bench, options)
    finally:
        ours = [name for name in bench.services.running_names() if name not in ran_before]
        report.say(f"Stopped: {', '.join(bench.services.stop_all(ours)) or 'nothing'}.")


def test(bench: Bench, options: argparse.Namespace) -> int:
    """Run pytest with what the tests need."""
    return testing.run(bench, options)


def benchmark(bench: Bench, options: argparse.Namespace) -> int:
    """Measure speed and memory."""
    return benchmarks.run(bench, options)


def down(bench: Bench, _options: argparse.Namespace) -> int:
    """Stop every service of this bench."""
    stopped = [name for each in _benches(bench) for name in each.services.stop_all()]
    report.say(f"Stopped: {', '.join(stopped) or 'nothing was running'}.")
    return 0


def status(bench: Bench, _options: argparse.Namespace) -> int:
    """Say what runs, where, and where its log is."""
    report.say(f"Bench: {bench.home}")
    shown: set[str] = set()
    for services in (each.services for each in _benches(bench)):
        for name in [name for name in services.names() if name not in shown]:
            shown.add(name)
            pid = services.pid(name)
            state = f"running, pid {pid}" if pid else "stopped"
            report.say(
                f"  {name:<17} {state:<22} {services.port(name) or '':<6} {services.log(name)}"
            )
    return 0


def _benches(bench: Bench) -> list[Bench]:
    """The demonstration's, and those of the tests."""
    return [bench, *bench.all_for_tests()]


def restart(bench: Bench, options: argparse.Namespace) -> int:
    """Restart the named services."""
    for name in options.names:
        with report.step(f"{name} restarted"):
            bench.services.restart(name)
    return 0


def console(bench: Bench, _options: argparse.Namespace) -> int:
    """Open Frappe's console on the site."""
    return subprocess.call(bench.frappe_argv("console"), cwd=bench.sites)


def frappe(bench: Bench, options: argparse.Namespace) -> int:
    """Run a bench command on the site."""
    return subprocess.call(bench.frappe_argv(*options.words), cwd=bench.sites)


def readme(bench: Bench, _options: argparse.Namespace) -> int:
    """Write the README's table of networks from the code."""
    argv = [bench.env_python, "-m", "devbench.network_table"]
    return subprocess.call(argv, cwd=bench.repo)


def build_assets(bench: Bench, _options: argparse.Namespace) -> int:
    """Build our apps' bundles when their sources changed."""
    build.build(bench)
    return 0


def reset(bench: Bench, _options: argparse.Namespace) -> int:
    """Stop everything and remove the bench's folder; downloads are kept."""
    down(bench, _options)
    shutil.rmtree(bench.home, ignore_errors=True)
    report.say(f"Removed {bench.home}.")
    return 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """The options; what `test` does not know itself is for pytest, in its order."""
    parser = _parser()
    options, others = parser.parse_known_args(arguments)
    if others and options.command is not test:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    options.pytest = others
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 devbench", description=sys.modules[__name__].__doc__
    )
    default = Path(os.environ.get(HOME) or REPOSITORY / ".devbench")
    parser.add_argument("--at", type=Path, default=default, help=f"folder of the bench (or {HOME})")
    parser.add_argument(
        "--site", dest="on", choices=(DEMO_SITE, TEST_SITE), default=DEMO_SITE, help="to run on"
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_up(_add(commands, "up", up))
    _add_demo(_add(commands, "demo", demo))
    testing.add_options(_add(commands, "test", test))
    benchmarks.add_options(_add(commands, "bench", benchmark))
    for name, command in (
        ("down", down),
        ("status", status),
        ("console", console),
        ("assets", build_assets),
        ("readme", readme),
        ("reset", reset),
    ):
        _add(commands, name, command)
    _add(commands, "restart", restart).add_argument("names", nargs="+")
    _add(commands, "frappe", frappe).add_argument("words", nargs=argparse.REMAINDER)
    return parser


def _add(
    commands: argparse._SubParsersAction, name: str, command: Callable[..., int]
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=command.__doc__, allow_abbrev=False)
    parser.set_defaults(command=command)
    return parser


def _add_up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--developer", action="store_true", help="with Frappe's developer mode")
    parser.add_argument("--data-only", action="store_true", help="start only MariaDB and Redis")


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="run the main job and say what it saw")
    parser.add_argument("--scene", choices=SCENES, help="play one short scene")
    parser.add_argument(
        "--without", choices=PARTS, help="with --check: switch a part off, and see the check fail"
    )
    parser.add_argument(
        "--texts", type=int, default=300, help="with --check: how many real tweets it posts"
    )
