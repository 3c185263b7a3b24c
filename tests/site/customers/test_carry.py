"""Customers, contacts and leads are renamed, merged, converted and deleted: authors follow."""

import frappe
import pytest

from social_support.customers import links
from social_support.customers.identify import identify
from social_support.customers.panel import social_tab
from social_support.customers.party import customer_of_lead
from social_support.customers.undo import undo
from tests.site.support.queries import count_queries

# Rebuilding the site's search is a job, which would come when the documents are gone.
QUIET = {"show_alert": False, "rebuild_search": False}


def decision_on(suggestion: str) -> str | None:
    return frappe.db.get_value("Social Link Suggestion", suggestion, "decision")


def suggestion_of(profile: str, customer: str) -> str:
    pair = {"profile": profile, "customer": customer}
    return frappe.db.get_value("Social Link Suggestion", pair, "name")


@pytest.fixture
def namesake(make, arrive, introduces, channel):
    """namesake(customer) -> an author with an open match to this customer."""

    def namesake(customer):
        name = frappe.db.get_value("Customer", customer, "customer_name")
        return arrive(channel, introduces(display_name=name)).name

    return namesake


def rename(make, doctype: str, old: str, new: str, *, merge: bool = False) -> None:
    make.cleanup.doc(doctype, new)
    frappe.rename_doc(doctype, old, new, merge=merge, force=True, **QUIET)


def test_a_renamed_customer_keeps_links_matches_and_what_was_ruled_out(make, namesake):
    customer = make.customer("Anna Petrova").name
    linked, asked, refused = make.profile(), namesake(customer), namesake(customer)
    links.link(linked, customer, basis="Agreed", evidence="x")
    links.reject(suggestion_of(refused, customer))
    new = make.unique("Petrova and Daughters")
    rename(make, "Customer", customer, new)
    assert frappe.db.get_value("Social Profile", linked, "customer") == new
    assert decision_on(suggestion_of(asked, new)) == "Open"
    identify([asked, refused], [])
    assert frappe.db.count("Social Link Suggestion", {"profile": asked}) == 1
    assert not suggestion_of(refused, new), "a no is forgotten with the name"
    links.accept(suggestion_of(asked, new))
    unlinked = links.unlink(linked)
    newer = make.unique("Petrova Sisters")
    rename(make, "Customer", new, newer)
    undo(unlinked)
    assert frappe.db.get_value("Social Profile", linked, "customer") == newer


def test_merged_customers_bring_all_their_authors_and_every_no(make, arrive, introduces, channel):
    name = make.unique("Anna Petrova")
    old, new = make.customer(customer_name=name).name, make.customer(customer_name=name).name
    first, second = make.profile(), make.profile()
    links.link(first, old, basis="Agreed", evidence="x")
    links.link(second, new, basis="Agreed", evidence="y")
    undecided, said_no, said_no_to_new, said_yes = (
        arrive(channel, introduces(display_name=name)).name for _each in range(4)
    )
    links.reject(suggestion_of(said_no, old))
    links.reject(suggestion_of(said_no_to_new, new))
    links.accept(suggestion_of(said_yes, old))
    rename(make, "Customer", old, new, merge=True)
    authors = social_tab(new, "Administrator")["authors"]
    assert {row["profile"] for row in authors} == {first, second, said_yes}
    identify([undecided, said_no, said_no_to_new], [])
    pairs = frappe.get_all(
        "Social Link Suggestion",
        {"profile": ("in", [undecided, said_no, said_no_to_new, said_yes])},
        ["profile", "decision"],
        as_list=True,
    )
    assert dict(pairs) == {
        undecided: "Open",
        said_no: "Rejected",
        said_no_to_new: "Rejected",
        said_yes: "Accepted",
    }
    assert len(pairs) == 4


def test_a_deleted_customer_leaves_its_authors_and_their_posts(make, arrive, channel, namesake):
    customer = make.customer("Anna Petrova").name
    author = arrive(channel, make.post())
    asked = namesake(customer)
    links.link(author.name, customer, basis="Told Us", evidence="x")
    frappe.delete_doc("Customer", customer)
    row = frappe.get_doc("Social Profile", author.name)
    assert not any(row.get(field) for field in links.LINK_FIELDS)
    assert frappe.db.exists("Social Conversation", {"profile": author.name})
    assert not frappe.db.exists("Social Link Suggestion", {"profile": asked})
    kept = {"profile": author.name, "action": "Unlinked", "customer": customer}
    reason, by = frappe.db.get_value("Social Link Decision", kept, ["reason", "decided_by"])
    assert customer in reason and by is None


@pytest.mark.parametrize("doctype", ["Lead", "Contact"])
def test_leads_and_contacts_are_carried_as_well(make, doctype):
    party = make.lead() if doctype == "Lead" else make.contact()
    profile, ruled_out = make.profile(), make.profile()
    for each in (profile, ruled_out):
        links.link(each, party.name, doctype, basis="Agreed", evidence="x")
    links.unlink(ruled_out)
    other = make.lead() if doctype == "Lead" else make.contact()
    rename(make, doctype, party.name, other.name, merge=True)
    column = doctype.lower()
    assert frappe.db.get_value("Social Profile", profile, column) == other.name
    undo(links.link(ruled_out, other.name, doctype, basis="Agreed", evidence="x"))
    pair = {"profile": ruled_out}
    assert frappe.get_all("Social Link Suggestion", pair, pluck="decision") == ["Rejected"]
    frappe.delete_doc(doctype, other.name)
    assert not frappe.db.get_value("Social Profile", profile, [column, "linked_how"])[0]


def test_a_contact_of_one_customer_is_that_customers_person(make):
    customer = make.customer(email="someone@petrova.example")
    contact = frappe.db.get_value("Dynamic Link", {"link_name": customer.name}, "parent")
    profile = make.profile()
    links.link(profile, contact, "Contact", basis="Agreed", evidence="x")
    columns = ["customer", "contact"]
    assert frappe.db.get_value("Social Profile", profile, columns) == (customer.name, contact)
    frappe.delete_doc("Contact", contact)
    assert frappe.db.get_value("Social Profile", profile, columns) == (customer.name, None)


def test_a_lead_that_becomes_a_customer_takes_its_authors_along(make):
    lead = make.lead()
    profile, refused = make.profile(), make.profile()
    links.link(profile, lead.name, "Lead", basis="Told Us", evidence="She rang")
    links.link(refused, lead.name, "Lead", basis="Told Us", evidence="x")
    customer = make.customer(lead_name=lead.name)
    facts = ["customer", "lead", "link_basis", "link_evidence"]
    link = (customer.name, lead.name, "Told Us", "She rang")
    assert frappe.db.get_value("Social Profile", profile, facts) == link
    late = make.profile()
    links.link(late, lead.name, "Lead", basis="Agreed", evidence="x")
    assert frappe.db.get_value("Social Profile", late, "customer") == customer.name
    for doctype, name in (("Customer", customer.name), ("Lead", lead.name)):
        authors = social_tab(name, "Administrator", doctype)["authors"]
        assert {row["profile"] for row in authors} == {profile, refused, late}
    links.unlink(profile)
    assert frappe.db.get_value("Social Profile", profile, facts) == (None,) * 4


def test_what_a_lead_became_is_found_without_a_look_at_all_customers(make):
    lead = make.lead()
    assert customer_of_lead(lead.name) is None
    customer = make.customer(lead_name=lead.name)
    with count_queries() as queries:
        assert customer_of_lead(lead.name) == customer.name
    assert not [query for query in queries if "tabCustomer" in query]
