"""Erase a person: nothing of them is found but the tombstone, and the facts stay."""

from __future__ import annotations

import frappe
import pytest

from social_support.conversations import erasure
from social_support.privacy import erase, requests
from tests.site.privacy.search import places_of
from tests.site.support.waiting import wait_for

FRAMEWORK = ("name", "owner", "creation", "modified", "modified_by", "doctype")
HELD_BEFORE = {
    "__UserSettings",
    "__global_search",
    "tabAccess Log",
    "tabActivity Log",
    "tabComment",
    "tabCommunication",
    "tabDeleted Document",
    "tabEmail Queue",
    "tabError Log",
    "tabFile",
    "tabIntegration Request",
    "tabIssue",
    "tabNotification Log",
    "tabSocial Conversation",
    "tabSocial Delivery",
    "tabSocial Interaction",
    "tabSocial Interaction Revision",
    "tabSocial Link Suggestion",
    "tabSocial Payload",
    "tabSocial Profile",
    "tabSocial Reply",
    "tabSocial Sync Log",
    "tabToDo",
    "tabVersion",
    "tabWebhook Request Log",
}


def test_nothing_is_found_but_the_tombstone(person_everywhere, erased, make) -> None:
    person = person_everywhere
    before = places_of(person.words)
    assert before.keys() >= HELD_BEFORE, HELD_BEFORE - before.keys()
    kinds = {place.split()[0] + place.split()[1][:5] for place in before if " " in place}
    assert {"filepriva", "rediscache", "redisqueue"} <= kinds

    counts = frappe.db.get_value(
        "Social Conversation", person.conversations[0], ["inbound_count", "first_post_on"]
    )
    request = erased(person)
    frappe.db.rollback()
    comes_again(person, make)
    assert places_of(person.words) == {}

    done = frappe.get_doc(requests.DOCTYPE, request)
    assert (done.status, done.progress, done.asked_by) == ("Done", 100, "Administrator")
    tombstone = frappe.get_doc("Social Profile", person.profile).as_dict()
    told = {key for key, value in tombstone.items() if value and key not in FRAMEWORK}
    assert told == {"network", "external_key", "erased", "handle"}
    assert tombstone.handle == erasure.ERASED
    row = frappe.get_doc("Social Conversation", person.conversations[0])
    assert (row.inbound_count, row.first_post_on) == counts
    assert (row.status, row.outcome) == ("Closed", "No Answer Needed")
    assert frappe.db.get_value("Social Reply", {"conversation": row.name}, "status") == "Cancelled"
    # Other people keep their words, without the name in them.
    [other] = person.others.new
    assert frappe.db.get_value("Social Interaction", other, "text") == (
        "@[erased] is right, I wait too"
    )
    assert "[erased]" in frappe.db.get_value("Issue", person.issue, "subject")
    assert person.export.read_text() == '{"handle": "somebody@else.example"}\n'


def comes_again(person, make) -> None:
    """What they write afterwards, what they wrote before, read once more, and what we answer."""
    ours = make.author("shop@example.social", external_id="https://example.social/@shop")
    private = {"kind": "Direct Message", "visibility": "Private"}
    by_hand = make.author(
        person.handle, external_id=f"@{person.handle}", url="", display_name=person.handle
    )
    stored = make.stored(
        person.channel,
        person.first,
        make.post(person.said, author=person.author()),
        make.post(f"@{person.handle} hm", author=ours, parent_id=person.first.external_id),
        make.post("and you?", author=ours, addressed_to=person.author().external_id, **private),
        make.post(f"Typed {person.mark}", author=by_hand),
    )
    assert not stored.new and not stored.changed
    assert stored.blocked == 4
    frappe.db.commit()


def test_a_killed_erasure_goes_on(person_everywhere, monkeypatch) -> None:
    person = person_everywhere
    request = erase.ask(person.profile, person.handle, requests.PERSON, "Administrator")
    frappe.db.commit()
    step, calls = erase.Erasing.step, []

    def die_now_and_then(self, place):
        calls.append(place)
        if len(calls) % 7 == 0:
            raise KeyboardInterrupt
        return step(self, place)

    monkeypatch.setattr(erase.Erasing, "step", die_now_and_then)
    kills = 0
    while frappe.db.get_value(requests.DOCTYPE, request, "status") != "Done":
        try:
            erase.run(request)
        except KeyboardInterrupt:
            frappe.db.rollback()
            kills += 1
            assert kills < 50
    assert kills >= 3
    frappe.db.rollback()
    assert places_of(person.words) == {}
    # Once more does nothing.
    erase.run(request)


def test_an_error_is_told_and_asking_again_goes_on(person, monkeypatch, erased) -> None:
    request = erase.ask(person.profile, person.handle, requests.PERSON, "Administrator")
    frappe.db.commit()

    def refuse(self, place):
        raise RuntimeError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(erase.Erasing, "step", refuse)
        with pytest.raises(RuntimeError):
            erase.run(request)
    state = requests.progress(request)
    assert state["status"] == "Failed" and state["error"]
    assert erased(person) == request
    assert requests.progress(request)["status"] == "Done"


def test_the_handle_has_to_be_typed(person, erased) -> None:
    with pytest.raises(frappe.ValidationError, match=person.mark):
        erase.ask(person.profile, "somebody else", requests.PERSON, "Administrator")
    erased(person)
    with pytest.raises(frappe.ValidationError, match="already"):
        erase.ask(person.profile, erasure.ERASED, requests.PERSON, "Administrator")


def test_a_worker_does_it(person, worker, web, make) -> None:
    asked = {"profile": person.profile, "handle": person.handle, "reason": requests.PERSON}
    for user in (make.agent(), make.agency(), make.sales_rep(), make.nobody()):
        assert web.as_user(user).post("privacy.erase", **asked).status == 403
    manager = make.manager()
    answer = web.as_user(manager).post("privacy.erase", **asked)
    assert answer.ok, answer.error
    request = answer.message["name"]
    wait_for(lambda: requests.progress(request)["status"] == "Done", 60, "the erasure")
    assert web.as_user(manager).get("privacy.progress", request=request).message["status"] == "Done"
    assert web.as_user(make.manager()).get("privacy.progress", request=request).status == 403
    assert frappe.db.get_value(requests.DOCTYPE, request, "asked_by") == manager
