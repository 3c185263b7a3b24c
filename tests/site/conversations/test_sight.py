"""User Permissions, and an agency's channels."""

import frappe
import pytest

from social_support.conversations import actions, also_on, permissions, sight, thread
from social_support.customers.ask import ask_support
from social_support.customers.panel import social_tab
from social_support.ingestion.announce import _by_reader
from social_support.setup import roles


@pytest.fixture
def channels(make):
    """Two channels of one company, and one of another."""
    one, other = make.company(), make.another_company()
    return [make.channel(company=company) for company in (one, one, other)]


def test_what_a_user_permission_leaves(make, channels):
    first, second, foreign = (channel.name for channel in channels)
    agent, agency = make.agent(), make.agency()
    assert sight.channels_of(agent) is None and sight.sees(agent, foreign)
    assert sight.channels_of(agency) == [] and sight.why_nothing(agency)
    make.restrict(agency, "Social Channel", second)
    assert sight.channels_of(agency) == [second] and sight.why_nothing(agency) is None
    make.restrict(agent, "Company", channels[0].company)
    assert {first, second} <= set(sight.channels_of(agent))
    assert not sight.sees(agent, foreign)
    make.restrict(agent, "Social Channel", second)
    make.restrict(agent, "Social Channel", foreign)
    assert sight.channels_of(agent) == [second], "both have to leave it"
    assert sight.channels_of("Administrator") is None


def test_applicable_for_widens_nothing(make, channels):
    """Of our doctypes one stands for all; for a doctype of others it says nothing of channels."""
    user, channel = make.agent(), channels[0]
    for doctype, company in (("Issue", channels[2].company), ("Social Reply", channel.company)):
        narrow = {"applicable_for": doctype, "apply_to_all_doctypes": 0}
        make._insert("User Permission", user=user, allow="Company", for_value=company, **narrow)
    conversation = make.conversation(channel)
    assert sight.sees(user, channel.name) and not sight.sees(user, channels[2].name)
    assert frappe.has_permission("Social Conversation", "read", conversation, user=user)


def test_somebody_with_a_role_of_the_house_is_no_agency(make):
    user = make.user("Social Agency", "Social Agent")
    assert not sight.is_outside(user) and sight.channels_of(user) is None


def test_nobody_is_given_or_told_of_what_they_may_not_see(make, channels):
    """Assigning would share it past the restriction; teams of a category cross channels."""
    agent, member = make.agent(), make.agent()
    make.restrict(agent, "Social Channel", channels[1].name)
    channel = make.channel(team=make.user_group(agent, member))
    conversation = make.conversation(channel)
    with pytest.raises(frappe.ValidationError, match="may not see this channel"):
        actions.assign(conversation, agent)
    assert not frappe.db.exists("DocShare", {"user": agent})
    row = frappe._dict(user_group=None, channel_team=channel.user_group, account_manager=None)
    row |= {"_assign": frappe.as_json([agent])}
    assert list(_by_reader(channel.name, [row])) == [member]
    # What it enqueues is never committed.
    assert ask_support(conversation, "Please look", "Administrator") == [
        frappe.db.get_value("User", member, "full_name")
    ]


def test_an_agency_is_given_its_channels_with_its_roles(make, channels):
    user = make.sales_rep()
    with pytest.raises(frappe.ValidationError, match="sees no other"):
        roles.give([user], "agency")
    with pytest.raises(frappe.ValidationError, match="nothing like that is none"):
        roles.give([user], "agency", ["nothing like that"])
    assert "Social Agency" not in frappe.get_roles(user)
    roles.give([user], "agency", [channels[1].name])
    assert sight.channels_of(user) == [channels[1].name]
    roles.give([user], "agency")


def test_one_post_on_two_channels_says_so_and_stands_once(make, channels):
    author = make.author(make.unique("anna").replace(" ", "") + "@example.social")
    post = make.post("@one @two where is it?", author=author)
    (first,) = make.stored(channels[0], post).conversations
    (alone,) = make.stored(channels[0], make.post(author=author)).conversations
    (twin,) = make.stored(channels[2], post).conversations
    card, other, lonely = thread.card([first, twin, alone])
    assert [row["conversation"] for row in card["also_on"]] == [twin]
    assert [row["channel_name"] for row in other["also_on"]] == [channels[0].channel_name]
    assert lonely["also_on"] == []
    assert [row["name"] for row in also_on.once([other, card, lonely])] == [twin, alone]

    customer, user = make.customer(), make.agent()
    profile = frappe.db.get_value("Social Conversation", first, "profile")
    frappe.db.set_value("Social Profile", profile, "customer", customer.name)
    assert len(social_tab(customer.name, user)["waiting"]) == 2
    make.restrict(user, "Social Channel", channels[0].name)
    with make.as_user(user):
        seen = social_tab(customer.name, user)["waiting"]
    assert {row["name"] for row in seen} == {first, alone}
    assert all(row["also_on"] == [] for row in seen), "the other channel is not named"


def test_what_restricts_a_list_goes_by_an_index(make, channels):
    agency = make.agency(channels[0].name)
    make.conversation(channels[0])
    for doctype in ("Social Profile", "Social Payload", "Social Interaction Revision"):
        where = permissions.condition(doctype, agency)
        plan = frappe.db.sql(
            f"explain select name from `tab{doctype}` where name = 'x' and {where}", as_dict=True
        )
        assert all(row.type != "ALL" for row in plan), plan
