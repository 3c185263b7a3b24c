"""Everything that the demonstration stands on: built, started, and awake."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request

from devbench import build, layout, report
from devbench.bench import ADMIN_PASSWORD, Bench
from devbench.errors import ServiceFailed

CODE = ("web", "worker", "scheduler")


def start(bench: Bench, *, developer: bool) -> None:
    """Build what is missing and start every service."""
    changed = build.build(bench)
    if {"env", "frappe", f"apps-{bench.site}"} & set(changed):
        bench.services.stop_all(CODE)  # they would go on with the old one
    layout.set_site_config(bench, developer_mode=int(developer))
    with report.step("Services started"):
        bench.services.start_all(bench.services.names())
        log_in(bench)


def log_in(bench: Bench) -> None:
    """Log in once over HTTP: Frappe runs the jobs of a site that nobody visits once a day."""
    body = json.dumps({"usr": "Administrator", "pwd": ADMIN_PASSWORD}).encode()
    request = urllib.request.Request(
        f"{bench.url}/api/method/login", data=body, headers={"Content-Type": "application/json"}
    )
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(request, timeout=60).close()
            return
        except urllib.error.HTTPError as error:
            raise _no_login(bench, f"answers {error.code}") from error
        except OSError as error:
            if time.monotonic() > end:
                raise _no_login(bench, "does not answer") from error
            time.sleep(0.2)


def _no_login(bench: Bench, what: str) -> ServiceFailed:
    return ServiceFailed(
        f"The Desk at {bench.url} {what} when Administrator logs in.",
        hint="Read the log; `python3 devbench reset` builds everything anew.",
        log=bench.services.log("web"),
    )
