"""The harness itself: what tests make and commit is gone afterwards, and what stays is noticed."""

import frappe
import pytest

from tests.site.support.cleanup import Cleanup
from tests.site.support.leftovers import Inventory
from tests.site.support.make import Make
from tests.site.support.queries import count_queries
from tests.site.support.tick import Tick
from tests.site.support.waiting import wait_for
from tests.site.support.web import Web
from tests.site.support.worker import Worker


def test_everything_that_was_made_and_committed_goes() -> None:
    before = Inventory.take()
    cleanup = Cleanup()
    make = Make(cleanup)
    agent, team = make.agent(), make.user_group(make.sales_rep())
    customer = make.customer(email="anna@example.com", phone="+359 2 000 0000")
    make.sales_invoice(customer.name)
    make.issue(customer.name).add_comment("Comment", "Look at this")
    conversation = make.conversation(make.channel(team=team))
    frappe.get_doc("Social Conversation", conversation).add_comment("Comment", "And at this")
    make.profile(customer=customer.name)
    frappe.db.commit()
    assert frappe.db.exists("User", agent)
    assert before.differences()

    cleanup.run()
    before.put_back()
    assert before.differences() == {}


def test_a_row_that_nobody_named_is_noticed(cleanup: Cleanup) -> None:
    before = Inventory.take()
    note = frappe.get_doc({"doctype": "ToDo", "description": "Forgotten"}).insert()
    cleanup.doc("ToDo", note.name)
    frappe.db.commit()
    assert "tabToDo" in before.differences()


def test_the_web_server_sees_the_test_and_the_test_sees_the_server(make: Make, web: Web) -> None:
    agent = make.agent()
    assert web.as_user(agent).get("/api/method/frappe.auth.get_logged_user").message == agent
    assert web.guest.get("/api/method/frappe.auth.get_logged_user").status in (401, 403)


def test_a_worker_runs_what_is_enqueued(worker: Worker, make: Make) -> None:
    note = frappe.get_doc({"doctype": "ToDo", "description": "By hand"}).insert()
    make.cleanup.doc("ToDo", note.name)
    frappe.db.commit()
    frappe.enqueue(
        "frappe.client.set_value",
        queue="short",
        doctype="ToDo",
        name=note.name,
        fieldname="description",
        value="By the worker",
    )
    wait_for(
        lambda: frappe.db.get_value("ToDo", note.name, "description") == "By the worker",
        what="the worker",
    )


def test_a_killed_worker_is_replaced(own_site: str, worker: Worker) -> None:
    worker.kill()
    assert not worker.alive()
    worker.ensure()
    assert worker.alive()


def test_a_scheduled_job_that_fails_fails_the_test(
    tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(frappe, "get_attr", lambda path: broken)
    with pytest.raises(ZeroDivisionError):
        tick("schedule.poll_due_channels")


def test_queries_are_counted() -> None:
    with count_queries() as queries:
        frappe.db.sql("select 1")
        frappe.db.get_value("User", "Administrator", "email")
    assert len(queries) == 2
