"""One fault run: a town, a network in trouble, workers that die, and at the end the comparison."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import frappe
from frappe.utils.background_jobs import get_queue

from social_support.conversations.patience import patiently
from social_support.ingestion.push import deliveries
from tests.fakes.faulty import Faults
from tests.fakes.town import Town
from tests.site.ingestion.faults import work
from tests.site.ingestion.faults.crew import Crew
from tests.site.ingestion.faults.posts import Posts
from tests.site.ingestion.faults.pushes import Pushes
from tests.site.ingestion.faults.story import Story
from tests.site.support.waiting import wait_for
from tests.site.support.worker import QUEUES

PAST = 0.4
PER_BEAT = 20
# For so many calls a post the network is in trouble, if the machine is quick enough.
CALLS = 0.4
# A beat lasts until the network was asked so often; on a slow machine no longer than so.
MOST_CALLS, LONGEST_BEAT = 30, 6
TICK = 1
LONGEST_STORING = 0.3
SETTLES_IN = 120
SHOWN = 10
# In how many beats of a hundred somebody dies, and a machine stands still for longer than a lease.
ACCIDENTS, STANDSTILLS = 50, 4


class FaultRun:
    """`connect` makes the channel that reads `network`; `poll` is the scheduler's tick; `address`:
    where a network that also pushes sends to.
    """

    def __init__(
        self,
        network: type,
        seed: int,
        posts: int,
        crew: Crew,
        connect: Callable[[Any], str],
        poll: Callable[[], None],
        address: str = "",
    ) -> None:
        self.seed = seed
        self.crew = crew
        self.connect = connect
        self.poll = poll
        self.town = Town()
        self.story = Story(seed, self.town, posts, network.habits)
        self.faults = Faults(seed, network.kinds)
        self.server = network(self.town, self.faults)
        self.pushes = Pushes(self.server, seed, address) if address else None
        self.problems: list[str] = []
        self._dice = random.Random(f"accidents {seed}")
        self._began = time.monotonic()
        self._lost_one = False

    def go(self) -> None:
        """Live through it, let it settle, and compare."""
        print(f"\nThe fault run has seed {self.seed}.")
        self.story.past(int(self.story.wanted * PAST))
        with self.server:
            self.channel = self.connect(self.server)
            self.posts = Posts(self.server, self.channel)
            self.story.before_edit = self.posts.note_edit
            self.story.before_deletion = self.posts.note_deletion
            if self.pushes:
                self.pushes.begin()
            self._live()
            self._settle()

    def summary(self) -> str:
        """What happened, in one line."""
        return (
            f"seed {self.seed}: {len(self.town.posts)} posts {dict(self.story.happened)},"
            f" faults {dict(self.faults.happened)}, accidents {dict(self.crew.killed)},"
            f" pushes {dict(self.pushes.happened) if self.pushes else 'none'},"
            f" {time.monotonic() - self._began:.0f} s"
        )

    def report(self) -> str:
        """The first differences."""
        shown = "\n".join(f"- {problem}" for problem in self.problems[:SHOWN])
        count = f"{len(self.problems)} differences with seed {self.seed}"
        return f"{count}:\n{shown}\n{self.summary()}\n{work.states(self.posts)}"

    def _live(self) -> None:
        most_beats = 2 * self.story.wanted // PER_BEAT
        for _beat in range(most_beats):
            if self.story.is_over and self.faults.happened["calls"] > self.story.wanted * CALLS:
                break
            self.story.goes_on(posts=PER_BEAT, changes=PER_BEAT // 5)
            if self.pushes:
                self.pushes.go_out()
            self._read_on(self._dice.randint(1, MOST_CALLS))
            if self._happens(ACCIDENTS):
                # Between two calls a run stores.
                time.sleep(self._dice.uniform(0, LONGEST_STORING))
                self._lost_one = self.crew.lose_one(self._dice) is not None

    def _read_on(self, calls: int) -> None:
        enough = self.faults.happened["calls"] + calls
        give_up = time.monotonic() + LONGEST_BEAT
        tick = 0.0
        while self.faults.happened["calls"] < enough and time.monotonic() < give_up:
            if time.monotonic() > tick:
                self.crew.complete()
                self._time_passes(a_machine_stood_still=self._happens(STANDSTILLS))
                self.poll()
                tick = time.monotonic() + TICK
            time.sleep(0.02)

    def _happens(self, times_in_a_hundred: int) -> bool:
        return self._dice.randrange(100) < times_in_a_hundred

    def _time_passes(self, *, a_machine_stood_still: bool) -> None:
        """What is due in minutes is due now, and a dead run's lease is over."""
        _set_back(self.channel, "next_run_utc")
        if a_machine_stood_still or self._lost_one or not self.crew.at_work():
            _set_back(self.channel, "lease_until_utc")
            self._lost_one = False

    def _settle(self) -> None:
        self.faults.on = False
        if self.pushes:
            self.pushes.arrive()
            while deliveries.networks_that_wait():
                self._go_on()
        self.posts.note_unchanged_as_checked()
        give_up = time.monotonic() + SETTLES_IN
        while True:
            self._go_on()
            self.problems = list(self._differences())
            if not self.problems or time.monotonic() > give_up:
                return

    def _go_on(self) -> None:
        self.crew.complete()
        self._time_passes(a_machine_stood_still=False)
        self.poll()
        wait_for(self._is_at_rest, SETTLES_IN, "the work to end")

    def _is_at_rest(self) -> bool:
        """Looked at twice: a worker has a job in its hand before its work-horse is there."""
        for _look in range(2):
            if self.crew.at_work() or jobs():
                return False
            time.sleep(0.3)
        return True

    def _differences(self) -> Iterator[str]:
        # A new snapshot.
        frappe.db.commit()
        if self.pushes:
            yield from work.of_deliveries(self.posts)
        yield from self.posts.differences()
        yield from chain(work.of_conversations(self.posts), work.of_machinery(self.posts))
        yield from (f"the job {job} is left" for job in jobs())


def _set_back(channel: str, column: str) -> None:
    """Let the moment in `column` be past, by the database's clock."""
    frappe.db.commit()
    # Workers may be storing a page.
    patiently(
        lambda: frappe.db.sql(
            f"""UPDATE `tabSocial Stream State` SET {column} = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND
            WHERE channel = %s AND {column} > UTC_TIMESTAMP(6)""",
            channel,
        )
    )


def jobs() -> list[str]:
    """What waits in the queues for a worker, as methods."""
    waiting = [job for queue in QUEUES for job in get_queue(queue).jobs]
    return [job.kwargs["method"] for job in waiting if job.kwargs.get("site") == frappe.local.site]
