"""Everybody walks everything: each endpoint, list, report, export, search, count and form.

Nobody is told anything of a channel that is not theirs, an agency no figure of money and no
customer, and a deed on a foreign row is refused and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import frappe
import pytest

from social_support import hooks
from social_support.api import handoff
from social_support.conversations import permissions
from social_support.setup.leftovers import our_doctypes
from tests.site.api.walk import generic
from tests.site.api.walk.calls import Reply, call
from tests.site.api.walk.endpoints import acts, arguments, endpoints
from tests.site.api.walk.scene import Scene

# In how many answers each was told of their own channel, at least: the walk is no use where all of
# them are refusals
HEARD = {
    "agency": 10,
    "agent of one channel": 20,
    "agent of one company": 20,
    "manager of one company": 20,
    "sales user": 2,
    "guest": -1,
}
# These store posts in transactions of their own
BY_HAND = {"social_support.api.channels.add_post", "social_support.api.imports.start"}
# These act on people, who cross channels
ON_PEOPLE = {
    "social_support.api.customers.create_party",
    "social_support.api.customers.link",
    "social_support.api.customers.unlink",
    "social_support.api.privacy.mark_vip",
}


@pytest.fixture
def scene(make) -> Iterator[Scene]:
    yield Scene(make)
    frappe.set_user("Administrator")
    frappe.db.after_commit.reset()


def leaks(reply: Reply, kept: set[str]) -> list[str]:
    """What was told that is kept from this person, with the call by which."""
    told = reply.own_words
    return [f"{reply.cmd} {reply.args}: {secret}" for secret in kept if secret in told]


def test_nobody_is_told_of_a_channel_that_is_not_theirs(scene: Scene) -> None:
    people, found = scene.people(), []
    for who, user in people.items():
        kept, heard = scene.secrets_from(who), 0
        for path in endpoints():
            for side in (scene.ours, scene.theirs):
                if side is scene.ours and reaches_far(who, path):
                    continue
                reply = call(user, path, arguments(path, scene, side))
                found += [f"{who}: {leak}" for leak in leaks(reply, kept)]
                heard += scene.ours.public in reply.told
                assert not isinstance(reply.error, TypeError), f"{path}: {reply.error}"
        # Of Frappe's own calls a guest gets the whole by being no user at all.
        for cmd, args in generic.beside(scene) if user == "Guest" else questions(scene):
            reply = call(user, cmd, args)
            found += [f"{who}: {leak}" for leak in leaks(reply, kept)]
            heard += scene.ours.public in reply.told
        for cmd, args in counts(scene):
            reply = call(user, cmd, args)
            assert reply.refused or reply.answer == 0, f"{who} counts {args}: {reply.answer}"
        assert heard > HEARD[who], f"{who} was told too little: {heard}"
    assert not found, "\n".join(found)


def reaches_far(who: str, path: str) -> bool:
    """Whether this call, where it is allowed, would call the network or commit a page of posts."""
    manages = who == "manager of one company" and acts(path)
    return manages or path in BY_HAND


def questions(scene: Scene) -> Iterator[generic.Call]:
    """What Frappe is asked about everything of ours."""
    yield from generic.beside(scene)
    for report in frappe.get_all("Report", {"module": "Social Support"}, pluck="name"):
        for cmd in ("run", "export_query"):
            asked = {"report_name": report, "filters": "{}", "file_format_type": "CSV"}
            yield f"frappe.desk.query_report.{cmd}", asked
    for doctype in our_doctypes():
        if not frappe.get_meta(doctype).issingle:
            yield from generic.lists(doctype)
    for doctype, name in rows_of_the_other(scene):
        yield from generic.documents(doctype, name)
    for name in (scene.profile, scene.stranger):
        yield from generic.documents("Social Profile", name)
    yield from generic.documents("Customer", scene.customer.name)


def counts(scene: Scene) -> Iterator[generic.Call]:
    for doctype, name in rows_of_the_other(scene):
        yield from generic.counts(doctype, name)


def rows_of_the_other(scene: Scene) -> list[tuple[str, str]]:
    return [*scene.theirs.names.items(), *scene.theirs.private_names.items()]


def test_counts_beside_documents_and_names_are_of_ones_own(scene: Scene) -> None:
    """Of an author who wrote to both channels, and with a conversation that was assigned."""
    people, author = scene.people(), {"doctype": "Social Profile", "name": scene.profile}
    linked = {"items": '["Social Conversation"]'}
    agent = people["agent of one channel"]
    beside = call(agent, "frappe.desk.notifications.get_open_count", author | linked)
    assert '"count": 2' in beside.told
    by = {"doctype": "Social Conversation", "current_filters": "[]", "field": "assigned_to"}
    for who in ("agency", "agent of one channel", "agent of one company"):
        groups = call(people[who], "frappe.desk.listview.get_group_by_count", by).answer
        assert [group["count"] for group in groups] == [1], who
    title = "frappe.desk.search.get_link_title"
    for name, shown in (
        (scene.profile, scene.author.handle),
        (scene.stranger, scene.stranger),
    ):
        asked = {"doctype": "Social Profile", "docname": name}
        assert call(people["agency"], title, asked).answer == shown


def test_no_live_update_tells_others_more_than_that_something_changed(scene: Scene) -> None:
    """A room of a document or a user is entered by who may read it; any other by everybody."""
    manager = scene.people()["manager of one company"]
    names = json.dumps([scene.ours.names["Social Conversation"]])
    frappe.local._realtime_log = []
    for path, more in (("assign", {"user": "Administrator"}), ("close", {"outcome": "Solved"})):
        call(manager, f"social_support.api.conversations.{path}", {"names": names, **more})
    sent = list(frappe.local._realtime_log)
    assert [event for event, _message, room in sent if room.startswith("doc:")]
    for event, message, room in sent:
        to_some = room.startswith(("doc:", "user:"))
        assert to_some or set(message) <= {"doctype", "name", "user"}, (event, message, room)


def test_a_deed_on_a_foreign_row_is_refused_and_changes_nothing(scene: Scene) -> None:
    people, before = scene.people(), frappe.as_json(scene.state())
    del people["sales user"]  # may ask the support team about what is public
    for who, user in people.items():
        for cmd, args in deeds(scene):
            reply = call(user, cmd, args, look=lambda: frappe.as_json(scene.state()))
            assert reply.error or reply.seen == before, f"{who}: {cmd} {args} changed something"
            assert reply.refused, (
                f"{who}: {cmd} {args} was not refused: {reply.error or reply.told}"
            )


def deeds(scene: Scene) -> Iterator[generic.Call]:
    """What the app and Frappe can do to the rows of the other channel."""
    for path in endpoints():
        if acts(path) and path not in ON_PEOPLE:
            yield path, arguments(path, scene, scene.theirs)
    for doctype, name in scene.theirs.names.items():
        yield from generic.deeds(doctype, name)


def test_every_function_of_frappe_that_is_replaced_is_walked(scene: Scene) -> None:
    asked = {cmd for cmd, _args in [*questions(scene), *counts(scene), *deeds(scene)]}
    assert set(hooks.override_whitelisted_methods) - asked == set()


def test_every_doctype_with_rows_of_a_channel_has_its_rule() -> None:
    """A new doctype of ours has a rule, or stands here because it holds nothing of any channel."""
    plain = {
        "Customer Social Value",
        "Social Catch Up",
        "Social Category",
        "Social Delivery",  # is for System Managers: a body concerns all accounts of an app
        "Social Party Key",
        "Social Privacy Request",
        "Social Profile Key",
        "Social Support Settings",
        "Social Value Change",
    }
    tables = {d for d in our_doctypes() if frappe.get_meta(d).istable}
    assert {*our_doctypes()} - plain - tables == set(permissions.OURS)
    for hook in (hooks.permission_query_conditions, hooks.has_permission):
        assert set(permissions.OURS) <= set(hook)


def test_the_walk_finds_what_tells_and_does_too_much(scene: Scene, monkeypatch) -> None:
    """The endpoint of somebody who forgot to ask who is calling."""

    @frappe.whitelist()
    def leaky(conversation: str) -> list[dict]:
        frappe.db.set_value("Social Conversation", conversation, "status", "Closed")
        return frappe.get_all("Social Interaction", {"conversation": conversation}, ["text"])

    path = published(leaky, monkeypatch)
    assert path in endpoints()
    user, before = scene.people()["agency"], frappe.as_json(scene.state())
    given = arguments(path, scene, scene.theirs)
    reply = call(user, path, given, look=lambda: frappe.as_json(scene.state()))
    assert any(scene.theirs.public in leak for leak in leaks(reply, scene.secrets_from("agency")))
    assert reply.seen != before
    assert not reply.refused


def test_the_walk_asks_for_arguments_that_it_does_not_know(scene: Scene, monkeypatch) -> None:
    @frappe.whitelist()
    def unheard_of(something_new: str) -> None:
        pass

    path = published(unheard_of, monkeypatch)
    with pytest.raises(pytest.fail.Exception, match="something_new: say in ARGUMENTS"):
        arguments(path, scene, scene.ours)


def published(function, monkeypatch) -> str:
    """Put the function among the app's endpoints; its path."""
    function.__module__ = handoff.__name__
    monkeypatch.setattr(handoff, function.__name__, function, raising=False)
    return f"{handoff.__name__}.{function.__name__}"
