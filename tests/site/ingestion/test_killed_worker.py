"""A channel is never blind because a worker died."""

import threading
import time

import frappe
import pytest

from tests.site.ingestion.network import NOTIFICATIONS, state, texts
from tests.site.support.waiting import wait_for

TWO_MINUTES = 120


@pytest.mark.slow
def test_reads_again_within_two_minutes_of_a_kill(own_site, network, connect, worker, tick):
    channel = connect()
    for number in range(100):
        network.write(f"post {number:03}")
    reached, go_on = threading.Event(), threading.Event()
    honest = network._notifications

    def hang(handler):
        """The second page never comes: the worker is in the middle of its poll."""
        if "max_id" in handler.path or "min_id" in handler.path:
            reached.set()
            go_on.wait(60)
            return
        honest(handler)

    network.script(NOTIFICATIONS, hang)
    tick("schedule.poll_due_channels")
    assert reached.wait(60), "the worker did not begin to read"
    worker.kill()
    killed = time.monotonic()
    go_on.set()
    network.heal()
    worker.ensure()

    def everything_is_there():
        # The scheduler's tick, as it comes once a minute.
        if time.monotonic() > everything_is_there.next_tick:
            everything_is_there.next_tick += 60
            tick("schedule.poll_due_channels")
        return len(texts(channel.name)) >= 100

    everything_is_there.next_tick = killed + 60
    wait_for(everything_is_there, TWO_MINUTES, "every post")
    assert time.monotonic() - killed < TWO_MINUTES
    worker.idle()
    assert texts(channel.name) == [f"post {number:03}" for number in range(100)]
    frappe.db.commit()
    assert state(channel.name).failures == 0
