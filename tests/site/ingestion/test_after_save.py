"""Rows that came in bulk have the effects of a document that was inserted."""

import json

import frappe
import pytest
from frappe.utils.global_search import sync_global_search

from social_support.ingestion import after_save, registered
from tests.fakes.http_server import FakeServer
from tests.site.ingestion.registering import DOCTYPE, Registering
from tests.site.support.waiting import wait_for

EVENTS = ("after_insert", "on_update", "on_change")


@pytest.fixture
def registering(make, cleanup, monkeypatch):
    return Registering(make, cleanup, monkeypatch)


def same_effects(registering, effects):
    """What `effects(name)` finds for an ingested post is what it finds for an inserted one."""
    [ingested] = registering.ingested()
    inserted = registering.inserted_like(ingested)
    found = effects(ingested)
    assert found, "nothing happened"
    assert found == effects(inserted)
    return found


@pytest.mark.parametrize("doctype", [DOCTYPE, "*"])
def test_handlers_of_other_apps(registering, doctype):
    heard = []

    def hear(doc, method):
        if doc.doctype == DOCTYPE:
            heard.append((doc.name, method, doc.text, bool(doc.is_new())))

    for event in EVENTS:
        registering.handler(event, hear, doctype)
    found = same_effects(registering, lambda name: [row[1:] for row in heard if row[0] == name])
    assert [row[0] for row in found] == list(EVENTS)


def test_handlers_see_that_a_row_is_new(registering):
    heard = []

    def hear(doc, method):
        heard.append((doc.doctype, method, doc.flags.in_insert))

    for doctype in registered.DOCTYPES:
        for event in EVENTS:
            registering.handler(event, hear, doctype)
    registering.ingested()
    assert heard == [(doctype, event, True) for doctype in registered.DOCTYPES for event in EVENTS]


def test_a_conversation_that_moves_is_saved_again(registering, make):
    heard = []

    def hear(doc, method):
        heard.append((method, bool(doc.flags.in_insert)))

    for event in EVENTS:
        registering.handler(event, hear, "Social Conversation")
    author = make.author()
    for thread in ("1", "1"):
        post = make.post(author=author, thread_id=thread)
        stored = make.stored(registering.channel, post)
        frappe.db.commit()
        after_save.tell_others(registering.channel.name, stored.new, lambda: None)
    first, again = heard[:3], heard[3:]
    assert first == [(event, True) for event in EVENTS]
    assert again == [("on_update", False), ("on_change", False)]


@pytest.mark.parametrize(
    "when", [{"event": "New"}, {"event": "Save"}, {"event": "Method", "method": "on_change"}]
)
def test_notifications(registering, make, worker, when):
    agent = make.agent()
    frappe.db.commit()
    registering.record(
        "Notification",
        name=make.unique("Alert"),
        enabled=1,
        channel="System Notification",
        document_type=DOCTYPE,
        subject="New: {{ doc.text }}",
        message="x",
        condition="doc.direction == 'Incoming'",
        recipients=[{"receiver_by_role": "Social Agent"}],
        **when,
    )
    registering.removed("Notification Log", document_type=DOCTYPE)

    def effects(name):
        worker.idle()
        frappe.db.commit()
        filters = {"document_type": DOCTYPE, "document_name": name, "for_user": agent}
        return frappe.get_all("Notification Log", filters, ["subject", "type", "from_user"])

    assert len(same_effects(registering, effects)) == 1


@pytest.mark.parametrize("event", ["after_insert", "on_update"])
def test_webhooks(registering, make, worker, event):
    with FakeServer() as server:
        server.answer("/hook")
        registering.record(
            "Webhook",
            __newname=make.unique("Webhook"),
            enabled=1,
            webhook_doctype=DOCTYPE,
            webhook_docevent=event,
            request_url=f"{server.url}/hook",
            request_method="POST",
            request_structure="JSON",
            webhook_json='{"name": "{{ doc.name }}", "text": "{{ doc.text }}"}',
        )
        registering.cleanup.call(lambda: frappe.db.delete("Webhook Request Log"))

        def effects(name):
            worker.idle()
            bodies = [json.loads(seen.body) for seen in server.seen]
            return [body["text"] for body in bodies if body["name"] == name]

        worker.ensure()
        [ingested] = registering.ingested()
        inserted = registering.inserted_like(ingested)
        wait_for(lambda: effects(inserted), 30, "the webhook to be called")
        assert effects(ingested) == effects(inserted)


