"""Each post once, no channel blind, no two runs at a time."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from frappe.utils.background_jobs import create_job_id, get_redis_conn
from rq import Queue
from rq.job import Job, JobStatus

from social_support.conversations.clock import utc_now
from social_support.ingestion import lease, page, run, schedule, streams
from tests.site.ingestion.network import NOTIFICATIONS, VERIFY, account, read, send, state, texts
from tests.site.support.queries import count_queries


@pytest.fixture
def enqueued(monkeypatch):
    """The polls that would be enqueued, as (channel, token)."""
    jobs = []

    def enqueue(method, *, channel, token=None, **options):
        if token:
            jobs.append((channel, token))

    monkeypatch.setattr(schedule.frappe, "enqueue", enqueue)
    return jobs


def expire_lease(channel):
    frappe.db.set_value(
        "Social Stream State",
        {"channel": channel, "stream": streams.BY_HAND},
        {"lease_until_utc": "2020-01-01 00:00:00"},
    )
    frappe.db.commit()


def test_polling_twice_stores_once(network, channel):
    for number in range(5):
        network.write(f"post {number}")
    read(channel.name)
    read(channel.name)
    assert texts(channel.name) == [f"post {number}" for number in range(5)]


def test_a_page_that_comes_again_is_known(network, channel):
    network.write("one")
    read(channel.name)
    rows = [{"id": "9", "created_at": s["created_at"], "status": s} for s in network.statuses]
    network.script(NOTIFICATIONS, lambda handler: send(handler, rows))
    read(channel.name)
    assert texts(channel.name) == ["one"]


def test_an_idle_tick_costs_one_query(channel, enqueued):
    read(channel.name)
    frappe.db.commit()
    with count_queries() as queries:
        schedule.poll_due_channels()
    assert len(queries) == 1
    assert enqueued == []


def test_due_streams_of_a_channel_are_one_job(connect, enqueued):
    channel = connect(streams=[("Mentions", ""), ("Direct Messages", ""), ("Keyword", "#drill")])
    frappe.db.commit()
    schedule.poll_due_channels()
    schedule.poll_due_channels()
    assert [name for name, _token in enqueued] == [channel.name]


def test_two_claims_at_once_give_one_lease(site, bench, channel):
    frappe.db.commit()

    def claim(_number):
        frappe.init(site=site, sites_path=str(bench.sites))
        frappe.connect()
        try:
            held = lease.claim(channel.name)
            frappe.db.commit()
            return held
        finally:
            frappe.destroy()

    with ThreadPoolExecutor(8) as pool:
        held = [found for found in pool.map(claim, range(8)) if found]
    assert len(held) == 1


def test_an_expired_lease_is_taken_over_and_the_old_run_gives_up(network, channel, enqueued):
    network.write("one")
    frappe.db.commit()
    schedule.poll_due_channels()
    expire_lease(channel.name)
    schedule.poll_due_channels()
    (_name, first), (_same, second) = enqueued
    run.read_channel(channel.name, first)
    assert texts(channel.name) == []
    assert network.asked(NOTIFICATIONS) == 0
    run.read_channel(channel.name, second)
    assert texts(channel.name) == ["one"]


def test_a_run_that_loses_its_lease_in_the_middle_stores_nothing(network, channel, monkeypatch):
    network.write("one")
    begin = page.begin_page

    def lock_too_late(name):
        begin(name)
        mine = {"state_key": lease.state_key(name, streams.BY_HAND)}
        frappe.db.set_value("Social Stream State", mine, "lease_token", "another's")

    monkeypatch.setattr(page, "begin_page", lock_too_late)
    read(channel.name)
    assert network.asked(NOTIFICATIONS) >= 1
    assert texts(channel.name) == []
    assert not state(channel.name).cursor_value
    assert state(channel.name).failures == 0


def test_a_job_that_only_waits_is_not_enqueued_again(channel, enqueued):
    frappe.db.commit()
    schedule.poll_due_channels()
    [(_channel, token)] = enqueued
    # No worker of this bench takes jobs from this queue.
    queue = Queue("taken-by-nobody", connection=get_redis_conn())
    job = Job.create(
        "builtins.len",
        connection=queue.connection,
        id=create_job_id(schedule.job_id(token)),
        status=JobStatus.QUEUED,
        origin=queue.name,
    )
    job.save()
    queue.push_job_id(job.id)
    try:
        expire_lease(channel.name)
        schedule.poll_due_channels()
        assert lease.holder(channel.name) == (token, False)
        job.set_status(JobStatus.STARTED)
        schedule.poll_due_channels()
        assert lease.holder(channel.name) != (token, False)
    finally:
        queue.delete()


def test_an_off_channel_is_not_read(network, channel, enqueued):
    network.write("one")
    channel.mode = "Off"
    channel.save()
    frappe.db.commit()
    schedule.poll_due_channels()
    assert enqueued == []
    read(channel.name)
    assert network.seen == []
    assert texts(channel.name) == []


def test_a_deadlock_is_tried_again(network, channel, monkeypatch):
    network.write("one")
    times, real = [], page.assess

    def deadlock_twice(*args):
        times.append(1)
        if len(times) < 3:
            raise frappe.QueryDeadlockError("1213")
        real(*args)

    monkeypatch.setattr(page, "assess", deadlock_twice)
    read(channel.name)
    assert texts(channel.name) == ["one"]
    assert state(channel.name).failures == 0


def test_a_deadlock_that_stays_is_a_failure_and_nothing_is_lost(network, channel, monkeypatch):
    network.write("one")

    def deadlock(*args):
        raise frappe.QueryDeadlockError("1213")

    monkeypatch.setattr(page, "assess", deadlock)
    read(channel.name)
    assert state(channel.name).failures == 1
    assert not state(channel.name).cursor_value
    monkeypatch.undo()
    read(channel.name)
    assert texts(channel.name) == ["one"]


def test_the_first_reading_is_bounded_by_days_and_posts(network, connect):
    channel = connect(backfill_days=7, backfill_posts=2)
    network.write("last month", created_at="2020-01-01T00:00:00Z")
    for number in range(4):
        network.write(f"post {number}", hours_ago=1)
    read(channel.name)
    assert texts(channel.name) == ["post 2", "post 3"]


def test_a_long_backlog_is_read_over_several_runs(network, connect, monkeypatch):
    monkeypatch.setattr(run, "MAX_PAGES", 2)
    channel = connect()
    network.page_size = 10
    network.write("post 000")
    read(channel.name)
    for number in range(1, 35):
        network.write(f"post {number:03}")
    read(channel.name)
    assert len(texts(channel.name)) == 21
    assert [row.channel for row in streams.due_channels() if row.channel == channel.name]
    read(channel.name)
    assert texts(channel.name) == [f"post {number:03}" for number in range(35)]


def test_our_own_posts_are_outgoing(network, channel):
    network.write("ours", author="shop")
    read(channel.name)
    [row] = frappe.get_all("Social Interaction", {"channel": channel.name}, ["direction"])
    assert row.direction == "Outgoing"
    assert not frappe.db.exists("Social Conversation", {"channel": channel.name})


def test_a_new_token_is_asked_whose_it_is(network, channel):
    network.write("one")
    read(channel.name)
    channel.db_set("handle", None)
    frappe.db.commit()
    network.script(VERIFY, lambda handler: send(handler, account("rival")))
    network.write("for the rival")
    read(channel.name)
    assert texts(channel.name) == ["one"]
    network.heal()
    read(channel.name)
    assert texts(channel.name) == ["one", "for the rival"]
    assert frappe.db.get_value("Social Channel", channel.name, "handle") == "shop@example.social"


def test_edits_and_deletions_are_seen(network, channel):
    edited, deleted = network.write("first words"), network.write("soon gone", author="boris")
    read(channel.name)
    edited["content"] = "<p>other words</p>"
    edited["edited_at"] = edited["created_at"]
    network.answer(f"/api/v1/statuses/{deleted['id']}", b"{}", 404)
    read(channel.name)
    assert sorted(texts(channel.name)) == ["", "other words"]


def test_a_reply_joins_the_thread_that_the_network_tells(network, channel):
    reply = network.write("and another thing", in_reply_to_id="77")
    path = f"/api/v1/statuses/{reply['id']}/context"
    network.script(path, lambda h: send(h, {"ancestors": [{"id": "70"}, {"id": "77"}]}))
    read(channel.name)
    assert frappe.db.get_value("Social Interaction", {"channel": channel.name}, "thread_id") == "70"
    assert network.asked(path) == 1


def test_read_now_follows_the_reading(network, channel, worker):
    from social_support.ingestion.read_now import read_now

    network.write("one")
    frappe.db.commit()
    assert read_now(channel.name) == {"ok": True, "message": "1 new posts, 0 changed."}
    assert read_now(channel.name) == {"ok": True, "message": "Nothing new."}
    network.answer(NOTIFICATIONS, b"{}", 401)
    answer = read_now(channel.name)
    assert not answer["ok"]
    assert "does not accept the sign-in" in answer["message"]


def test_a_token_that_the_site_can_not_decrypt_is_told_of(network, channel):
    """As after a restore without the site's encryption key."""
    key = {"doctype": "Social Channel", "name": channel.name, "fieldname": "access_token"}
    auth = frappe.qb.Table("__Auth")
    query = frappe.qb.update(auth).set(auth.password, "encrypted with another key")
    for column, value in key.items():
        query = query.where(auth[column] == value)
    query.run()
    frappe.db.commit()
    read(channel.name)
    assert "Encryption key is invalid" in state(channel.name).last_error
    assert state(channel.name).next_run_utc > utc_now()
