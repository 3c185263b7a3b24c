"""The bench's services: started and stopped one by one, each with port, pid file and log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from devbench import bluesky, fake_x, mariadb, mastodon, ports, processes
from devbench.bench import Bench
from devbench.errors import ServiceFailed, last_lines

QUEUES = "short,default,long"
STARTUP_SECONDS = 60.0


@dataclass(frozen=True)
class Service:
    """A process of the bench.

    port      name of the port that it listens on, if it does
    prepare   writes what the process reads at its start
    """

    name: str
    argv: Callable[[], list[str]]
    port: str | None = None
    cwd: Path | None = None
    env: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = lambda: None


class Services:
    """Starts, stops and asks the services of one bench by name."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._all = {service.name: service for service in _defined(bench)}

    def names(self) -> list[str]:
        return list(self._all)

    def running_names(self) -> list[str]:
        return [name for name in self._all if self.running(name)]

    def start(self, name: str) -> bool:
        """Start the service and wait until it answers; False when it was running already.

        Raises ServiceFailed when it ends or does not answer within a minute.
        """
        if self.running(name):
            return False
        service = self._all[name]
        service.prepare()
        processes.start(
            service.argv(),
            pid_file=self._pid_file(name),
            log=self.log(name),
            cwd=service.cwd,
            env=service.env,
        )
        self._wait(service)
        return True

    def start_all(self, names: Iterable[str]) -> None:
        """Start those that do not run, one after the other."""
        for name in names:
            self.start(name)

    def stop(self, name: str) -> bool:
        """Stop the service; False when it did not run."""
        return processes.stop(self._pid_file(name))

    def stop_all(self, names: Iterable[str] | None = None) -> list[str]:
        """Stop them, the last one started first; the names of those that ran."""
        chosen = list(names if names is not None else self._all)
        return [name for name in reversed(chosen) if self.stop(name)]

    def restart(self, name: str) -> None:
        self.stop(name)
        self.start(name)

    def running(self, name: str) -> bool:
        return self.pid(name) is not None

    def pid(self, name: str) -> int | None:
        """The process's id, or None when the service does not run."""
        return processes.running_pid(self._pid_file(name))

    def log(self, name: str) -> Path:
        return self.bench.logs / f"{name}.log"

    def port(self, name: str) -> int | None:
        port = self._all[name].port
        return self.bench.ports[port] if port else None

    def _pid_file(self, name: str) -> Path:
        return self.bench.run_folder / f"{name}.pid"

    def _wait(self, service: Service) -> None:
        end = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < end:
            if not self.running(service.name):
                raise self._failure(service, "ended at once")
            if service.port is None or ports.answers(self.bench.ports[service.port]):
                return
            time.sleep(0.05)
        raise self._failure(service, "does not answer")

    def _failure(self, service: Service, what: str) -> ServiceFailed:
        log = self.log(service.name)
        last = last_lines(log, 1) if log.exists() else []
        return ServiceFailed(
            f"The service {service.name} {what}{': ' + last[0] if last else ''}.",
            hint="Read the log, then start the same command again.",
            log=log,
        )


def _defined(bench: Bench) -> Iterable[Service]:
    yield Service("mariadb", lambda: mariadb.argv(bench), port="mariadb")
    yield from _redis(bench)
    if bench.is_for_tests:
        yield from _bluesky(bench)
        return
    yield Service("web", lambda: _web_argv(bench), "web", bench.sites, _web_env(bench))
    yield Service(
        "worker", lambda: _frappe_argv(bench, "worker", "--queue", QUEUES), cwd=bench.sites
    )
    yield Service("scheduler", lambda: _frappe_argv(bench, "schedule"), cwd=bench.sites)
    yield Service(
        "mastodon",
        lambda: mastodon.argv(bench),
        port="mastodon",
        prepare=lambda: mastodon.write_config(bench),
    )
    yield Service("x", lambda: fake_x.argv(bench), port="x", cwd=bench.repo)
    if mastodon.public_page(bench).exists():
        yield Service("public", lambda: mastodon.public_argv(bench), port="public")


def _bluesky(bench: Bench) -> Iterable[Service]:
    """Only started when tests ask for it."""
    yield Service(
        bluesky.DATABASE,
        lambda: bluesky.database_argv(bench),
        port=bluesky.DATABASE,
        prepare=lambda: bluesky.new_database(bench),
    )
    yield Service(bluesky.NETWORK, lambda: bluesky.argv(bench), port=bluesky.NETWORK)


def _redis(bench: Bench) -> Iterable[Service]:
    for name in redis_names(bench):
        yield Service(name, lambda name=name: _redis_argv(bench, name), port=name)


def redis_names(bench: Bench) -> tuple[str, str]:
    """Names of the bench's Redis for the cache and for the queue."""
    prefix = ("", "test_", "test2_")[bench.tests]
    return f"{prefix}redis_cache", f"{prefix}redis_queue"


def _redis_argv(bench: Bench, name: str) -> list[str]:
    """Redis that keeps nothing on disk: https://redis.io/docs/latest/operate/oss_and_stack/."""
    return [
        *("redis-server", "--port", str(bench.ports[name]), "--bind", "127.0.0.1"),
        *("--dir", str(bench.run_folder), "--save", "", "--appendonly", "no"),
    ]


def _frappe_argv(bench: Bench, *words: str) -> list[str]:
    return bench.frappe_argv(*words, site="")


def _web_argv(bench: Bench) -> list[str]:
    return [
        *(str(bench.env_python), "-m", "gunicorn", "devbench.wsgi:application"),
        *("--bind", f"127.0.0.1:{bench.ports['web']}", "--worker-class", "gthread"),
        *("--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "warning"),
    ]


def _web_env(bench: Bench) -> dict[str, str]:
    return {"DEVBENCH_SITE": bench.site, "SITES_PATH": str(bench.sites)}
