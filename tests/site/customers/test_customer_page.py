"""What the Customer page shows, to whom, and that it stays bounded."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from social_support.conversations.clock import utc_now
from social_support.conversations.keys import digest, new_name
from social_support.conversations.store.rows import insert_rows
from social_support.customers import links
from social_support.customers.access import may_see_private
from social_support.customers.dashboard import add_authors
from social_support.customers.panel import headline, social_tab
from social_support.customers.timeline import milestones
from tests.site.support.queries import count_queries

SCRIPT = "<script>alert(1)</script> my drill"


@pytest.fixture
def customer(make):
    return make.customer(account_manager=make.account_manager())


@pytest.fixture
def anna(make, arrive, channel, customer):
    """An author linked to the customer, with one public and one private conversation."""
    who = make.author(make.unique("anna").replace(" ", "") + "@social.example")
    public = make.post(SCRIPT, author=who, minutes_ago=60)
    private = make.post(
        "secret words", author=who, kind="Direct Message", visibility="Private", minutes_ago=30
    )
    author = arrive(channel, public, private)
    links.link(author.name, customer.name, basis="Told Us", evidence="anna@secret.example")
    return author


def conversation(author, visibility: str) -> str:
    filters = {"profile": author.name, "visibility": visibility}
    return frappe.db.get_value("Social Conversation", filters, "name")


def set_facts(name: str, **facts) -> None:
    frappe.db.set_value("Social Conversation", name, facts)


def excerpts(cards: list[dict]) -> str:
    return " ".join(card["excerpt"] for card in cards)


def test_the_tab_of_a_customer_who_never_wrote(make, customer):
    tab = social_tab(customer.name, "Administrator")
    assert (tab["headline"], tab["authors"], tab["waiting"]) == (None, [], [])
    assert tab["history"] == {"rows": [], "total": 0}
    assert tab["mood"] == {
        "days": 90, "negative": 0, "positive": 0, "neutral": 0, "not_rated": 0
    }  # fmt: skip
    before = tab["channels"]
    make.channel()
    make.channel(mode="Off")
    assert social_tab(customer.name, "Administrator")["channels"] == before + 1


def test_the_tab_of_a_customer_who_waits(anna, customer, make):
    public, private = conversation(anna, "Public"), conversation(anna, "Private")
    due = add_to_date(now_datetime(), minutes=12).replace(microsecond=0)
    set_facts(public, sentiment="Negative", respond_by=due, respond_by_utc=utc_now())
    set_facts(private, status="Closed", outcome="Solved", sentiment="Positive")
    tab = social_tab(customer.name, make.agent())
    assert tab["headline"] == {
        "open": 1, "negative": 1, "next_due": due, "conversation": public
    }  # fmt: skip
    assert [card["name"] for card in tab["waiting"]] == [public]
    assert [card["name"] for card in tab["history"]["rows"]] == [private]
    assert tab["history"]["total"] == 1
    assert (tab["mood"]["negative"], tab["mood"]["positive"]) == (1, 1)
    (author,) = tab["authors"]
    assert author["profile"] == anna.name and author["network_label"] == "Mastodon"
    assert (author["linked_how"], author["basis"]) == ("By a Person", "Told Us")
    assert author["evidence"] == "anna@secret.example" and author["linked_by"] == "Administrator"


def test_a_closed_one_that_the_customer_is_to_be_told_about_waits(anna, customer):
    public, private = conversation(anna, "Public"), conversation(anna, "Private")
    set_facts(public, status="On Hold", tell_customer=1)
    set_facts(private, status="Replied")
    tab = social_tab(customer.name, "Administrator")
    assert [card["name"] for card in tab["waiting"]] == [public]
    assert tab["headline"]["open"] == 1


def test_nothing_open_or_negative_makes_no_headline(anna, customer):
    for name in (conversation(anna, "Public"), conversation(anna, "Private")):
        set_facts(name, status="Closed", outcome="Solved", sentiment="Negative")
    assert headline(customer.name, "Administrator") is None


def test_spam_is_no_mood(anna, customer):
    set_facts(conversation(anna, "Public"), outcome="Spam", sentiment="Negative", status="Closed")
    assert social_tab(customer.name, "Administrator")["mood"]["negative"] == 0


@pytest.mark.parametrize("who", ["agent", "manager"])
def test_agents_see_private_conversations(anna, customer, make, who):
    tab = social_tab(customer.name, getattr(make, who)())
    assert "secret words" in excerpts(tab["waiting"])
    assert tab["may"]["see_private"] and tab["may"]["answer"] and tab["may"]["link"]


def test_the_account_manager_sees_private_conversations(anna, customer):
    tab = social_tab(customer.name, customer.account_manager)
    assert "secret words" in excerpts(tab["waiting"])
    assert tab["may"] == {"answer": False, "link": False, "see_private": True, "convert": False}


@pytest.mark.parametrize("who", ["sales_rep", "agency"])
def test_others_see_public_ones_and_nothing_that_was_told_in_private(anna, customer, make, who):
    user = getattr(make, who)()
    tab = social_tab(customer.name, user)
    assert "my drill" in excerpts(tab["waiting"])
    assert "secret" not in frappe.as_json(tab)
    assert tab["headline"]["open"] == 1 and tab["mood"]["not_rated"] == 1
    assert not tab["may"]["see_private"] and not tab["may"]["link"] and not tab["suggestions"]
    with make.as_user(user):
        assert "secret" not in frappe.as_json(milestones("Customer", customer.name))


@pytest.mark.parametrize("doctype", ["Lead", "Contact"])
def test_leads_and_contacts_have_the_same_page(make, arrive, channel, doctype):
    owner, rep = make.sales_rep(), make.sales_rep()
    who = make.author(make.unique("anna").replace(" ", "") + "@social.example")
    private = make.post("secret words", author=who, kind="Direct Message", visibility="Private")
    author = arrive(channel, make.post(SCRIPT, author=who), private)
    if doctype == "Lead":
        party = make.lead(lead_owner=owner).name
    else:
        party = make.contact(make.customer(account_manager=owner).name).name
    links.link(author.name, party, doctype, basis="Told Us", evidence="secret address")
    for user, sees in ((make.agent(), True), (owner, True), (rep, False)):
        tab = social_tab(party, user, doctype)
        assert [row["profile"] for row in tab["authors"]] == [author.name]
        assert "my drill" in excerpts(tab["waiting"])
        assert ("secret" in frappe.as_json(tab)) is sees, user
        with make.as_user(user):
            told = frappe.as_json(milestones(doctype, party))
        assert "was linked to this" in told and "<script>" not in told
        assert headline(party, user, doctype)["open"] == (2 if sees else 1)


def test_a_contact_of_two_customers_tells_neither_manager_what_is_private(make):
    first = make.customer(account_manager=make.account_manager())
    second = make.customer(account_manager=make.account_manager())
    contact = make.contact(first.name)
    contact.append("links", {"link_doctype": "Customer", "link_name": second.name})
    contact.save()
    for manager in (first.account_manager, second.account_manager):
        assert not may_see_private(manager, contact.name, "Contact")


def test_possible_matches_show_to_those_who_may_decide(make, arrive, introduces, channel):
    customer = make.customer("Anna Petrova")
    author = arrive(channel, introduces(display_name=customer.customer_name))
    (match,) = social_tab(customer.name, make.agent())["suggestions"]
    assert match["profile"] == author.name and customer.customer_name in match["evidence"]
    assert social_tab(customer.name, make.sales_rep())["suggestions"] == []
    links.link(author.name, make.customer().name, basis="Agreed", evidence="x")
    assert social_tab(customer.name, make.agent())["suggestions"] == []


def test_milestones_are_few_and_escaped(anna, customer):
    public = conversation(anna, "Public")
    set_facts(public, subject=SCRIPT, outcome="Solved")
    set_facts(public, first_responded_on=now_datetime(), closed_on=now_datetime())
    found = milestones("Customer", customer.name)
    said = " ".join(entry["content"] for entry in found)
    assert "<script>" not in said and "&lt;script&gt;" in said
    assert len(found) == 5  # linked, begun twice, answered, closed
    assert all(set(entry) == {"creation", "icon", "is_card", "content"} for entry in found)
    assert milestones("Issue", "any") == []


def test_a_milestone_tells_of_the_issue_to_those_who_may_read_it(anna, customer, make):
    issue = make.issue(customer.name)
    set_facts(conversation(anna, "Public"), issue=issue.name)
    assert issue.name in frappe.as_json(milestones("Customer", customer.name))
    with make.as_user(make.sales_rep()):
        assert issue.name not in frappe.as_json(milestones("Customer", customer.name))


def test_milestones_are_for_whoever_may_read_the_customer(anna, customer, make):
    with make.as_user(make.nobody()):
        assert milestones("Customer", customer.name) == []


def test_authors_are_counted_in_connections():
    data = add_authors({"transactions": [{"label": "Support", "items": ["Issue"]}]})
    assert data["transactions"][0]["items"] == ["Issue", "Social Profile"]
    assert add_authors({})["transactions"][0]["items"] == ["Social Profile"]


def many(party: str, channel, size: int, column: str = "customer") -> None:
    """A customer, lead or contact with `size` conversations of ten authors, a post in each."""
    authors = [
        {
            "name": new_name(),
            "external_key": digest("test", party, str(size), str(number)),
            "network": "mastodon",
            "handle": f"many{number}@social.example",
            column: party,
            "linked_on": now_datetime(),
        }
        for number in range(10)
    ]
    insert_rows("Social Profile", authors)
    work = [
        {
            "name": new_name(),
            "channel": channel.name,
            "network": "mastodon",
            "profile": authors[number % 10]["name"],
            "visibility": "Public",
            "status": "Open" if number % 2 else "Closed",
            "sentiment": "Negative" if number % 3 else "Positive",
            "subject": f"post {number}",
            "first_post_on": now_datetime(),
            "last_inbound_at_utc": add_to_date(utc_now(), minutes=-number),
        }
        for number in range(size)
    ]
    posts = [
        {
            "name": new_name(),
            "profile": row["profile"],
            "conversation": row["name"],
            "channel": channel.name,
            "direction": "Incoming",
            "visibility": "Public",
            "text": row["subject"],
            "posted_at_utc": row["last_inbound_at_utc"],
        }
        for row in work
    ]
    for row, post in zip(work, posts, strict=True):
        row["last_inbound"] = post["name"]
    insert_rows("Social Conversation", work)
    insert_rows("Social Interaction", posts)


@pytest.mark.parametrize("doctype", ["Customer", "Lead", "Contact"])
def test_5000_posts_are_asked_for_as_often_as_50(make, channel, doctype):
    asked = {}
    for size in (50, 5000):
        party = getattr(make, doctype.lower())().name
        many(party, channel, size, doctype.lower())
        with count_queries() as queries:
            tab = social_tab(party, "Administrator", doctype)
        asked[size] = len(queries)
        assert (len(tab["waiting"]), len(tab["history"]["rows"])) == (20, 20)
        assert tab["history"]["total"] == size // 2 and len(tab["authors"]) == 10
        with count_queries() as queries:
            found = milestones(doctype, party)
        asked[size] += len(queries)
        assert len(found) <= 70
    assert asked[5000] == asked[50] <= 40


def test_the_newest_and_the_next_due_come_first(make, channel):
    customer = make.customer()
    many(customer.name, channel, 60)
    names = frappe.get_all("Social Conversation", {"subject": "post 41", "channel": channel.name})
    set_facts(names[0].name, respond_by_utc=utc_now(), respond_by=now_datetime())
    tab = social_tab(customer.name, "Administrator")
    assert tab["waiting"][0]["name"] == names[0].name
    assert tab["history"]["rows"][0]["excerpt"] == "post 0"
    assert tab["headline"]["conversation"] == names[0].name
