"""Frappe's own requests for personal data reach the authors of that e-mail address."""

from __future__ import annotations

import frappe
import pytest

from social_support.privacy import export, requests
from social_support.privacy.personal_data import authors_of
from tests.site.support.make_people import quietly, write
from tests.site.support.removal import remove
from tests.site.support.waiting import wait_for


def asked(action: str) -> set[str]:
    filters = {"action": action, "reason": requests.FRAPPE}
    return set(frappe.get_all(requests.DOCTYPE, filters, pluck="profile"))


@pytest.fixture
def mail_account(make) -> None:
    """Frappe's requests are confirmed by mail; none goes out."""
    name = make.unique("Mail")
    sends = {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "127.0.0.1"}
    write("Email Account", name=name, email_id="shop@shop.example", **sends)
    make.cleanup.doc("Email Account", name)
    before = set(frappe.get_all("Email Queue", pluck="name"))

    def forget_mails() -> None:
        for queued in set(frappe.get_all("Email Queue", pluck="name")) - before:
            remove("Email Queue", queued)
        frappe.cache.delete_key("outgoing_email_account")

    make.cleanup.call(forget_mails)


@pytest.fixture
def anna(make, mail_account):
    """A user of the website who is a Contact of a company, the only one of a shop, and a Lead."""
    user = make.website_user()
    company, shop = make.customer("Boats Ltd"), make.customer("Anna's Shop")
    contact = make.contact(company.name, user)
    make.contact(company.name, "boris@boats.example")
    contact.append("links", {"link_doctype": "Customer", "link_name": shop.name})
    contact.save()
    user = frappe._dict(name=user, contact=contact.name)
    user.reached = {
        make.profile(contact=contact.name, customer=company.name),
        make.profile(customer=shop.name),
    }
    user.unsure = make.profile(customer=company.name)
    user.stranger = make.profile()
    make.cleanup.call(forget_requests)
    return user


def forget_requests() -> None:
    for name in frappe.get_all(requests.DOCTYPE, {"reason": requests.FRAPPE}, pluck="name"):
        remove(requests.DOCTYPE, name)


def test_a_download_request_exports_what_is_stored(anna, make, worker) -> None:
    with quietly():
        request = frappe.get_doc(
            doctype="Personal Data Download Request", user=anna.name, user_name="Viktor"
        ).insert(ignore_permissions=True)
    make.cleanup.doc("Personal Data Download Request", request.name)
    assert asked(requests.EXPORT) == anna.reached
    by = frappe.get_all(requests.DOCTYPE, {"reason": requests.FRAPPE}, pluck="asked_by")
    assert set(by) == {anna.name}
    made = frappe.get_all(requests.DOCTYPE, {"reason": requests.FRAPPE}, pluck="name")
    frappe.db.commit()
    wait_for(lambda: all(requests.progress(each)["file"] for each in made), what="both exports")
    worker.idle()
    assert frappe.db.exists("Email Queue Recipient", {"recipient": anna.name})
    export.forget(anna.reached)
    forget_files(request.name)


def forget_files(request: str) -> None:
    for file in frappe.get_all("File", {"attached_to_name": request}, pluck="name"):
        frappe.delete_doc("File", file, force=True, delete_permanently=True)


def test_a_deletion_request_erases_when_it_is_carried_out(anna, make) -> None:
    with quietly():
        request = frappe.get_doc(
            doctype="Personal Data Deletion Request", email=anna.name, status="Pending Approval"
        ).insert(ignore_permissions=True)
        make.cleanup.doc("Personal Data Deletion Request", request.name)
        assert not asked(requests.ERASE)
        request.db_set("status", "Pending Approval")
        request.reload()
        # What `trigger_data_deletion` enqueues; it begins by adding the steps.
        request.add_deletion_steps()
    assert asked(requests.ERASE) == anna.reached
    about = {"reference_name": request.name, "comment_type": "Info"}
    [comment] = frappe.get_all("Comment", about, pluck="content")
    assert anna.unsure in comment and anna.stranger not in comment


def test_an_address_that_nobody_has_reaches_nobody(anna) -> None:
    assert authors_of("nobody-at-all@example.com") == []
