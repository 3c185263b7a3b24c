"""Invariant 7: a customer is linked on evidence, never on a name alone."""

from datetime import datetime, timezone

import frappe
import pytest

from social_support.customers import links
from social_support.customers.identify import identify
from social_support.networks.contract import ProfileField
from tests.load.labelled.measure import store_town
from tests.load.labelled.town import Town
from tests.site.support.queries import count_queries


def test_an_email_in_a_private_message_links(make, arrive, says, channel, host):
    customer = make.customer()
    contact = make.contact(customer.name, email=f"anna@{host}")
    author = arrive(channel, says(f"I am Anna@{host}, where is my drill?"))
    assert (author.customer, author.contact) == (customer.name, contact.name)
    assert (author.linked_how, author.link_basis) == ("Automatically", "Told Us")
    assert f"anna@{host}" in author.link_evidence and contact.full_name in author.link_evidence
    assert author.linked_on and not author.linked_by


def test_a_country_without_a_code_stops_nothing(make, arrive, says, channel, host):
    country = frappe.db.get_value("Company", channel.company, "country")
    frappe.db.set_value("Country", country, "code", None)
    frappe.clear_document_cache("Country", country)
    customer = make.customer(email=f"anna@{host}")
    assert arrive(channel, says(f"I am anna@{host}")).customer == customer.name


def test_the_same_words_in_public_say_nothing(make, arrive, channel, suggestions, host):
    """A public post may quote anybody's address; only the profile and private messages count."""
    make.customer(email=f"anna@{host}")
    author = arrive(channel, make.post(f"They answer at anna@{host} and https://{host}"))
    assert not author.customer and suggestions(author) == []


def test_an_email_in_the_profile_links(make, arrive, introduces, channel, host):
    customer = make.customer(email=f"anna@{host}")
    author = arrive(channel, introduces(f"Drills and more. anna@{host}"))
    assert (author.customer, author.link_basis) == (customer.name, "Public Profile")


def test_a_free_mail_address_of_one_contact_links(make, arrive, says, channel):
    email = make.unique("anna").replace(" ", "") + "@gmail.com"
    customer = make.customer(email=email)
    assert arrive(channel, says(f"mail me: {email}")).customer == customer.name


def test_a_free_mail_domain_links_nobody(make, arrive, says, channel, suggestions):
    make.customer(website="https://gmail.com")
    author = arrive(channel, says("mail me: somebody.unknown@gmail.com"))
    assert not author.customer and suggestions(author) == []


def test_a_shared_mailbox_links_nobody(make, arrive, says, channel, suggestions, host):
    make.customer(email=f"info@{host}")
    author = arrive(channel, says(f"I wrote to info@{host} already"))
    assert not author.customer and suggestions(author) == []


def test_another_mailbox_of_the_customers_domain_is_a_possible_match(
    make, arrive, says, channel, suggestions, host
):
    customer = make.customer(website=f"https://www.{host}/")
    author = arrive(channel, says(f"write to ivan@{host}"))
    assert not author.customer and suggestions(author) == [customer.name]


def test_letters_with_marks_are_other_letters(make, arrive, says, channel, suggestions, host):
    """The database's collation calls them equal."""
    customer = make.customer(email=f"hanna@{host}")
    contact = frappe.db.get_value("Dynamic Link", {"link_name": customer.name}, "parent")
    frappe.db.set_value("Contact Email", {"parent": contact}, "email_id", f"änna@{host}")
    author = arrive(channel, says(f"write to anna@{host}"))
    assert not author.customer and suggestions(author) == []


def test_a_phone_number_links_however_it_is_written(make, arrive, says, channel, number):
    customer = make.customer(phone=number)
    written = "0" + number.replace(" ", "").removeprefix("+359")
    author = arrive(channel, says(f"тел. {written[:4]}/{written[4:7]}-{written[7:]}"))
    assert (author.customer, author.link_basis) == (customer.name, "Told Us")


def test_a_number_kept_without_country_code_links(make, arrive, says, channel, number):
    kept = "0" + number.replace(" ", "").removeprefix("+359")
    customer = make.customer(phone=f"{kept[:4]} {kept[4:]}")
    assert arrive(channel, says(f"Call {number}")).customer == customer.name


