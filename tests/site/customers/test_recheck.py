"""Customers who come or change later find the authors who told what is theirs."""

import frappe
import pytest

from social_support.customers import catch_up, links, recheck
from social_support.customers.keys import PARTY_KEY
from tests.site.support.waiting import wait_for

# Rebuilding the site's search is a job, which would come when the documents are gone.
QUIET = {"force": True, "show_alert": False, "rebuild_search": False}


def customer_of(author) -> str | None:
    return frappe.db.get_value("Social Profile", author.name, "customer")


@pytest.fixture
def told(arrive, says, channel, host):
    """An author who told an e-mail that nobody has."""
    return arrive(channel, says(f"I am anna@{host}"))


def test_a_new_customer_finds_the_author_by_itself(make, told, host, worker):
    frappe.db.commit()
    customer = make.customer(email=f"anna@{host}")
    wait_for(lambda: customer_of(told) == customer.name, 30, "the author to be linked")
    how = frappe.db.get_value("Social Profile", told.name, ["linked_how", "link_basis"])
    assert how == ("Automatically", "Told Us")
    wait_for(lambda: not frappe.db.exists(PARTY_KEY, {"to_check": 1}), 10, "the marks to go")


def test_what_is_decided_stays_so(make, arrive, says, channel, host):
    """Whoever is linked, blocked, erased, or ruled out as this very customer."""
    linked, blocked, erased, rejected = (
        arrive(channel, says(f"anna@{host}", author=make.author(make.unique(word))))
        for word in ("linked", "blocked", "erased", "rejected")
    )
    mine, other = make.customer(), make.customer()
    links.link(linked.name, mine.name, basis="Agreed", evidence="At the fair.")
    later = frappe.utils.add_days(frappe.utils.now_datetime(), 1)
    frappe.db.set_value("Social Profile", blocked.name, "blocked_until", later)
    frappe.db.set_value("Social Profile", erased.name, "erased", 1)
    links.link(rejected.name, other.name, basis="Agreed", evidence="At the fair.")
    links.unlink(rejected.name)
    make.contact(other.name, email=f"anna@{host}")
    recheck.recheck_authors()
    assert [customer_of(one) for one in (linked, blocked, erased, rejected)] == [
        mine.name,
        None,
        None,
        None,
    ]
    open_ones = {"customer": other.name, "decision": "Open"}
    assert not frappe.db.exists("Social Link Suggestion", open_ones)


def test_a_no_holds_when_the_lead_or_contact_becomes_somebodys(make, arrive, says, channel, host):
    of_lead, of_contact = (
        arrive(channel, says(f"{word}@{host}", author=make.author(make.unique(word))))
        for word in ("lead", "contact")
    )
    lead, contact = make.lead(), make.contact()
    frappe.db.set_value("Lead", lead.name, "email_id", f"lead@{host}")
    for author, party in ((of_lead, lead), (of_contact, contact)):
        links.link(author.name, party.name, party.doctype, basis="Agreed", evidence="x")
        links.unlink(author.name)
    make.customer(lead_name=lead.name, email=f"lead@{host}")
    contact.add_email(f"contact@{host}", is_primary=True)
    contact.append("links", {"link_doctype": "Customer", "link_name": make.customer().name})
    contact.save()
    recheck.recheck_authors()
    assert [customer_of(each) for each in (of_lead, of_contact)] == [None, None]


def test_a_match_that_nothing_speaks_for_any_more_is_taken_back(
    make, arrive, says, channel, suggestions, number
):
    first, second = make.customer(phone=number), make.customer(phone=number)
    author = arrive(channel, says(f"Call {number}"))
    assert sorted(suggestions(author)) == sorted([first.name, second.name])
    contact = frappe.get_doc("Contact", contact_of(second.name))
    contact.phone_nos[0].phone = "+359 2 981 1234"
    contact.save()
    recheck.recheck_authors()
    assert suggestions(author) == [] and customer_of(author) == first.name


def test_a_contact_that_is_given_to_a_customer_brings_its_author(make, told, host):
    customer = make.customer()
    contact = make.contact(customer.name, email=f"anna@{host}")
    contact.set("links", [])
    contact.save()
    contact.append("links", {"link_doctype": "Customer", "link_name": customer.name})
    contact.save()
    recheck.recheck_authors()
    assert customer_of(told) == customer.name


def test_a_change_never_unlinks_what_was_linked(make, told, host):
    customer = make.customer(email=f"anna@{host}")
    recheck.recheck_authors()
    contact = frappe.get_doc("Contact", contact_of(customer.name))
    contact.set("email_ids", [])
    contact.save()
    recheck.recheck_authors()
    assert customer_of(told) == customer.name


def test_what_was_written_past_the_events_is_caught_up_with(make, told, host):
    customer = make.customer(email="before@petrova.example")
    catch_up.catch_up()
    row = {"parent": contact_of(customer.name)}
    frappe.db.set_value("Contact Email", row, "email_id", f"anna@{host}")
    frappe.db.set_value("Contact", row["parent"], "middle_name", "A.")
    assert customer_of(told) is None
    catch_up.catch_up()
    assert customer_of(told) == customer.name


def test_authors_of_an_earlier_version_get_their_keys(make, told, host):
    frappe.db.delete("Social Profile Key", {"profile": told.name})
    frappe.db.set_single_value("Social Catch Up", "social_profile", "")
    customer = make.customer(email=f"anna@{host}")
    catch_up.catch_up()
    assert frappe.db.exists("Social Profile Key", {"profile": told.name})
    assert customer_of(told) == customer.name


def test_keys_follow_a_customer_who_is_renamed_merged_or_deleted(
    make, arrive, introduces, channel, host, suggestions
):
    customer = make.customer(website=f"https://{host}")
    renamed = frappe.rename_doc("Customer", customer.name, make.unique("Renamed"), **QUIET)
    make.cleanup.doc("Customer", renamed)
    assert suggestions(arrive(channel, introduces(f"https://{host}"))) == [renamed]
    into = make.customer(website=f"https://{host}")
    frappe.rename_doc("Customer", renamed, into.name, merge=True, **QUIET)
    assert suggestions(arrive(channel, introduces(f"https://{host}"))) == [into.name]
    frappe.delete_doc("Customer", into.name, force=True)
    assert suggestions(arrive(channel, introduces(f"https://{host}"))) == []
    kept = {"party": ("in", [customer.name, renamed, into.name]), "gone": 0}
    assert not frappe.db.exists(PARTY_KEY, kept)


def contact_of(customer: str) -> str:
    linked = {"link_doctype": "Customer", "link_name": customer, "parenttype": "Contact"}
    return frappe.db.get_value("Dynamic Link", linked, "parent")