@pytest.mark.parametrize("event", ["After Insert", "After Save"])
def test_server_scripts(registering, make, event):
    word = make.unique("script")
    registering.record(
        "Server Script",
        name=word,
        script_type="DocType Event",
        reference_doctype=DOCTYPE,
        doctype_event=event,
        script=(
            "frappe.get_doc({'doctype': 'ToDo', 'reference_type': doc.doctype,"
            f" 'reference_name': doc.name, 'description': '{word} ' + doc.text}}).insert()"
        ),
    )
    registering.removed("ToDo", description=("like", f"%{word}%"))
    registering.removed("Comment", reference_doctype=DOCTYPE)

    def effects(name):
        filters = {"reference_type": DOCTYPE, "reference_name": name}
        return frappe.get_all("ToDo", filters, ["description", "status"])

    same_effects(registering, effects)


def test_assignment_rules(registering, make, worker):
    agent = make.agent()
    registering.record(
        "Assignment Rule",
        name=make.unique("Rule"),
        document_type=DOCTYPE,
        assign_condition="direction == 'Incoming'",
        description="Look at this",
        rule="Round Robin",
        users=[{"user": agent}],
        assignment_days=[{"day": day} for day in frappe.utils.data.get_weekdays()],
    )
    registering.removed("Notification Log", document_type=DOCTYPE)
    registering.removed("Comment", reference_doctype=DOCTYPE)
    registering.removed("ToDo", reference_type=DOCTYPE)
    registering.removed("DocShare", share_doctype=DOCTYPE)

    def effects(name):
        # The agent's notification is a job.
        worker.idle()
        todos = frappe.get_all(
            "ToDo",
            {"reference_type": DOCTYPE, "reference_name": name},
            ["allocated_to", "status", "assignment_rule"],
        )
        return todos, frappe.db.get_value(DOCTYPE, name, "_assign")

    todos, assigned = same_effects(registering, effects)
    assert [todo.allocated_to for todo in todos] == [agent]
    assert assigned == json.dumps([agent])


def test_workflows(registering, make):
    agent = make.agent()
    frappe.db.commit()
    role = "Social Agent"
    registering.record(
        "Workflow",
        workflow_name=make.unique("Approve"),
        document_type=DOCTYPE,
        is_active=1,
        send_email_alert=0,
        workflow_state_field="cannot_reply_reason",
        states=[{"state": state, "allow_edit": role} for state in ("Pending", "Approved")],
        transitions=[
            {"state": "Pending", "action": "Approve", "next_state": "Approved", "allowed": role}
        ],
    )
    registering.removed("Workflow Action", reference_doctype=DOCTYPE)
    registering.removed("Workflow Action Permitted Role", role=role)

    def effects(name):
        actions = frappe.get_all(
            "Workflow Action",
            {"reference_doctype": DOCTYPE, "reference_name": name},
            ["status", "workflow_state"],
        )
        return frappe.db.get_value(DOCTYPE, name, "cannot_reply_reason"), actions

    state, actions = same_effects(registering, effects)
    assert state == "Pending"
    assert [action.workflow_state for action in actions] == ["Pending"], agent


def test_milestones(registering):
    registering.record("Milestone Tracker", document_type=DOCTYPE, track_field="kind")
    registering.removed("Milestone", reference_type=DOCTYPE)

    def effects(name):
        filters = {"reference_type": DOCTYPE, "reference_name": name}
        return frappe.get_all("Milestone", filters, ["track_field", "value"])

    assert same_effects(registering, effects)[0].value == "Mention"


def test_global_search(registering):
    registering.record(
        "Property Setter",
        doctype_or_field="DocField",
        doc_type=DOCTYPE,
        field_name="text",
        property="in_global_search",
        property_type="Check",
        value="1",
    )
    # What other tests left there is about rows that are gone.
    frappe.cache.delete_value("global_search_queue")

    def effects(name):
        sync_global_search()
        return frappe.db.sql(
            "SELECT content, published FROM `__global_search` WHERE doctype = %s AND name = %s",
            (DOCTYPE, name),
        )

    [(content, _published)] = same_effects(registering, effects)
    assert "Third day without my drill" in content
