"""A person with traces everywhere, and the requests about them, which go with the test."""

from __future__ import annotations

import frappe
import pytest

from social_support.privacy import erase, requests
from tests.site.privacy.everywhere import Person


@pytest.fixture
def person(make) -> Person:
    """Somebody who wrote and was answered."""
    somebody = Person(make, make.channel(mode="Listen and Reply"))
    make.cleanup.call(lambda: forget(somebody))
    somebody.writes()
    frappe.db.commit()
    return somebody


@pytest.fixture
def person_everywhere(person: Person) -> Person:
    """The same, with traces in every place that may hold some."""
    person.is_worked_on()
    person.is_kept_by_the_framework()
    person.lies_on_disk_and_in_memory()
    frappe.db.commit()
    return person


def forget(person: Person) -> None:
    """What stays by design: the record of who asked, and tombstones without a post."""
    requested = frappe.get_all(requests.DOCTYPE, {"profile": person.profile}, pluck="name")
    frappe.db.delete(requests.DOCTYPE, {"name": ("in", requested)})
    frappe.db.delete("Notification Log", {"document_name": ("in", requested)})
    frappe.db.delete("Social Profile", {"handle": "[erased]"})
    frappe.db.delete("File", {"attached_to_name": ("in", [*requested, ""])})


@pytest.fixture
def erased():
    """erased(person) -> the name of the request, which is done."""

    def erased(person: Person) -> str:
        request = erase.ask(person.profile, person.handle, requests.PERSON, "Administrator")
        frappe.db.commit()
        erase.run(request)
        return request

    return erased
