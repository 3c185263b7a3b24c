"""An author becomes a Lead or a Contact, with what they told, and is linked to it."""

import frappe
import pytest

from social_support.customers.new_party import create, suggested
from social_support.customers.panel import social_tab


def test_a_lead_made_of_an_author(make, arrive, says, introduces, channel, host):
    who = make.author(f"anna@{host}", display_name="Anna Petrova", bio="https://drills.example")
    author = arrive(channel, says(f"Write to me at anna@{host}, call +359 888 123456", author=who))
    told = suggested(author.name, "Lead")
    assert told == {
        "first_name": "Anna",
        "last_name": "Petrova",
        "email": f"anna@{host}",
        "phone": "+359888123456",
        "website": "drills.example",
        "basis": "Told Us",
    }
    with make.as_user(make.agent()):
        made = create(author.name, "Lead", told)
    lead = frappe.get_doc("Lead", made["name"])
    assert (lead.lead_name, lead.email_id) == ("Anna Petrova", f"anna@{host}")
    row = frappe.get_doc("Social Profile", author.name)
    assert (row.lead, row.customer, row.link_basis) == (lead.name, None, "Told Us")
    assert [card["profile"] for card in social_tab(lead.name, "Administrator", "Lead")["authors"]]


def test_a_contact_is_made_the_person_of_its_customer(make):
    profile, customer = make.profile(), make.customer().name
    made = create(profile, "Contact", {"first_name": "Anna", "customer": customer})
    row = frappe.get_doc("Social Profile", profile)
    assert (row.contact, row.customer) == (made["name"], customer)
    assert row.link_basis == "Public Profile"


def test_the_profile_is_read_as_it_is_for_matching(make, monkeypatch):
    monkeypatch.setattr("social_support.customers.regions.of_site", lambda: "BG")
    url = "https://own.example/@anna"
    profile = make.profile(bio="Call 0888 123456, own.example", url=url)
    told = suggested(profile, "Contact")
    assert (told["phone"], told["website"]) == ("+359888123456", None)


def test_what_was_not_told_is_not_guessed(make, arrive, channel):
    author = arrive(channel, make.post("write to somebody@else.example"))
    told = suggested(author.name, "Contact")
    assert (told["email"], told["phone"], told["website"]) == (None, None, None)
    assert told["basis"] == "Public Profile"


def test_whoever_may_not_create_one_is_told_who_can_change_that(make):
    profile = make.profile()
    with make.as_user(make.user("Social Agent")):
        with pytest.raises(frappe.PermissionError, match="Sales User"):
            create(profile, "Lead", {"first_name": "Anna"})
        with pytest.raises(frappe.ValidationError, match="Choose one of"):
            suggested(profile, "Customer")
    assert not frappe.db.get_value("Social Profile", profile, "lead")
