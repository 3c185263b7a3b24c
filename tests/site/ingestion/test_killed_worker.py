"""A channel is never blind because a worker died."""

import threading
import time

import frappe
import pytest

from social_support.ingestion import streams
from tests.site.ingestion.network import NOTIFICATIONS, read, state, texts
from tests.site.support.waiting import wait_for

TWO_MINUTES = 120


@pytest.mark.slow
def test_reads_again_within_two_minutes_of_a_kill(own_site, network, connect, worker, tick):
    channel = connect()
    network.write("post 000")
    read(channel.name)
    network.page_size = 10
    for number in range(1, 26):
        network.write(f"post {number:03}")
    reached, go_on, pages = threading.Event(), threading.Event(), []
    honest = network._notifications

    def hang(handler):
        """The second page never comes: the worker is in the middle of its poll."""
        pages.append(handler.path)
        if len(pages) < 2:
            return honest(handler)
        reached.set()
        return go_on.wait(60)

    network.script(NOTIFICATIONS, hang)
    streams.make_due(channel.name)
    tick("schedule.poll_due_channels")
    assert reached.wait(60), "the worker did not begin to read"
    worker.kill()
    killed = time.monotonic()
    frappe.db.commit()
    assert len(texts(channel.name)) == 11
    go_on.set()
    network.heal()
    worker.ensure()

    def everything_is_there():
        # The scheduler's tick, as it comes once a minute.
        if time.monotonic() > everything_is_there.next_tick:
            everything_is_there.next_tick += 60
            tick("schedule.poll_due_channels")
        return len(texts(channel.name)) >= 26

    everything_is_there.next_tick = killed + 60
    wait_for(everything_is_there, TWO_MINUTES, "every post")
    assert time.monotonic() - killed < TWO_MINUTES
    worker.idle()
    assert texts(channel.name) == [f"post {number:03}" for number in range(26)]
    frappe.db.commit()
    assert state(channel.name).failures == 0
