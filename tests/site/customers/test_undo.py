"""Whatever a person decided about an author can be taken back, with all that stood before."""

import frappe
import pytest

from social_support.customers import links
from social_support.customers.decisions import LINK_FIELDS
from social_support.customers.identify import identify
from social_support.customers.undo import undo


def link_of(profile: str) -> dict:
    return frappe.db.get_value("Social Profile", profile, LINK_FIELDS, as_dict=True)


def pairs_of(profile: str) -> dict[str | None, str]:
    fields = ["customer", "decision"]
    rows = frappe.get_all("Social Link Suggestion", {"profile": profile}, fields)
    return {row.customer: row.decision for row in rows}


@pytest.fixture
def matched(make, arrive, introduces, channel):
    """An author who bears the name of two customers, and these two."""
    name = make.unique("Anna Petrova")
    first = make.customer(customer_name=name)
    second = make.customer(customer_name=name)
    return arrive(channel, introduces(display_name=name)).name, first.name, second.name


def suggestion(profile: str, customer: str) -> str:
    pair = {"profile": profile, "customer": customer}
    return frappe.db.get_value("Social Link Suggestion", pair, "name")


def test_an_unlinked_author_comes_back_with_everything(make, arrive, says, channel, host):
    customer = make.customer(email=f"anna@{host}")
    author = arrive(channel, says(f"I am anna@{host}"))
    before = link_of(author.name)
    assert before.customer == customer.name and before.contact and before.link_evidence
    with make.as_user(make.agent()):
        unlinked = links.unlink(author.name, "Her sister")
        undo(unlinked)
    assert link_of(author.name) == before
    links.unlink(author.name)
    assert pairs_of(author.name) == {None: "Rejected"}


def test_a_link_by_hand_goes_and_the_match_waits_again(matched):
    profile, first, second = matched
    decision = links.accept(suggestion(profile, first))
    assert pairs_of(profile) == {first: "Accepted", second: "Settled"}
    undo(decision)
    assert not any(link_of(profile).values())
    assert pairs_of(profile) == {first: "Open", second: "Open"}


def test_a_rejected_match_waits_again_with_its_reasons(matched):
    profile, first, second = matched
    name = suggestion(profile, first)
    facts = ["customer", "evidence", "basis", "score", "contact", "decision", "decided_by"]
    before = frappe.db.get_value("Social Link Suggestion", name, facts)
    decision = links.reject(name)
    identify([profile], [])
    assert pairs_of(profile) == {None: "Rejected", second: "Open"}
    undo(decision)
    assert frappe.db.get_value("Social Link Suggestion", name, facts) == before


def test_a_change_is_taken_back_to_the_customer_before(make, matched):
    profile, first, second = matched
    links.link(profile, first, basis="Agreed", evidence="At the fair")
    before = link_of(profile)
    decision = links.link(profile, second, basis="Told Us", evidence="She rang")
    assert pairs_of(profile) == {None: "Rejected", second: "Accepted"}
    undo(decision)
    assert link_of(profile) == before
    assert pairs_of(profile)[second] == "Settled" and "Rejected" not in pairs_of(profile).values()


def test_a_link_that_overruled_a_no_leaves_the_no(make):
    profile, customer = make.profile(), make.customer()
    links.link(profile, customer.name, basis="Agreed", evidence="x")
    links.unlink(profile)
    undo(links.link(profile, customer.name, basis="Agreed", evidence="After all"))
    assert pairs_of(profile) == {None: "Rejected"}


def test_undoing_is_a_decision_too_and_is_done_once(make):
    profile, customer = make.profile(), make.customer()
    decision = links.link(profile, customer.name, basis="Agreed", evidence="x")
    undone = undo(decision)
    row = frappe.get_doc("Social Link Decision", undone)
    assert (row.action, row.undoes, row.customer) == ("Undone", decision, customer.name)
    for again in (decision, undone):
        with pytest.raises(frappe.ValidationError):
            undo(again)


def test_what_was_decided_since_stands(make):
    profile, first, second = make.profile(), make.customer(), make.customer()
    decision = links.link(profile, first.name, basis="Agreed", evidence="x")
    links.link(profile, second.name, basis="Agreed", evidence="y")
    with pytest.raises(frappe.ValidationError, match=second.name):
        undo(decision)
    unlinked = links.unlink(profile)
    links.link(profile, first.name, basis="Agreed", evidence="z")
    with pytest.raises(frappe.ValidationError, match=first.name):
        undo(unlinked)


def test_what_evidence_decided_is_unlinked_not_undone(make, arrive, says, channel, host):
    customer = make.customer(email=f"anna@{host}")
    author = arrive(channel, says(f"anna@{host}"))
    kept = {"profile": author.name, "customer": customer.name, "action": "Linked"}
    decision = frappe.get_doc("Social Link Decision", kept)
    assert (decision.linked_how, decision.decided_by) == ("Automatically", None)
    assert decision.link_evidence == author.link_evidence
    with pytest.raises(frappe.ValidationError, match="No person"):
        undo(decision.name)


def test_a_link_does_not_come_back_to_a_customer_who_is_gone(make):
    profile, customer = make.profile(), make.customer()
    links.link(profile, customer.name, basis="Agreed", evidence="x")
    unlinked = links.unlink(profile)
    frappe.delete_doc("Customer", customer.name)
    with pytest.raises(frappe.ValidationError, match="does not exist any more"):
        undo(unlinked)
