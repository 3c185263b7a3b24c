"""Delete This Channel's Data: nothing of the channel is left, and nothing else is touched."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils.background_jobs import get_queue

from social_support.conversations import removal
from social_support.ingestion import channel_data, lease
from tests.site.support.make_people import quietly
from tests.site.support.waiting import wait_for

OURS = (
    "Social Interaction",
    "Social Interaction Revision",
    "Social Payload",
    "Social Conversation",
    "Social Reply",
    "Social Profile",
    "Social Link Suggestion",
    "Social Sync Log",
    "Social Channel Metric",
)


def add(make, doctype: str, **fields):
    doc = frappe.get_doc({"doctype": doctype, **fields})
    doc.insert(ignore_permissions=True, ignore_links=True, ignore_mandatory=True)
    make.cleanup.doc(doctype, doc.name)
    return doc


@pytest.fixture
def shared(make):
    """An author who writes to both channels."""
    return make.author("both@example.social")


@pytest.fixture
def other(make, shared):
    """A channel that nobody asked to delete, with rows of every kind."""
    return filled(make, shared)


@pytest.fixture
def channel(make, shared, other):
    return filled(make, shared)


def filled(make, shared):
    channel = make.channel(mode="Listen and Reply")
    posts = [make.post(f"Post {n}", raw={"id": n}) for n in range(3)]
    stored = make.stored(channel, *posts, make.post("From both", author=shared, raw={"id": 9}))
    conversation, interaction = stored.conversations[0], stored.new[0]
    profile = frappe.db.get_value("Social Interaction", interaction, "profile")
    add(make, "Social Interaction Revision", interaction=interaction, text="Before")
    answer = {"conversation": conversation, "in_reply_to": interaction, "channel": channel.name}
    reply = frappe.new_doc("Social Reply", **answer)
    reply.update({"name": make.unique("reply"), "text": "Sorry", "status": "Sent"})
    reply.set_user_and_timestamp()
    reply.db_insert()
    pair = {"pair_key": make.unique("pair"), "profile": profile}
    frappe.db.set_value("Social Profile", profile, "customer", make.customer().name)
    add(make, "Social Link Suggestion", name=make.unique("suggestion"), decision="Open", **pair)
    add(make, "Social Sync Log", channel=channel.name, status="Read", message="1 new")
    figure = {"metric_key": make.unique("figure"), "day": "2026-11-01", "value": 3}
    add(make, "Social Channel Metric", channel=channel.name, metric="page_follows", **figure)
    issue = make.issue()
    issue.db_set("social_conversation", conversation)
    frappe.db.set_value("Social Conversation", conversation, "issue", issue.name)
    around(make, channel, conversation, profile)
    frappe.db.commit()
    channel.issue = issue.name
    make.cleanup.call(lambda: forget_jobs(channel.name))
    return channel


def forget_jobs(channel: str) -> None:
    """Where no worker runs, the jobs of these tests would wait for the next one that starts."""
    for job in get_queue("long").jobs:
        if (job.kwargs.get("kwargs") or {}).get("channel") == channel:
            job.delete()


def around(make, channel, conversation: str, profile: str) -> None:
    """What people and the app leave in Frappe's own tables."""
    doc = frappe.get_doc("Social Conversation", conversation)
    doc.add_comment("Comment", "Look at this")
    tag = make.unique("urgent")
    doc.add_tag(tag)
    make.cleanup.doc("Tag", tag)
    about = {"reference_type": "Social Conversation", "reference_name": conversation}
    with quietly():
        todo = add(make, "ToDo", description="Answer", allocated_to=make.agent(), **about)
    todo.add_comment("Comment", "Why me?")
    user = make.account_manager()
    customer = frappe.db.get_value("Social Profile", profile, "customer")
    wrote = f"@anna wrote to {channel.channel_name}: “Where is it?”"
    for where in (("Social Conversation", conversation), ("Customer", customer)):
        named = dict(zip(("document_type", "document_name"), where, strict=True))
        log = {"for_user": user, "from_user": "Administrator", "subject": wrote}
        add(make, "Notification Log", **named, **log)