def test_the_same_tail_in_another_country_is_another_number(
    make, arrive, says, channel, suggestions, number
):
    make.customer(phone=number)
    other = "+49 170 " + number.replace(" ", "")[-7:]
    author = arrive(channel, says(f"Call {other}"))
    assert not author.customer and suggestions(author) == []


def test_two_customers_with_one_phone_are_possible_matches(
    make, arrive, says, channel, suggestions, number
):
    first, second = make.customer(phone=number), make.customer(phone=number)
    author = arrive(channel, says(f"Call {number}"))
    assert not author.customer
    assert sorted(suggestions(author)) == sorted([first.name, second.name])


def test_one_contact_of_two_customers_singles_out_none(
    make, arrive, says, channel, suggestions, host
):
    first, second = make.customer(), make.customer()
    contact = make.contact(first.name, email=f"anna@{host}")
    contact.append("links", {"link_doctype": "Customer", "link_name": second.name})
    contact.save()
    author = arrive(channel, says(f"anna@{host}"))
    assert not author.customer
    assert sorted(suggestions(author)) == sorted([first.name, second.name])


def test_evidence_for_two_customers_links_neither(
    make, arrive, says, channel, suggestions, host, number
):
    by_mail, by_phone = make.customer(email=f"anna@{host}"), make.customer(phone=number)
    author = arrive(channel, says(f"anna@{host} or {number}"))
    assert not author.customer
    assert sorted(suggestions(author)) == sorted([by_mail.name, by_phone.name])


@pytest.mark.parametrize(
    "kept", ["https://www.{}/", "http://{}/about?x=1", "{}", "WWW.{}", "https://{}:443/shop#a"]
)
def test_a_website_that_the_network_proved_links_however_it_is_kept(
    make, arrive, channel, host, kept
):
    customer = make.customer(website=kept.format(host))
    fields = (ProfileField("Shop", f"https://{host}/en/contact", datetime.now(timezone.utc)),)
    proven = make.author(make.unique("anna").replace(" ", ""), fields=fields)
    author = arrive(channel, make.post(author=proven))
    assert (author.customer, author.link_basis) == (customer.name, "Public Profile")
    assert host in author.link_evidence


def test_a_website_that_anybody_can_show_is_only_a_possible_match(
    make, arrive, says, introduces, channel, suggestions, host
):
    customer = make.customer(website=f"https://{host}")
    author = arrive(channel, introduces("I love their drills", f"https://{host}"))
    assert not author.customer and suggestions(author) == [customer.name]
    author = arrive(channel, says(f"{host} is cheaper than you are"))
    assert not author.customer and suggestions(author) == [customer.name]


def test_a_website_that_many_show_is_an_agencys(
    make, arrive, introduces, channel, suggestions, host
):
    make.customer(website=f"https://{host}")
    authors = [arrive(channel, introduces("", f"https://{host}")) for _ in range(6)]
    assert suggestions(authors[4]) and suggestions(authors[5]) == []


def test_our_own_company_as_a_customer_is_nobody(make, arrive, says, channel, suggestions, host):
    """A message may well hold a link to our own shop."""
    customer = make.customer(website=f"https://{host}")
    frappe.db.set_value("Customer", customer.name, "is_internal_customer", 1)
    author = arrive(channel, says(f"I bought https://{host}/drill-200 from you"))
    assert not author.customer and suggestions(author) == []


def test_a_network_as_a_customer_is_not_everybody_on_it(
    make, arrive, introduces, channel, suggestions, host
):
    make.customer(website=f"https://{host}")
    author = arrive(channel, introduces(f"see https://{host}/about", handle=f"anna@{host}"))
    assert not author.customer and suggestions(author) == []


def test_a_name_alone_is_only_a_possible_match(make, arrive, introduces, channel, suggestions):
    customer = make.customer("Anna Petrova")
    author = arrive(channel, introduces(display_name=customer.customer_name.upper()))
    assert not author.customer and suggestions(author) == [customer.name]


