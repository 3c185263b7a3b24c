"""`demo --check`: the main job from end to end, without a person.

What is written on the network by Mastodon.py is read by the job that Frappe's own scheduler starts
in a real worker; what became of it is asked for over HTTP, as the people who work with it would.
"""

from __future__ import annotations

import argparse
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devbench.bench import Bench
from devbench.demo import check_answers, check_arrival, check_writing, office
from devbench.demo.checking import Run, Wrong
from devbench.demo.desk_client import Desk
from devbench.demo.postbox import Postbox
from devbench.errors import DevbenchError
from devbench.report import done, failed, total_seconds

Step = Callable[[Run], str]
STEPS: tuple[tuple[str, Step], ...] = (
    ("Customers write on the network", check_writing.write),
    ("A worker stores what they wrote", check_arrival.stored),
    ("Every stored text is the one that was written", check_arrival.same_texts),
    ("Authors are linked to their customers, and to no other", check_arrival.linked),
    ("The agent and the account manager are alerted", check_arrival.alerted),
    ("The agent's reply stands on the network", check_answers.replied_in_public),
    ("A private reply reaches its reader alone", check_answers.replied_privately),
    ("A conversation becomes an Issue, once", check_answers.became_an_issue),
    ("What is done is closed", check_answers.closed),
)


def main(bench: Bench, options: argparse.Namespace) -> int:
    """Run all steps, stop at the first that fails; 0 only if all of it holds."""
    run = Run(bench=bench, mark=secrets.token_hex(3), texts=options.texts)
    _with_the_shop(run)
    with _without(options.without, run):
        for number, (title, step) in enumerate(STEPS, start=1):
            if not _holds(f"{number}. {title}", step, run):
                return 1
    bench.say(f"\nAll of it holds, {total_seconds():.0f} s after the start. Run {run.mark}.")
    return 0


def _with_the_shop(run: Run) -> None:
    bench = run.bench
    with bench.step("The shop, its customers and its people are there"):
        seeded = bench.execute("devbench.demo.seed.run", {"mastodon_url": bench.mastodon_url})
        run.channel, run.began = seeded["channel"], seeded["now"]
        run.postbox = Postbox(bench)
        run.sales, run.agent, run.manager = (
            Desk(bench.url, person.email, office.PASSWORD)
            for person in (office.SALES, office.AGENT, office.MANAGER)
        )


def _holds(title: str, step: Step, run: Run) -> bool:
    """Do one step and tell what it saw."""
    began = time.monotonic()
    try:
        saw = step(run)
    except (Wrong, DevbenchError) as reason:
        failed(title, time.monotonic() - began)
        run.bench.say(f"      {reason}\n\nThe check failed at step {title}.")
        return False
    done(title, time.monotonic() - began)
    for line in saw.splitlines():
        run.bench.say(f"      {line}")
    return True


@contextmanager
def _without(part: str | None, run: Run) -> Iterator[None]:
    """Switch a part off while the check runs, so that one sees that it can fail."""
    if part is None:
        yield
        return
    switch = {"worker": _worker, "linking": _linking, "replies": _replies}[part]
    switch(run, on=False)
    run.bench.say(f"  Switched off for this run: {part}.")
    try:
        yield
    finally:
        switch(run, on=True)


def _worker(run: Run, *, on: bool) -> None:
    act = run.bench.services.start if on else run.bench.services.stop
    act("worker")


def _linking(run: Run, *, on: bool) -> None:
    settings = "Social Support Settings"
    run.manager.change(settings, settings, link_automatically=int(on))


def _replies(run: Run, *, on: bool) -> None:
    mode = "Listen and Reply" if on else "Listen Only"
    run.manager.change("Social Channel", run.channel, mode=mode)