def rows_of(channel: str) -> dict[str, set[str]]:
    """Every row that hangs on the channel, by doctype, in our tables and in Frappe's."""
    rows = {
        doctype: set(frappe.get_all(doctype, {"channel": channel}, pluck="name"))
        for doctype in (
            "Social Interaction",
            "Social Conversation",
            "Social Reply",
            "Social Sync Log",
            "Social Channel Metric",
        )
    }
    posts = {"interaction": ("in", [*rows["Social Interaction"], ""])}
    for doctype in ("Social Interaction Revision", "Social Payload"):
        rows[doctype] = set(frappe.get_all(doctype, posts, pluck="name"))
    wrote = frappe.get_all("Social Interaction", {"channel": channel}, pluck="profile")
    rows["Social Profile"] = set(wrote)
    filters = {"profile": ("in", [*wrote, ""])}
    rows["Social Link Suggestion"] = set(
        frappe.get_all("Social Link Suggestion", filters, pluck="name")
    )
    return rows


def about(rows: dict[str, set[str]]) -> dict[str, int]:
    """How many rows of Frappe's own tables are about these."""
    counts = {}
    for table, (kind, name) in removal.ABOUT_A_DOCUMENT.items():
        for doctype, names in rows.items():
            filters = {kind: doctype, name: ("in", [*names, ""])}
            if count := frappe.db.count(table, filters):
                counts[f"{table} of {doctype}"] = count
    return counts


def left_of(rows: dict[str, set[str]]) -> dict[str, set[str]]:
    return {
        doctype: left
        for doctype, names in rows.items()
        if (left := set(frappe.get_all(doctype, {"name": ("in", [*names, ""])}, pluck="name")))
    }


def delete(channel) -> None:
    channel_data.ask(channel.name, channel.channel_name)
    frappe.db.commit()
    channel_data.delete_data(channel.name)


def test_nothing_of_the_channel_is_left_and_nothing_else_is_touched(channel, other, shared):
    ours, theirs = rows_of(channel.name), rows_of(other.name)
    assert all(ours[doctype] and theirs[doctype] for doctype in OURS), ours
    known_to_both = ours["Social Profile"] & theirs["Social Profile"]
    assert len(known_to_both) == 1
    around_theirs = about(theirs)
    assert {"Comment of Social Conversation", "ToDo of Social Conversation"} <= around_theirs.keys()

    delete(channel)
    assert left_of(ours) == {"Social Profile": known_to_both}
    assert not about({k: v - known_to_both for k, v in ours.items()})
    assert rows_of(other.name) == theirs and about(theirs) == around_theirs
    told = {"subject": ("like", f"%{channel.channel_name}%")}
    assert not frappe.db.count("Notification Log", told)
    assert frappe.db.count("Notification Log", {"subject": ("like", f"%{other.channel_name}%")})


def test_the_issue_stays_and_loses_its_link(channel, other):
    delete(channel)
    assert frappe.db.get_value("Issue", channel.issue, ["name", "social_conversation"]) == (
        channel.issue,
        None,
    )
    assert frappe.db.get_value("Issue", other.issue, "social_conversation")


def test_the_channel_is_off_knows_nothing_and_tells_who_asked(channel, make):
    frappe.db.set_value(
        "Social Stream State", {"channel": channel.name}, {"cursor_value": "7", "failures": 3}
    )
    manager = make.manager()
    with make.as_user(manager):
        channel_data.ask(channel.name, channel.channel_name)
    assert frappe.db.get_value("Social Channel", channel.name, "mode") == "Off"
    frappe.db.commit()
    channel_data.delete_data(channel.name)
    states = frappe.get_all(
        "Social Stream State", {"channel": channel.name}, ["stream", "cursor_value", "failures"]
    )
    assert {"Mentions", "Changes", "By Hand"} <= {state.stream for state in states}
    assert "Deletion" not in {state.stream for state in states}
    assert not any(state.cursor_value or state.failures for state in states)
    comment = frappe.get_last_doc("Comment", {"reference_name": channel.name})
    assert comment.comment_email == manager
    assert "4 posts, 4 conversations, 3 authors, 1 replies" in comment.content