def test_a_handle_that_was_somebodys_before_is_only_a_possible_match(
    make, arrive, channel, suggestions, host
):
    """The account is another one: handles change hands."""
    customer = make.customer()
    handle = f"anna@{host}"
    before = make.profile(handle, external_key=make.unique("the account before"))
    links.link(before, customer.name, basis="Agreed", evidence="She said so at the fair.")
    author = arrive(channel, make.post(handle=handle))
    assert author.name != before
    assert not author.customer and suggestions(author) == [customer.name]


def test_the_handle_on_another_network_is_only_a_possible_match(
    make, arrive, channel, suggestions, host
):
    customer = make.customer()
    handle = f"anna@{host}"
    before = make.profile(handle, network="another", external_key=make.unique("another"))
    links.link(before, customer.name, basis="Agreed", evidence="She said so at the fair.")
    author = arrive(channel, make.post(handle=handle))
    assert not author.customer and suggestions(author) == [customer.name]


def test_switched_off_it_only_suggests(make, arrive, says, channel, suggestions, host):
    frappe.db.set_single_value("Social Support Settings", "link_automatically", 0)
    customer = make.customer(email=f"anna@{host}")
    author = arrive(channel, says(f"anna@{host}"))
    assert not author.customer and suggestions(author) == [customer.name]


def test_whoever_is_linked_blocked_or_erased_is_left_alone(make, says, channel, host):
    told, linked = make.customer(email=f"anna@{host}"), make.customer()
    posts = [says(f"anna@{host}") for _ in range(3)]
    stored = make.stored(channel, *posts)
    profiles = frappe.get_all(
        "Social Interaction", {"name": ["in", stored.inbound_new]}, pluck="profile"
    )
    links.link(profiles[0], linked.name, basis="Agreed", evidence="At the fair.")
    frappe.db.set_value("Social Profile", profiles[1], "erased", 1)
    later = frappe.utils.add_days(frappe.utils.now_datetime(), 1)
    frappe.db.set_value("Social Profile", profiles[2], "blocked_until", later)
    assert identify(stored.fresh_profiles, stored.inbound_new) == []
    assert frappe.db.get_value("Social Profile", profiles[0], "customer") == linked.name
    assert not frappe.db.exists("Social Link Suggestion", {"customer": told.name})


def test_our_own_message_tells_nothing_about_others(make, says, channel, host):
    """What we write goes out: an address in it is one that we gave."""
    make.customer(email=f"anna@{host}")
    us = make.author("shop@example.social")
    stored = make.stored(channel, says(f"Write to anna@{host}", author=us))
    assert identify(stored.profiles, stored.new) == []


def test_a_page_of_a_hundred_asks_as_often_as_a_page_of_two(make, says, introduces, channel):
    def page(seed: int, size: int):
        town = Town(seed)
        customer = town.customer(website=town.host())
        emails = [f"anna{number}@{customer.host}" for number in range(size)]
        for email in emails:
            town.contact(customer, email=email)
        store_town(town)
        told = [f"{email} {town.phone()} https://{customer.host}" for email in emails]
        half = size // 2
        return make.stored(channel, *map(says, told[:half]), *map(introduces, told[half:]))

    first = page(11, 2)  # fills the caches of settings, channels and countries
    identify(first.fresh_profiles, first.inbound_new)
    counts = []
    for seed, size in ((12, 2), (13, 100)):
        stored = page(seed, size)
        with count_queries() as queries:
            linked = identify(stored.fresh_profiles, stored.inbound_new)
        assert len(linked) == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 19


def test_a_page_asks_as_often_among_two_thousand_customers_as_among_a_hundred(
    make, says, introduces, channel
):
    counts = []
    for seed, size in ((1, 100), (2, 100), (3, 2000)):
        town = Town(seed)
        customers = [town.customer(website=town.host()) for _ in range(size)]
        for one in customers:
            town.contact(one, email=f"anna@{one.host}", phone=town.phone())
        told = [f"anna@{one.host} {town.order(one)}" for one in customers[:100]]
        namesake = town.customer(f"Kalina Rangelova {seed}")
        store_town(town)
        page = [says(each) for each in told[:50]]
        page += [introduces(each, display_name=namesake.title) for each in told[50:]]
        stored = make.stored(channel, *page)
        with count_queries() as queries:
            linked = identify(stored.fresh_profiles, stored.inbound_new)
        assert len(linked) == 100
        counts.append(len(queries))
    # The first one fills the caches of settings, channels and countries.
    assert counts[1] == counts[2]


