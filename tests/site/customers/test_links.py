"""What a person decides about an author stands, and leaves no trace where it was wrong."""

import frappe
import pytest
from frappe.model.rename_doc import get_link_fields

from social_support.customers import links
from social_support.customers.identify import identify
from social_support.customers.panel import social_tab
from social_support.customers.party import Party
from social_support.customers.timeline import milestones


def open_suggestion(profile: str) -> str:
    filters = {"profile": profile, "decision": "Open"}
    return frappe.db.get_value("Social Link Suggestion", filters, "name")


def test_a_person_links_changes_and_removes(make):
    profile, first, second = make.profile(), make.customer(), make.customer()
    links.link(profile, first.name, basis="Agreed", evidence="At the fair <b>")
    row = frappe.get_doc("Social Profile", profile)
    assert (row.customer, row.linked_how, row.link_basis) == (first.name, "By a Person", "Agreed")
    assert row.linked_by == "Administrator" and row.link_evidence == "At the fair <b>"
    links.link(profile, second.name, basis="Told Us", evidence="She rang")
    assert frappe.db.get_value("Social Profile", profile, "customer") == second.name
    links.unlink(profile, "It was her sister")
    assert not frappe.db.get_value("Social Profile", profile, "customer")
    fields = ["action", "customer", "link_evidence", "reason", "decided_by"]
    kept = frappe.get_all("Social Link Decision", {"profile": profile}, fields, order_by="name")
    assert [(row.action, row.customer, row.link_evidence) for row in kept] == [
        ("Linked", first.name, "At the fair <b>"),
        ("Unlinked", first.name, "At the fair <b>"),
        ("Changed", second.name, "She rang"),
        ("Unlinked", second.name, "She rang"),
    ]
    assert kept[-1].reason == "It was her sister"
    assert {row.decided_by for row in kept} == {"Administrator"}


def test_unlinking_leaves_no_trace_on_the_wrong_customer(make, arrive, says, channel, host):
    customer = make.customer(email=f"anna@{host}")
    author = arrive(channel, says(f"anna@{host}"))
    assert author.customer == customer.name
    links.unlink(author.name)
    for doctype in ("Social Profile", "Social Link Suggestion", "Social Link Decision"):
        meta = frappe.get_meta(doctype)
        for field in meta.get("fields", {"fieldtype": "Link", "options": "Customer"}):
            assert not frappe.db.exists(doctype, {field.fieldname: customer.name})
    row = frappe.get_doc("Social Profile", author.name)
    assert not any(row.get(field) for field in links.LINK_FIELDS)
    tab = social_tab(customer.name, "Administrator")
    assert (tab["authors"], tab["waiting"], tab["suggestions"]) == ([], [], [])
    assert milestones("Customer", customer.name) == []
    linked = [field["parent"] for field in get_link_fields("Customer")]
    assert "Social Link Decision" not in linked


def test_what_was_unlinked_is_not_linked_again(make, arrive, says, channel, suggestions, host):
    make.customer(email=f"anna@{host}")
    who = make.author(f"anna@{host}")
    author = arrive(channel, says(f"anna@{host}", author=who))
    links.unlink(author.name)
    again = arrive(channel, says(f"I am anna@{host} indeed", author=who))
    assert again.name == author.name
    assert not again.customer and suggestions(again) == []


def test_unlinking_names_the_issues_that_still_bear_the_customer(make, arrive, channel):
    customer = make.customer()
    author = arrive(channel, make.post())
    links.link(author.name, customer.name, basis="Told Us", evidence="x")
    issue = make.issue(customer.name)
    frappe.db.set_value("Social Conversation", {"profile": author.name}, "issue", issue.name)
    links.unlink(author.name)
    assert links.issues_naming(author.name, Party("Customer", customer.name)) == [issue.name]


def test_accepting_a_possible_match_keeps_its_evidence(make, arrive, introduces, channel):
    customer = make.customer("Anna Petrova")
    author = arrive(channel, introduces(display_name=customer.customer_name))
    links.accept(open_suggestion(author.name))
    row = frappe.get_doc("Social Profile", author.name)
    assert (row.customer, row.linked_how) == (customer.name, "By a Person")
    assert customer.customer_name in row.link_evidence
    assert not open_suggestion(author.name)


def test_a_rejected_match_never_comes_again(make, arrive, introduces, channel, suggestions):
    customer = make.customer("Anna Petrova")
    author = arrive(channel, introduces(display_name=customer.customer_name))
    rejected = open_suggestion(author.name)
    links.reject(rejected)
    identify([author.name], [])
    assert suggestions(author) == []
    with pytest.raises(frappe.ValidationError, match="already"):
        links.accept(rejected)


@pytest.fixture
def linked_match(make, arrive, introduces, channel):
    """An author with an open match to a customer, and then linked to whom the test says."""
    matching = make.customer("Anna Petrova")
    author = arrive(channel, introduces(display_name=matching.customer_name))
    suggestion = open_suggestion(author.name)

    def linked_to(customer: str | None = None) -> tuple[str, str, str]:
        column = {"customer": customer or matching.name}
        frappe.db.set_value("Social Profile", author.name, column)
        return author.name, suggestion, matching.name

    return linked_to


def test_a_match_is_not_accepted_over_another_link(make, linked_match):
    other = make.customer()
    profile, suggestion, _matching = linked_match(other.name)
    with pytest.raises(frappe.ValidationError, match="Unlink it first"):
        links.accept(suggestion)
    assert frappe.db.get_value("Social Profile", profile, "customer") == other.name
    assert frappe.db.get_value("Social Link Suggestion", suggestion, "decision") == "Open"


def test_rejecting_the_very_customer_removes_the_link(linked_match):
    profile, suggestion, matching = linked_match()
    links.reject(suggestion)
    assert not frappe.db.get_value("Social Profile", profile, "customer")
    assert frappe.db.get_value("Social Link Suggestion", suggestion, "decision") == "Rejected"
    last = {"profile": profile, "action": "Unlinked", "customer": matching}
    assert frappe.db.exists("Social Link Decision", last)


def test_rejecting_one_of_two_does_not_link_the_other(
    make, arrive, says, channel, suggestions, number
):
    first, second = make.customer(phone=number), make.customer(phone=number)
    who = make.author(make.unique("anna").replace(" ", "") + "@social.example")
    author = arrive(channel, says(number, author=who))
    pair = {"profile": author.name, "customer": first.name}
    links.reject(frappe.db.get_value("Social Link Suggestion", pair, "name"))
    again = arrive(channel, says(f"again {number}", author=who))
    assert not again.customer and suggestions(again) == [second.name]


def test_linking_by_hand_overrules_an_earlier_no(make):
    profile, customer = make.profile(), make.customer()
    links.link(profile, customer.name, basis="Agreed", evidence="x")
    links.unlink(profile)
    links.link(profile, customer.name, basis="Agreed", evidence="After all")
    assert frappe.db.get_value("Social Profile", profile, "customer") == customer.name
    assert not frappe.db.exists(
        "Social Link Suggestion", {"profile": profile, "decision": "Rejected"}
    )


def test_an_erased_author_is_not_linked(make):
    profile, customer = make.profile(erased=1), make.customer()
    with pytest.raises(frappe.ValidationError, match="erased"):
        links.link(profile, customer.name, basis="Agreed", evidence="x")


def test_removing_no_link_is_an_error(make):
    with pytest.raises(frappe.ValidationError, match="linked to nobody"):
        links.unlink(make.profile())
