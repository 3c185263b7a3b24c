"""Workers that die, and workers that do the same thing at the same time."""

import time

import frappe
import pytest

from social_support.replies import outbox, rows
from tests.site.replies.conftest import answers_on, state, time_passes

POSTING = "/api/v1/statuses"


@pytest.mark.slow
def test_a_worker_killed_between_the_post_and_its_record_costs_no_second_post(
    shop, worker, own_site, tick
):
    status, interaction = shop.hear("Where is my order?")
    conversation = frappe.db.get_value("Social Interaction", interaction, "conversation")
    reply = shop.send(interaction)
    # Whoever writes the outcome down waits for this lock, as long as the test does not commit.
    frappe.db.get_value("Social Conversation", conversation, "name", for_update=True)
    until_posted(shop, status)
    worker.kill()
    frappe.db.rollback()
    assert state(reply).status == "Sending"
    worker.ensure()
    time_passes(reply)
    tick("outbox.resume_unfinished_replies")
    assert shop.becomes(reply, "Sent").attempts == 1
    assert len(answers_on(shop.server, status)) == 1


def until_posted(shop, status: dict) -> None:
    deadline = time.monotonic() + 60
    while not answers_on(shop.server, status):
        assert time.monotonic() < deadline, "The reply does not appear on the network."
        time.sleep(0.2)


@pytest.mark.slow
def test_a_worker_killed_before_a_byte_left_loses_no_reply(shop, worker, own_site, tick):
    status, interaction = shop.hear("Where is my order?")
    reply = outbox.send(interaction, shop.make.unique("Soon."), shop.agent)
    frappe.db.after_commit.reset()
    assert rows.claim(reply)
    frappe.db.commit()
    time_passes(reply)
    tick("outbox.resume_unfinished_replies")
    assert shop.becomes(reply, "Sent").attempts == 2
    assert len(answers_on(shop.server, status)) == 1


def test_two_workers_with_the_same_reply_publish_it_once(shop, worker, bench, log_folder):
    status, interaction = shop.hear("Where is my order?")
    shop.server.fault("latency", POSTING, delay_ms=2000)
    reply = outbox.send(interaction, shop.make.unique("Soon."), shop.agent)
    frappe.enqueue(
        "social_support.replies.publishing.publish",
        queue="short",
        enqueue_after_commit=True,
        reply=reply,
    )
    with (log_folder / "second-worker.log").open("ab") as log:
        second = bench.start("worker", "--queue", "short", log=log)
        try:
            assert shop.becomes(reply, "Sent").attempts == 1
            worker.idle()
        finally:
            second.terminate()
            second.wait(timeout=60)
    assert len(answers_on(shop.server, status)) == 1
