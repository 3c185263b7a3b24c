"""What was written before a channel began to listen: bounded, in pieces, and never in the way."""

import frappe
import pytest
from frappe.utils.background_jobs import create_job_id, get_queue

from social_support.conversations.clock import to_site, utc_now
from social_support.ingestion import backfill, run, schedule, streams
from social_support.networks.mastodon import paging
from tests.site.ingestion.network import NOTIFICATIONS, log, read, state, texts


@pytest.fixture
def in_pieces(monkeypatch, network):
    """Ten posts a page; a poll reads no older page, and a job of its own reads one."""
    network.page_size = 10
    monkeypatch.setattr(run, "OLDER_SECONDS", -1)
    monkeypatch.setattr(run.Run, "is_over", _after_one_older_page)
    monkeypatch.setattr(schedule, "enqueue_older", lambda channel: None)


def _after_one_older_page(self, at_most=run.RUN_SECONDS):
    if at_most != run.READ_BACK_SECONDS:
        return at_most < 0
    self.asked = getattr(self, "asked", 0) + 1
    return self.asked > 1


def write_the_past(network, count):
    for number in range(count):
        network.write(f"post {number:03}", hours_ago=count - number + 1)


def numbers(*wanted):
    return [f"post {number:03}" for number in wanted]


def test_the_past_is_read_page_by_page_the_newest_first(network, connect, in_pieces):
    channel = connect(backfill_posts=100)
    write_the_past(network, 35)
    read(channel.name)
    assert texts(channel.name) == numbers(*range(25, 35))
    run.read_back(channel.name)
    assert texts(channel.name) == numbers(*range(15, 35))
    assert backfill.progress(channel.name)["running"]
    for _job in range(3):
        run.read_back(channel.name)
    assert texts(channel.name) == numbers(*range(35))
    assert state(channel.name).back_ended == backfill.REACHED


def test_new_posts_come_before_older_ones(network, connect, in_pieces):
    channel = connect(backfill_posts=100)
    write_the_past(network, 35)
    read(channel.name)
    network.write("just now")
    streams.make_due(channel.name)
    run.read_back(channel.name)
    assert texts(channel.name) == [*numbers(*range(15, 35)), "just now"]
    assert [s.path for s in network.seen if NOTIFICATIONS in s.path][-1].count("max_id")


def test_the_past_is_bounded_in_posts(network, connect, in_pieces):
    channel = connect(backfill_posts=14)
    write_the_past(network, 35)
    read(channel.name)
    for _job in range(3):
        run.read_back(channel.name)
    assert texts(channel.name) == numbers(*range(21, 35))
    progress = backfill.progress(channel.name)
    assert (progress["running"], progress["read"], progress["ended"]) == (False, 14, "Limit")
    assert [row.message for row in log(channel.name, "Notice")] == [backfill.CUT]
    asked = len(network.seen)
    run.read_back(channel.name)
    assert not any("max_id" in seen.path for seen in network.seen[asked:])


def test_the_past_is_bounded_in_days(network, connect):
    channel = connect(backfill_days=1, backfill_posts=100)
    network.write("two days ago", hours_ago=48)
    network.write("an hour ago", hours_ago=1)
    read(channel.name)
    assert texts(channel.name) == ["an hour ago"]
    assert backfill.progress(channel.name)["ended"] == "Reached"


def test_what_came_since_the_channel_began_does_not_count(network, connect, in_pieces):
    channel = connect(backfill_posts=0)
    write_the_past(network, 5)
    began = to_site(utc_now().replace(year=2020))
    frappe.db.set_value("Social Stream State", {"channel": channel.name}, "creation", began)
    read(channel.name)
    assert len(texts(channel.name)) == 5


def test_a_person_stops_it_and_starts_it_again(network, connect, in_pieces):
    channel = connect(backfill_posts=100)
    write_the_past(network, 35)
    read(channel.name)
    backfill.stop(channel.name)
    run.read_back(channel.name)
    assert texts(channel.name) == numbers(*range(25, 35))
    progress = backfill.progress(channel.name)
    assert (progress["running"], progress["ended"]) == (False, "Stopped")
    backfill.start(channel.name)
    assert backfill.progress(channel.name)["running"]
    for _job in range(5):
        run.read_back(channel.name)
    assert texts(channel.name) == numbers(*range(35))


def test_stopping_it_while_a_page_is_read_holds(network, connect, in_pieces, monkeypatch):
    channel = connect(backfill_posts=100)
    write_the_past(network, 35)
    read(channel.name)
    look = backfill.part_of

    def stop_meanwhile(*args):
        backfill.stop(channel.name)
        frappe.db.commit()
        return look(*args)

    monkeypatch.setattr(backfill, "part_of", stop_meanwhile)
    run.read_back(channel.name)
    assert len(texts(channel.name)) == 20
    assert state(channel.name).back_ended == "Stopped"


def test_it_tells_how_far_it_has_come(network, connect, in_pieces):
    channel = connect(backfill_posts=100, backfill_days=3)
    assert backfill.progress(channel.name)["since"] is None
    write_the_past(network, 35)
    read(channel.name)
    progress = backfill.progress(channel.name)
    assert (progress["running"], progress["read"], progress["at_most"]) == (True, 10, 100)
    assert progress["since"] < progress["reached"] < to_site(utc_now())


def test_older_posts_alert_people_once_at_the_end(network, connect, make, in_pieces):
    agent = make.agent()
    channel = connect(backfill_posts=100, team=make.user_group(agent))
    write_the_past(network, 25)
    read(channel.name)
    run.read_back(channel.name)
    assert _told(agent) == []
    for _job in range(2):
        run.read_back(channel.name)
    assert _told(agent) == [
        f"{channel.channel_name}: 25 older posts were read and sorted into conversations."
    ]
    network.write("just now")
    read(channel.name)
    assert len(_told(agent)) == 2


def test_the_job_waits_behind_all_others_and_only_once(channel):
    queue = get_queue(schedule.QUEUE_FOR_OLDER)
    prefix = create_job_id(f"social-older-{channel.name}")
    try:
        schedule.enqueue_older(channel.name)
        schedule.enqueue_older(channel.name)
        ours = [job for job in queue.get_job_ids() if job.startswith(prefix)]
        assert len(ours) == 1
    finally:
        for job in ours:
            queue.fetch_job(job).delete()


def test_a_network_that_refuses_the_past_still_gives_what_is_new(network, connect, in_pieces):
    channel = connect(backfill_posts=100)
    write_the_past(network, 25)
    read(channel.name)
    network.answer(NOTIFICATIONS, b"{}", 404)
    run.read_back(channel.name)
    assert state(channel.name).back_ended == "Stopped"
    assert log(channel.name, "Failed")
    network.heal()
    network.write("just now")
    read(channel.name)
    assert "just now" in texts(channel.name)


def test_a_page_has_the_same_size_however_long_the_past(network, connect, in_pieces, monkeypatch):
    channel = connect(backfill_posts=1000)
    monkeypatch.setattr(paging, "PAGE_SIZE", 10)
    write_the_past(network, 60)
    pages = []
    store = run.store_page
    monkeypatch.setattr(
        run,
        "store_page",
        lambda *args, **kw: (pages.append(len(args[3].posts)), store(*args, **kw)),
    )
    read(channel.name)
    for _job in range(7):
        run.read_back(channel.name)
    assert max(pages) == 10


def _told(user):
    return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject", order_by="name")