def test_the_name_has_to_be_typed(channel):
    with pytest.raises(frappe.ValidationError, match=channel.channel_name):
        channel_data.ask(channel.name, "Some other name")
    assert frappe.db.get_value("Social Channel", channel.name, "mode") != "Off"


def test_a_killed_deletion_goes_on_from_what_is_left(channel, monkeypatch):
    ours = rows_of(channel.name)
    monkeypatch.setattr(removal, "BATCH", 1)
    channel_data.ask(channel.name, channel.channel_name)
    frappe.db.commit()
    remove, calls = removal.remove_next, []

    def die_at_the_third(name):
        calls.append(name)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return remove(name)

    monkeypatch.setattr(removal, "remove_next", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        channel_data.delete_data(channel.name)
    frappe.db.rollback()
    so_far = channel_data.progress(channel.name)
    assert so_far["running"] and 0 < so_far["done"] < so_far["total"]
    end_the_lease(channel.name)
    channel_data.delete_data(channel.name)
    assert set(left_of(ours)) <= {"Social Profile"}
    assert not channel_data.progress(channel.name)["running"]


def test_nobody_reads_while_data_is_deleted(channel, monkeypatch):
    held = []
    remove = removal.remove_next

    def look(name):
        held.append(lease.holder(name)[1])
        return remove(name)

    monkeypatch.setattr(removal, "remove_next", look)
    delete(channel)
    assert held and all(held)
    assert lease.claim(channel.name)


def test_a_worker_does_it_and_the_scheduler_goes_on(channel, worker, tick):
    worker.idle(120)  # whatever waited before
    ours = rows_of(channel.name)
    channel_data.ask(channel.name, channel.channel_name)
    frappe.db.commit()
    wait_for(lambda: not channel_data.progress(channel.name)["running"], 60, "the data to be gone")
    assert set(left_of(ours)) <= {"Social Profile"}
    # With nothing to go on with, the scheduler's entry does nothing.
    tick("channel_data.resume")
    assert not channel_data.progress(channel.name)["running"]


def test_only_managers_may_ask(channel, web, worker, make):
    asked = {"channel": channel.name, "name": channel.channel_name}
    for user in (make.agent(), make.agency(), make.sales_rep(), make.nobody()):
        answer = web.as_user(user).post("channels.delete_data", **asked)
        assert answer.status == 403, user
    assert web.guest.post("channels.delete_data", **asked).status == 403
    wrong = web.as_user(make.manager()).post(
        "channels.delete_data", channel=channel.name, name="Another"
    )
    assert channel.channel_name in wrong.error
    answer = web.as_user(make.manager()).post("channels.delete_data", **asked)
    assert answer.ok and answer.message["running"] and answer.message["total"] >= 10
    assert web.as_user(make.agent()).get("channels.deletion", channel=channel.name).ok


def test_a_deadlock_is_tried_again(channel, monkeypatch):
    ours, remove, calls = rows_of(channel.name), removal.remove_next, []

    def deadlock_once(name):
        calls.append(name)
        if len(calls) == 1:
            raise frappe.QueryDeadlockError
        return remove(name)

    monkeypatch.setattr(removal, "remove_next", deadlock_once)
    delete(channel)
    assert channel_data.progress(channel.name)["running"] and not lease.holder(channel.name)[1]
    channel_data.delete_data(channel.name)
    assert set(left_of(ours)) <= {"Social Profile"}


def end_the_lease(channel: str) -> None:
    """As time does after a kill."""
    frappe.db.set_value(
        "Social Stream State",
        {"channel": channel, "stream": "By Hand"},
        {"lease_token": None, "lease_until_utc": None},
    )
    frappe.db.commit()
