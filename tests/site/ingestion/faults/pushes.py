"""What a network sends by itself, on its way to us: lost, late, twice, in another order."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import requests

from tests.fakes.pushing import Pushing
from tests.fakes.town import TownPost
from tests.site.support.waiting import wait_for

LOST, LATE, TWICE, AGAIN, REPLAYED = "lost", "late", "twice at once", "told again", "replayed"
AT_THE_END, IN_TIME = "at the end", "in time"
# Of a hundred deliveries, what becomes of how many.
FATES = {IN_TIME: 40, LOST: 12, LATE: 16, TWICE: 12, AGAIN: 8, REPLAYED: 6, AT_THE_END: 6}
# In beats of the run.
LATEST, END = 8, 1_000_000
CALLERS = 4
PATIENCE = 60


class Sent(NamedTuple):
    """A delivery that is due in a beat."""

    beat: int
    body: bytes


class Pushes:
    """Deliveries of `server`; `seed` decides what becomes of them, `happened` counts that.

    A delivery that we do not answer with 200 comes again, as networks do.
    """

    def __init__(self, server: Pushing, seed: int, address: str) -> None:
        self.server = server
        self.address = address
        self.happened: Counter = Counter()
        self._dice = random.Random(f"pushes {seed}")
        self._events: list[dict] = []
        self._waiting: list[Sent] = []
        self._number = self._beat = 0

    def begin(self) -> None:
        """From now on what happens in town is pushed."""
        self.server.town.tell = self._hear

    def go_out(self) -> None:
        """One beat: what happened since the last one, and what is due by now."""
        self._beat += 1
        while self._events:
            many = self._dice.randint(1, self.server.at_once)
            events, self._events = self._events[:many], self._events[many:]
            self._decide(events)
        self._send([sent for sent in self._waiting if sent.beat <= self._beat])

    def arrive(self) -> None:
        """All that was not lost arrives, with what is held back to the end."""
        self.go_out()
        self._beat = END
        wait_for(self._all_arrived, PATIENCE, "the pushes to be taken")

    def _all_arrived(self) -> bool:
        self._send(self._waiting)
        return not self._waiting

    def _hear(self, what: str, post: TownPost) -> None:
        if event := self.server.event(what, post):
            self._events.append(event)

    def _decide(self, events: list[dict]) -> None:
        fate = self._dice.choices([*FATES], [*FATES.values()])[0]
        self.happened[fate] += 1
        body, now, later = (
            self._body(events),
            self._beat,
            self._beat + self._dice.randint(1, LATEST),
        )
        self._waiting += {
            IN_TIME: [Sent(now, body)],
            LOST: [],
            LATE: [Sent(later, body)],
            TWICE: [Sent(now, body), Sent(now, body)],
            AGAIN: [Sent(now, body), Sent(later, self._body(events))],
            REPLAYED: [Sent(now, body), Sent(later, body)],
            AT_THE_END: [Sent(END, body)],
        }[fate]

    def _body(self, events: list[dict]) -> bytes:
        self._number += 1
        return self.server.delivery(events, self._number)

    def _send(self, due: list[Sent]) -> None:
        """In any order, several at the same time."""
        due = self._dice.sample(due, len(due))
        with ThreadPoolExecutor(CALLERS) as callers:
            answers: list[tuple[Sent, Future]] = [
                (sent, callers.submit(self._post, sent.body)) for sent in due
            ]
        self._waiting = [sent for sent in self._waiting if sent not in due]
        for sent, answer in answers:
            if answer.result() != 200:
                self.happened["refused"] += 1
                self._waiting.append(sent)

    def _post(self, body: bytes) -> int:
        headers = {"Content-Type": "application/json"} | self.server.signature(body)
        return requests.post(self.address, body, headers=headers, timeout=PATIENCE).status_code
