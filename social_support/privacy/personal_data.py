"""Frappe's own requests for personal data know people by their e-mail; authors have none.

They are reached through the Contact, Lead or Customer that they are linked to. A Customer of
several people is no person: an author who is linked to it without a Contact is left to whoever
works on the request, who is told.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from social_support.conversations.removal import PROFILE
from social_support.privacy import requests


def on_deletion_request(doc: Document, method: str | None = None) -> None:
    """Document event `on_update`: erase whoever the request reaches, as soon as it is carried out.

    Frappe then adds the steps to the request, before it makes the first Contact unknown.
    """
    before = doc.get_doc_before_save()
    if not doc.deletion_steps or not before or before.deletion_steps:
        return
    for profile in authors_of(doc.email):
        requests.ask(requests.ERASE, profile, requests.FRAPPE, frappe.session.user)
    _tell_of_unsure(doc)


def on_download_request(doc: Document, method: str | None = None) -> None:
    """Document event `after_insert`: write a file of each author for the user who asked."""
    for profile in authors_of(doc.user):
        requests.ask(requests.EXPORT, profile, requests.FRAPPE, doc.user)


def authors_of(address: str) -> list[str]:
    """The authors who are the person with this e-mail address."""
    contacts = _contacts(address)
    linked = {
        *_authors("contact", contacts),
        *_authors("lead", frappe.get_all("Lead", {"email_id": address}, pluck="name")),
        *_without_contact(c for c in _customers(contacts, address) if _people(c) <= set(contacts)),
    }
    return sorted(linked)


def _tell_of_unsure(doc: Document) -> None:
    contacts = _contacts(doc.email)
    several = [c for c in _customers(contacts, doc.email) if not _people(c) <= set(contacts)]
    if authors := _without_contact(several):
        links = ", ".join(get_link_to_form(PROFILE, author) for author in authors)
        words = _(
            "These authors are linked to a customer of this person, and may be somebody else there."
            " Erase those who are the person: {0}"
        )
        doc.add_comment("Info", words.format(links))


def _contacts(address: str) -> list[str]:
    return frappe.get_all("Contact Email", {"email_id": address}, pluck="parent", distinct=True)


def _customers(contacts: list[str], address: str) -> list[str]:
    of_contact = {"parenttype": "Contact", "link_doctype": "Customer"}
    found = set(_among("Dynamic Link", "parent", contacts, "link_name", **of_contact))
    return sorted(found | set(frappe.get_all("Customer", {"email_id": address}, pluck="name")))


def _people(customer: str) -> set[str]:
    """The Contacts of a Customer."""
    links = {"parenttype": "Contact", "link_doctype": "Customer", "link_name": customer}
    return set(frappe.get_all("Dynamic Link", links, pluck="parent"))


def _without_contact(customers: Iterable[str]) -> list[str]:
    return _authors("customer", list(customers), contact=("is", "not set"))


def _authors(field: str, names: list[str], **filters: object) -> list[str]:
    return _among(PROFILE, field, names, "name", erased=0, **filters)


def _among(
    doctype: str, field: str, values: list[str], wanted: str, **filters: object
) -> list[str]:
    """For Frappe, a field that is to be among no values may be empty: that would be everybody."""
    if not values:
        return []
    return frappe.get_all(doctype, {field: ("in", values), **filters}, pluck=wanted)
