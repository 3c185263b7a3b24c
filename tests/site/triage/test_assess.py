"""New posts are sorted, rated and given a time by which they want an answer."""

import frappe
import pytest

from social_support.conversations.keys import new_name
from social_support.conversations.thread import card
from social_support.networks.contract import Counts
from social_support.triage import agencies
from social_support.triage.assess import assess
from tests.site.support.queries import count_queries


@pytest.fixture
def categories(make, cleanup):
    outage = frappe.get_doc(
        {
            "doctype": "Social Category",
            "category_name": make.unique("Blackout"),
            "default_priority": "Urgent",
            "words": "blackoutword\nтъмнина",
        }
    ).insert()
    cleanup.doc("Social Category", outage.name)
    return outage


def assessed(make, channel, *posts):
    stored = make.stored(channel, *posts)
    assess(stored.conversations, stored.inbound_new)
    return [frappe.get_doc("Social Conversation", name) for name in stored.conversations]


def test_category_priority_reasons_and_due_time(make, categories):
    author = make.author(followers=20_000)
    [work] = assessed(
        make, make.channel(), make.post("A blackoutword, I hate it", author=author, language="en")
    )
    assert work.category == categories.name
    assert (work.priority, work.sentiment) == ("Urgent", "Negative")
    assert categories.name in work.priority_reasons and "20000" in work.priority_reasons
    goal = frappe.db.get_single_value("Social Support Settings", "goal_urgent")
    assert (work.respond_by_utc - work.waiting_since_utc).total_seconds() == goal * 60


def test_bulgarian_is_sorted_and_not_rated(make, categories):
    [work] = assessed(make, make.channel(), make.post("Тъмнина от три дни", language="bg"))
    assert (work.category, work.sentiment) == (categories.name, "Not Rated")


def test_a_serious_problem_is_not_forgotten_when_chatter_follows(make, categories):
    channel = make.channel()
    root = make.post("blackoutword here", language="en")
    assessed(make, channel, root)
    [work] = assessed(
        make, channel, make.post("ok", author=root.author, parent_id=root.external_id)
    )
    assert (work.category, work.priority) == (categories.name, "Urgent")


@pytest.mark.parametrize("in_one_page", [True, False])
def test_reach_and_mood_do_not_depend_on_how_posts_arrive(make, in_one_page):
    """The newest post that can be rated tells the mood, whichever comes last."""
    channel = make.channel()
    root = make.post("I hate it", language="en", minutes_ago=9, counts=Counts(shares=12))
    answer = {"author": root.author, "parent_id": root.external_id, "language": "en"}
    thanks = make.post("I love it", minutes_ago=5, **answer)
    if in_one_page:
        [work] = assessed(make, channel, root, thanks)
    else:
        assessed(make, channel, thanks)
        [work] = assessed(make, channel, root)
    assert work.sentiment == "Positive" and "12" in work.priority_reasons


def test_the_categorys_team_comes_before_the_channels(make, categories):
    team, other = make.user_group(make.agent()), make.user_group(make.agent())
    channel = make.channel(team=team)
    [plain] = assessed(make, channel, make.post("nothing special"))
    frappe.db.set_value("Social Category", categories.name, "user_group", other)
    [sorted_] = assessed(make, channel, make.post("blackoutword"))
    assert (plain.user_group, sorted_.user_group) == (team, other)


def test_a_page_takes_as_many_queries_as_one_post(make):
    channel = make.channel()
    stored = make.stored(channel, make.post())
    assess(stored.conversations, stored.inbound_new)
    counted = []
    for number in (1, 60):
        stored = make.stored(channel, *[make.post() for _ in range(number)])
        with count_queries() as queries:
            assess(stored.conversations, stored.inbound_new)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 5


def test_the_reasons_are_said_in_the_readers_language(make, categories):
    author = make.author(followers=20_000)
    [work] = assessed(make, make.channel(), make.post("blackoutword", author=author))
    said = {}
    for language in ("en", "bg"):
        frappe.local.lang = language
        said[language] = card([work.name])[0]["priority_reasons"]
    frappe.local.lang = "en"
    assert said["en"] == f"category {categories.name} · 20000 followers"
    assert said["bg"] == f"категория {categories.name} · 20000 последователи"


@pytest.fixture
def nobody_from_outside():
    """No agency works on the site, in the transaction of the test."""
    frappe.db.delete("Has Role", {"role": "Social Agency"})


def worth(make, percentile: int):
    """A channel, and an author whose customer has this percentile at the channel's company."""
    channel, author = (
        make.channel(),
        make.author(make.unique("anna").replace(" ", "") + "@x.example"),
    )
    make.stored(channel, make.post(author=author))
    customer = make.customer().name
    frappe.db.set_value("Social Profile", {"handle": author.handle}, "customer", customer)
    whose = {"customer": customer, "company": channel.company, "revenue_percentile": percentile}
    frappe.get_doc({"doctype": "Customer Social Value", "name": new_name(), **whose}).db_insert()
    return channel, author


def test_a_customer_worth_more_than_nearly_all_is_lifted(make, nobody_from_outside):
    channel, author = worth(make, 96)
    [work] = assessed(make, channel, make.post("hello", author=author))
    assert (work.priority, work.value_counts, work.priority_reasons) == ("High", 1, "[]")
    channel, author = worth(make, 94)
    [work] = assessed(make, channel, make.post("hello", author=author))
    assert (work.priority, work.value_counts) == ("Medium", 0)


def test_money_leaves_priorities_alone_where_an_agency_works(
    make, nobody_from_outside, monkeypatch
):
    channel, author = worth(make, 96)
    [work] = assessed(make, channel, make.post("hello", author=author))
    [closed] = assessed(make, channel, make.post("thanks", author=author))
    closed.db_set("status", "Closed")
    lifted = closed.priority
    agency, jobs = frappe.get_doc("User", make.agency()), []
    monkeypatch.setattr(frappe, "enqueue", lambda method, **how: jobs.append((method, how)))
    agencies.on_user_update(agency)
    work.reload()
    assert work.priority == "High", "the user is saved without a word to any conversation"
    [(method, how)] = jobs
    assert how["enqueue_after_commit"]
    # The job commits, and what the test has made of the site's users must not stay.
    monkeypatch.setattr(agencies, "patiently", lambda step: step())
    frappe.get_attr(method)()
    work.reload()
    closed.reload()
    assert (closed.priority, closed.value_counts) == (lifted, 1)
    assert (work.priority, work.value_counts) == ("Medium", 0)
    goal = frappe.db.get_single_value("Social Support Settings", "goal_medium")
    assert (work.respond_by_utc - work.waiting_since_utc).total_seconds() == goal * 60
    [work] = assessed(make, channel, make.post("again", author=author))
    assert (work.priority, work.value_counts) == ("Medium", 0)
