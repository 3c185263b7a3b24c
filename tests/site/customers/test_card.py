"""The customer card: what it says, to whom, and that it stays bounded."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime, nowdate

from social_support.customers import card, links, value
from social_support.customers.panel import social_tab
from social_support.customers.recent import last_post
from social_support.customers.worth import of_author
from tests.site.customers.test_money_access import restrict
from tests.site.support.queries import count_queries

MONEY = ("1310", "2620", "1,310", "revenue", "outstanding", "overdue", '"top"')


@pytest.fixture
def customer(make):
    return make.customer(account_manager=make.account_manager())


@pytest.fixture
def anna(make, arrive, channel, customer):
    """An author linked to the customer, who has written of her drill."""
    who = make.author(make.unique("anna").replace(" ", "") + "@social.example")
    author = arrive(channel, make.post("Third day without my drill", author=who, minutes_ago=60))
    links.link(author.name, customer.name, basis="Told Us", evidence="e-mail")
    return author


@pytest.fixture
def conversation(anna) -> str:
    return frappe.db.get_value("Social Conversation", {"profile": anna.name}, "name")


@pytest.fixture
def invoice(make, channel, customer):
    return make.sales_invoice(customer.name, company=channel.company)


def beside(conversation: str, user: str, private: bool = True) -> dict:
    return card.of_conversation(conversation, user, private=private)


def test_the_card_says_who_it_is_and_what_they_bring(make, conversation, customer, invoice):
    shown = beside(conversation, make.agent())
    assert shown["customer"] == customer.name and shown["account_manager"] == "Petya"
    assert shown["since"] == getdate(invoice.posting_date)
    (money,) = shown["money"]
    assert (money["revenue"], money["outstanding"], money["overdue"]) == (1310, 1310, 1310)
    assert (money["company"], money["currency"]) == (invoice.company, invoice.currency)
    invoice.cancel()
    assert beside(conversation, make.agent())["money"] == []


def test_an_agent_without_a_right_on_customers_gets_the_small_card(make, conversation, invoice):
    agent = make.user("Social Agent")
    shown = beside(conversation, agent)
    assert shown["money"][0]["revenue"] == 1310 and shown["issues"]["rows"] == []


def test_an_agency_gets_no_card_and_no_word_of_money(make, web, anna, conversation, invoice):
    frappe.db.commit()
    for roles in (("Social Agency",), ("Social Agency", "Sales User")):
        user = make.user(*roles)
        make.restrict(user, "Social Channel", channel_of(conversation))
        assert beside(conversation, user) is None
        assert of_author(anna.name, invoice.company, user) is None
        with make.as_user(user):
            said = frappe.as_json(
                frappe.get_attr("social_support.api.conversations.thread")(conversation)
            )
        assert not [word for word in MONEY if word in said.replace('"top": null', "")]
        with make.as_user(user):
            assert (
                frappe.get_attr("social_support.api.customers.customer_card")(conversation) is None
            )


def test_the_best_customers_are_named_beside_the_priority(make, conversation, customer, invoice):
    value.recount(customer.name)
    frappe.db.set_value(value.VALUE, {"customer": customer.name}, "revenue_percentile", 96)
    thread = frappe.get_attr("social_support.api.conversations.thread")
    with make.as_user(make.agent()):
        assert thread(conversation)["top"] == 5
    with make.as_user(make.agency(channel_of(conversation))):
        assert thread(conversation)["top"] is None


def channel_of(conversation: str) -> str:
    return frappe.db.get_value("Social Conversation", conversation, "channel")


def test_a_company_that_is_not_permitted_shows_no_figure(make, conversation, customer, invoice):
    agent = make.agent()
    restrict(agent, "Company", make.another_company())
    shown = beside(conversation, agent)
    assert (shown["money"], shown["orders"], shown["bought"]) == ([], [], [])
    tab = social_tab(customer.name, agent)
    assert tab["card"]["money"] == [] and "1310" not in frappe.as_json(tab)


def test_items_that_the_post_mentions(make, conversation, customer, invoice):
    shown = beside(conversation, make.agent())
    (line,) = shown["bought"]
    assert line["item"].startswith("Drill D-200") and line["invoice"] == invoice.name
    assert line["date"] == getdate(invoice.posting_date)
    tab = social_tab(customer.name, make.agent())
    assert [row["invoice"] for row in tab["card"]["bought"][conversation]] == [invoice.name]
    foreign = make.customer().name
    frappe.db.set_value("Sales Invoice", invoice.name, "customer", foreign)
    assert beside(conversation, make.agent())["bought"] == []


def test_open_issues_the_last_order_and_the_last_mail(make, conversation, customer, channel):
    issue = make.issue(customer.name, company=channel.company)
    make.issue(customer.name, status="Closed", opening_date=add_days(nowdate(), -30))
    order = make.sales_order(customer.name, company=channel.company)
    make.mail(customer.name, "Where is it?", on=add_to_date(now_datetime(), days=-2))
    make.mail(customer.name, "An older one", on=add_to_date(now_datetime(), days=-9))
    shown = beside(conversation, make.agent())
    assert (shown["issues"]["open"], shown["issues"]["new"]) == (1, 1)
    assert [row["name"] for row in shown["issues"]["rows"]] == [issue.name]
    (last,) = shown["orders"]
    assert last["name"] == order.name and last["items"][0]["qty"] == 2
    assert shown["contact"]["subject"] == "Where is it?" and shown["contact"]["medium"] == "Email"
    small = beside(conversation, make.user("Social Agent"))
    assert "subject" not in small["contact"] and small["contact"]["on"] == shown["contact"]["on"]


def test_what_they_wrote_elsewhere(make, arrive, conversation, customer):
    other = make.channel()
    who = make.author(make.unique("boris").replace(" ", "") + "@social.example")
    public = make.post("Terrible", author=who, minutes_ago=3 * 24 * 60)
    private = make.post("Psst", author=who, minutes_ago=60, visibility="Private")
    boris = arrive(other, public, private)
    links.link(boris.name, customer.name, basis="Told Us", evidence="phone")
    rows = {"profile": boris.name, "visibility": "Public"}
    frappe.db.set_value("Social Conversation", rows, "sentiment", "Negative")
    (seen,) = beside(conversation, make.agent())["wrote"]
    assert seen["channel"] == other.name and seen["negative"] and seen["private"]
    rep = make.sales_rep()
    (seen,) = beside(conversation, rep, private=False)["wrote"]
    assert not seen["private"] and seen["negative"]


def test_an_issue_says_that_its_customer_has_just_written(make, anna, customer, conversation):
    issue, agent, rep = make.issue(customer.name), make.agent(), make.sales_rep()
    seen = last_post("Issue", issue.name, agent)
    assert seen["conversation"] == conversation and seen["handle"] == anna.handle
    assert last_post("Issue", issue.name, rep)["conversation"] is None
    deal = {"opportunity_from": "Customer", "party_name": customer.name, "status": "Open"}
    deal["transaction_date"] = nowdate()
    opportunity = make._insert("Opportunity", company=make.company(), **deal)
    with count_queries() as queries:
        assert last_post("Opportunity", opportunity.name, agent)["conversation"] == conversation
    assert sum("JOIN `tabSocial Conversation`" in query for query in queries) == 1
    frappe.db.set_value(
        "Social Conversation", conversation, "last_inbound_at_utc", add_days(now_datetime(), -15)
    )
    assert last_post("Issue", issue.name, agent) is None
    assert last_post("Issue", make.issue().name, agent) is None


def test_the_card_of_a_large_customer_asks_as_often_as_that_of_a_small_one(
    make, conversation, customer, channel, invoice
):
    agent = make.agent()
    beside(conversation, agent)
    asked = []
    for _size in range(2):
        with count_queries() as queries:
            assert beside(conversation, agent)
        asked.append(len(queries))
        for _each in range(3):
            make.sales_invoice(customer.name, company=channel.company)
            make.issue(customer.name)
        value.recount(customer.name)
    assert asked[0] >= asked[1] and asked[1] <= 25