def test_a_value_that_very_many_bear_is_nobodys(make, arrive, says, channel, suggestions):
    """As the address that stands for "none" in an imported list of customers."""
    town = Town(4)
    for _ in range(30):
        town.contact(town.customer(), email="nomail@imported.example")
    store_town(town)
    author = arrive(channel, says("nomail@imported.example"))
    assert not author.customer and suggestions(author) == []


def test_a_number_alone_is_a_possible_match_and_with_its_phone_a_link(
    make, arrive, says, channel, suggestions, number
):
    town = Town(5)
    customer = town.customer()
    order = town.order(customer, mobile=number)
    store_town(town)
    guessed = arrive(channel, says(f"Cancel {order}"))
    assert not guessed.customer and suggestions(guessed) == [customer.name]
    known = arrive(channel, says(f"Where is {order.lower()}? {number}"))
    assert known.customer == customer.name
    assert order in known.link_evidence and "phone number matches" in known.link_evidence


def test_what_was_told_message_by_message_adds_up(make, arrive, says, channel, number):
    town = Town(6)
    customer = town.customer()
    order = town.order(customer, mobile=number)
    store_town(town)
    anna = make.author(make.unique("anna").replace(" ", ""))
    assert not arrive(channel, says(f"Where is {order}?", author=anna)).customer
    assert arrive(channel, says(f"Call me: {number}", author=anna)).customer == customer.name


def test_a_lead_is_found_and_becomes_the_customer_that_it_became(make, arrive, says, channel, host):
    town = Town(7)
    lead = town.lead(email=f"kalina@{host}")
    store_town(town)
    author = arrive(channel, says(f"kalina@{host}"))
    assert (author.lead, author.customer) == (lead.name, None)
    customer = make.customer(lead_name=lead.name)
    author = arrive(channel, says(f"my other account: kalina@{host}"))
    assert (author.lead, author.customer) == (None, customer.name)


def test_nobody_new_asks_nothing_of_erpnext(make):
    with count_queries() as queries:
        assert identify([], []) == []
    assert not [query for query in queries if "Customer" in query or "Contact" in query]


@pytest.fixture
def strict(monkeypatch):
    """The network of the channels wants no fuzzy matching."""
    from social_support.networks.mastodon import Mastodon

    monkeypatch.setattr(Mastodon, "fuzzy_matching", False)


def test_no_name_and_no_handle_elsewhere_where_the_network_wants_it_so(
    make, arrive, channel, suggestions, host, strict
):
    handle = f"anna@{host}"
    customer = make.customer("Anna Petrova")
    before = make.profile(handle, network="another", external_key=make.unique("another"))
    links.link(before, customer.name, basis="Agreed", evidence="She said so")
    named = make.author(handle, display_name=customer.customer_name)
    author = arrive(channel, make.post(author=named))
    assert not author.customer and suggestions(author) == []


def test_evidence_that_they_gave_or_show_stays_where_the_network_is_strict(
    make, arrive, says, introduces, channel, host, strict
):
    customer = make.customer(email=f"anna@{host}")
    assert arrive(channel, says(f"I am anna@{host}")).customer == customer.name
    assert arrive(channel, introduces(f"Drills. anna@{host}")).customer == customer.name


def test_a_name_in_place_of_a_handle_says_nothing(make, arrive, suggestions, host):
    secrets = {"app_key": "1", "app_secret": "s", "access_token": "t"}
    channel = make.channel(network="facebook", streams=[("Feed", "")], **secrets)
    name = f"Ivan {host}"
    before = make.profile(name, network="facebook", external_key=make.unique("another Ivan"))
    links.link(before, make.customer().name, basis="Agreed", evidence="He said so")
    assert suggestions(arrive(channel, make.post(handle=name))) == []


def test_a_strict_networks_handle_says_nothing_elsewhere(make, arrive, channel, suggestions, host):
    handle = f"anna@{host}"
    before = make.profile(handle, network="x", external_key=make.unique("x"))
    links.link(before, make.customer().name, basis="Agreed", evidence="She said so")
    assert suggestions(arrive(channel, make.post(handle=handle))) == []
